"""Answers that are in tables: a cell by its row and column, all rows of a table of rates, the highest of a column.

Nothing is claimed unless the words of the table are those of the question.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportqa.answering.flattened_tables import find_flattened_row
from reportqa.answering.labelled_tables import Choice, GridRow, LabelledTable, read_table
from reportqa.answering.reader import READ, Evidence
from reportqa.answering.superlatives import compares
from reportqa.answering.table_comparisons import MAX_ROWS, compared
from reportqa.answering.table_terms import MIN_NAMED, PART_OF_YEAR, Asked, all_terms, has_year
from reportqa.document import Document, Sentence, Table
from reportqa.index import Catalogue
from reportqa.search import FIGURE_KINDS, Kind, Vocabulary
from reportqa.text import question_terms, terms

MAX_DOCUMENTS = 4
"""Documents of the best hits whose tables are searched."""
MAX_TABLES = 12
"""Tables that are read cell by cell."""
_ABOVE = 300
"""Characters above a table in which terms of the question are looked for first."""
_DIGITS = 6
"""Weights are compared to this number of digits."""

_NOT_IN_TABLES: frozenset[Kind] = frozenset({"why", "how", "yes_no"})
_FIGURE = re.compile(r"\d|\b(?:free|nil|none|no (?:charge|cost|fee|limit))\b", re.IGNORECASE)
_DEFINING = 3
"""Minimum words of a cell that defines something."""
_RATES_IN_ROW = 3
"""Most figures in a row of rates."""
_RATES = frozenset(terms("rate fee charge price cost band threshold"))
_CHANGES = frozenset(terms("percent share proportion rate growth change margin mix increase decrease"))
"""Terms of a question that a figure with "%" answers."""


@dataclass(frozen=True, slots=True)
class TableAnswer:
    """The rows of a table that answer a question.

    `items` are the sentence that announces the table, if any, and the rows in order. `cells` are the ranges of the
    cells that answer, none where all of the rows do or nothing says which. `certain`: row and column both match, and
    only these.
    """

    doc_id: str
    items: tuple[Sentence, ...]
    cells: tuple[Sentence, ...]
    reason: str
    certain: bool


def find_table_answer(evidence: Evidence, catalogue: Catalogue, vocabulary: Vocabulary) -> TableAnswer | None:
    """Return the rows of a table in the documents of the best hits that answer a question."""
    question = evidence.question
    if question.kind in _NOT_IN_TABLES or not evidence.hits:
        return None
    asked = Asked.of(question, vocabulary)
    grids = list(_grids(evidence, asked, catalogue))
    named = [found for grid in grids if (found := _look_up(grid, asked))]
    found = _best(named, asked)
    if not found or not found.certain:
        extreme = _best(list(compared(question, grids, vocabulary)), asked)
        found = extreme if extreme and extreme.certain else None if compares(question.text) else found
    if (not found or not found.certain) and not compares(question.text):
        found = _best([whole for grid in grids if (whole := _whole(grid, asked))], asked) or found
    if found:
        return _answer(found)
    flattened = find_flattened_row(evidence, catalogue, vocabulary)
    if not flattened:
        return None
    doc_id, row = flattened
    return TableAnswer(doc_id, row.lines, (), f"Lines under “{row.label}”; their columns are not known.", False)


def _grids(evidence: Evidence, asked: Asked, catalogue: Catalogue) -> Iterator[LabelledTable]:
    """Yield the tables with most of the question's terms in the best hits' documents, those of better hits first."""
    found: list[tuple[float, int, Document, Table]] = []
    doc_ids = list(dict.fromkeys(hit.passage.doc_id for hit in evidence.hits[:READ]))[:MAX_DOCUMENTS]
    for rank, doc_id in enumerate(doc_ids):
        document = catalogue.document(doc_id)
        for table in document.tables:
            own = all_terms(*table.rows[0], *(row[0] for row in table.rows[1:]))
            if not asked.weight(own) and not _asks_for_rates(asked):
                continue
            texts = [*document.section_path(table.start), document.text[max(table.start - _ABOVE, 0) : table.start]]
            found.append((asked.weight(own | all_terms(*texts)), rank, document, table))
    best = sorted(found, key=lambda one: -one[0])[:MAX_TABLES]
    for _, _, document, table in sorted(best, key=lambda one: one[1]):
        if grid := read_table(document, table):
            yield grid


def _look_up(grid: LabelledTable, asked: Asked) -> Choice | None:
    """Return the rows that a question names best, with the cells of the column that it names."""
    is_comparison = asked.question.kind == "comparison"
    named = [row for row in grid.rows if asked.names(row.label)]
    around = grid.terms_around
    if is_comparison:
        # Together they have to have the words.
        around |= all_terms(*(row.label for row in named))
    columns = grid.columns_in_time(grid.columns, asked)
    all_names = all_terms(*(grid.names[column] for column in columns))
    weights = {
        at: round(asked.weight(row.terms), _DIGITS)
        for at, row in enumerate(named)
        if asked.is_matched(around | row.terms | all_names) and not grid.is_of_other_period(row, asked)
    }
    most = max(weights.values(), default=0.0)
    rows = []
    for row in (named[at] for at, weight in weights.items() if is_comparison or weight == most):
        chosen = _columns(grid, row, columns, asked)
        read = chosen or columns
        beside = all_terms(*(text for c in read for text in (grid.names[c], row.cells[c])))
        if asked.is_matched(around | row.terms | beside) and _fits(row, read, asked):
            rows.append((row, chosen))
    if not 0 < len(rows) <= MAX_ROWS:
        return None
    is_one = len(rows) == (len({row.label for row, _ in rows}) if is_comparison else 1)
    certain = is_one and all(len(chosen) == 1 for _, chosen in rows) and not grid.has_values_in_names
    names = tuple(grid.names[column] for _, chosen in rows for column in chosen)
    if len(rows) > 1:
        reason = f"{len(rows)} rows of a table match the question."
    elif certain and names[0]:
        reason = f"Row “{rows[0][0].label}”, column “{names[0]}”."
    else:
        reason = f"Row “{rows[0][0].label}” of a table."
    weight = most + asked.weight(all_terms(*names))
    return Choice(grid, tuple((row, chosen if certain else ()) for row, chosen in rows), reason, certain, weight, names)


def _columns(grid: LabelledTable, row: GridRow, columns: Sequence[int], asked: Asked) -> tuple[int, ...]:
    """Return the columns of a row that a question names best; none where it names no one of several."""
    filled = [column for column in columns if row.cells[column]]
    if len(filled) == 1 and all(sum(map(bool, other.cells[1:])) <= 1 for other in grid.rows):
        return tuple(filled)
    if not _CHANGES & asked.weights.keys():
        filled = [column for column in filled if "%" not in row.cells[column]] or filled
    if asked.question.kind in FIGURE_KINDS or _RATES & asked.weights.keys():
        filled = [column for column in filled if re.search(r"\d", row.cells[column])] or filled
    scores = {column: asked.naming(grid.names[column], all_terms(row.label)) for column in filled}
    best = max(scores.values(), default=(0.0, 0.0))
    if not best[0] or best[1] < MIN_NAMED:
        return ()
    return tuple(column for column, score in scores.items() if score == best)


def _fits(row: GridRow, columns: Sequence[int], asked: Asked) -> bool:
    """Return whether one of the cells has what the kind of a question asks for."""
    kind = asked.question.kind
    # What the question says itself is a condition: "set up on 11 May".
    said = asked.weights.keys() - all_terms(row.label)
    cells = [
        cell
        for cell in (row.cells[column] for column in columns)
        if cell and not (all_terms(cell) & said and all_terms(cell) <= asked.weights.keys())
    ]
    if kind in FIGURE_KINDS:
        return any(_FIGURE.search(cell) for cell in cells)
    if kind in {"who", "where"}:
        return any(re.search(r"[^\W\d_]{2}", cell) for cell in cells)
    if kind == "definition":
        # "What is a charter fleet?" is answered by words, as in a glossary, and not by its share.
        return any(len(re.findall(r"[^\W\d_]{2,}", cell)) >= _DEFINING for cell in cells)
    return bool(cells)


def _whole(grid: LabelledTable, asked: Asked) -> Choice | None:
    """Return all rows of a small table of rates, where a question asks for all of them."""
    if not _asks_for_rates(asked) or len(grid.rows) > MAX_ROWS:
        return None
    # A named row is looked up; rows of years are a series of figures, not rates.
    if any(asked.names(row.label) or has_year(row.label) for row in grid.rows):
        return None
    own = all_terms(" ".join([grid.above, *grid.headings, *grid.names, *(row.label for row in grid.rows)]))
    has_figures = all(any(re.search(r"\d", cell) for cell in row.cells) for row in grid.rows)
    is_on_table = own & set(question_terms(asked.question.text))
    if not has_figures or not is_on_table or not asked.is_matched(own | all_terms(grid.title)):
        return None
    # Rows of many figures are a statement of accounts, in which one cell may be asked for.
    if any(sum(bool(re.search(r"\d", cell)) for cell in row.cells[1:]) > _RATES_IN_ROW for row in grid.rows):
        return None
    rows = tuple((row, ()) for row in grid.rows)
    return Choice(grid, rows, f"All {len(rows)} rows of the table.", True, asked.weight(own))


def _asks_for_rates(asked: Asked) -> bool:
    """Return whether all amounts of a table may be asked for: "How much do you get?", "What are the rates?"."""
    kind = asked.question.kind
    return kind == "how_much" or (bool(_RATES & asked.weights.keys()) and kind not in {"who", "where", "when"})


def _best(found: Sequence[Choice], asked: Asked) -> Choice | None:
    """Return the choice that is certain and has most of the question's terms; not certain where another differs."""
    if asked.is_whole_year:
        found = [one for one in found if not _is_part_of_year(one)] or found
    if not found:
        return None
    best = max(found, key=lambda one: (one.certain, round(one.weight, _DIGITS)))
    equal = [one for one in found if one.certain and round(one.weight, _DIGITS) == round(best.weight, _DIGITS)]
    if best.certain and any(other.values != best.values for other in equal):
        rows = tuple((row, ()) for row, _ in best.rows)
        return Choice(best.grid, rows, "Another table has other values.", False, best.weight, best.names)
    return best


def _is_part_of_year(choice: Choice) -> bool:
    grid = choice.grid
    return bool(PART_OF_YEAR.search(" ".join([grid.above, *grid.headings[-1:], *choice.names])))


def _answer(choice: Choice) -> TableAnswer:
    grid = choice.grid
    lines = {line for row, columns in choice.rows for line in (row.lines_with(columns) if columns else row.lines)}
    announcement = (grid.announcement,) if grid.announcement else ()
    return TableAnswer(
        grid.doc_id,
        (*announcement, *sorted(lines, key=lambda line: line.start)),
        tuple(row.ranges[column] for row, columns in choice.rows for column in columns),
        f"{choice.reason.removesuffix('.')} ({grid.scale})." if grid.scale else choice.reason,
        choice.certain,
    )
