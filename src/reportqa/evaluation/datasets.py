"""Sets of questions with known answers.

A set is a folder with queries.jsonl, corpus.jsonl (relevance units), qrels.tsv and, for files, docs/; or a folder in
the format of BEIR, with qrels/test.tsv; or a list of questions about other reports: a JSONL file, or a folder with
questions.jsonl or with queries.jsonl alone.
"""

import csv
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from reportqa.errors import InputError
from reportqa.settings import MAX_QUESTION_LENGTH
from reportqa.text import terms

QUERIES, UNITS, QRELS, QUESTIONS, DOCS = "queries.jsonl", "corpus.jsonl", "qrels.tsv", "questions.jsonl", "docs"
NEED = 2
"""Items of "all_of" that must be shown together, if the question does not say."""
BEIR_QRELS = "qrels/test.tsv"
"""Judgements of BEIR; questions without one are for training and are not asked."""
_COLUMNS = {"query-id": "query-id", "corpus-id": "doc-id", "score": "relevance"}
_NAMES = {"_id": "id", "text": "question"}
"""Names of BEIR for columns of judgements and fields of questions, and ours."""


class Kind(StrEnum):
    """Whether the corpus answers a question, and if not, why.

    `OUTSIDE`: its subject is not in the corpus. `ADVERSARIAL`: a near miss, a text of the corpus is on the point and
    lacks the answer. `NEAR`: another report on the same subject may contain the answer, so that nothing is expected.
    `UNJUDGED`: unknown, only wrong strings are known.
    """

    ANSWERABLE = "answerable"
    OUTSIDE = "outside"
    ADVERSARIAL = "adversarial"
    NEAR = "near"
    UNJUDGED = "unjudged"


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """A question with its answer strings and their place.

    Of `all_of`, items in several forms each, `need` must be shown together; `answers` are empty then. `wrong` strings
    make the first sentence wrong; with `any_sentence` each sentence of `answers` is right. `relevant` is the relevance
    of units by id. In a list of questions it is empty; `documents` and `page` (as printed, else as counted) are
    expected instead. `group` is the set's own name of the question's kind ("table", "two-part").
    """

    id: str
    text: str
    kind: Kind
    answers: tuple[str, ...] = ()
    relevant: Mapping[str, int] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    page: str | None = None
    all_of: tuple[tuple[str, ...], ...] = ()
    need: int = 1
    wrong: tuple[str, ...] = ()
    any_sentence: bool = False
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A relevance unit: a page, a section or a paragraph of the file `document`."""

    id: str
    title: str
    text: str
    page: int | None = None

    @property
    def document(self) -> str:
        return self.id.split("#")[0]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions with the units and the folder of their files; a list of questions has neither."""

    name: str
    questions: tuple[KnownQuestion, ...]
    units: tuple[Unit, ...] = ()
    docs_dir: Path | None = None

    def sample(self, limit: int | None, seed: int) -> "QuestionSet":
        """Return the set with at most `limit` questions, sampled at random."""
        if limit is None or len(self.questions) <= limit:
            return self
        return replace(self, questions=tuple(random.Random(seed).sample(self.questions, limit)))  # noqa: S311


def read_sets(paths: Sequence[Path]) -> list[QuestionSet]:
    """Return the sets read from paths.

    :raises InputError: when one cannot be read, or two have the same name.
    """
    sets = [read_set(path) for path in paths]
    names = [questions.name for questions in sets]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f'Two sets are named "{name}". Rename one, or evaluate them separately.')
    return sets


def read_set(path: Path) -> QuestionSet:
    """Return the set read from a folder or a list of questions.

    :raises InputError: when a file or field is missing or cannot be read, with the line.
    """
    name = path.resolve().stem if path.is_file() else path.resolve().name
    listed = path if path.is_file() else _list_in(path)
    if listed:
        return QuestionSet(name, _questions(listed, {}))
    if not path.is_dir():
        raise InputError(f"There is no set {path}. Name a folder or a JSONL file of questions.")
    is_beir = (path / BEIR_QRELS).is_file()
    for part in (QUERIES, UNITS, BEIR_QRELS if is_beir else QRELS):
        if not (path / part).is_file():
            raise InputError(
                f"{path} lacks {part}. A set has {QUERIES}, {UNITS} and {QRELS}, or {QUESTIONS} alone."
            )  # fmt: skip
    docs_dir = path / DOCS
    qrels = _qrels(path / (BEIR_QRELS if is_beir else QRELS))
    questions = _questions(path / QUERIES, qrels)
    return QuestionSet(
        name,
        tuple(question for question in questions if question.id in qrels) if is_beir else questions,
        _units(path / UNITS),
        docs_dir if docs_dir.is_dir() else None,
    )


def _list_in(folder: Path) -> Path | None:
    """Return the list of questions in a folder, None if it has none or has units."""
    if (folder / QUESTIONS).is_file():
        return folder / QUESTIONS
    has_units = any((folder / part).exists() for part in (UNITS, QRELS, BEIR_QRELS))
    return None if has_units or not (folder / QUERIES).is_file() else folder / QUERIES


def _questions(path: Path, qrels: Mapping[str, Mapping[str, int]]) -> tuple[KnownQuestion, ...]:
    questions: dict[str, KnownQuestion] = {}
    for number, found in _rows(path):
        row = found if "question" in found else {_NAMES.get(name, name): value for name, value in found.items()}
        text = row.get("question")
        if not isinstance(text, str) or not terms(text):
            raise InputError(f'Line {number} of {path} has no "question" with words in it.')
        question_id = str(number if row.get("id") is None else row["id"])
        if question_id in questions:
            raise InputError(f'Line {number} of {path} has the id "{question_id}", which an earlier line already uses.')
        relevant = qrels.get(question_id, {})
        documents = _strings(row, "documents") or _strings(row, "document")
        all_of, need = _items(row, f"Line {number} of {path}")
        answers = _strings(row, "answers") or _strings(row, "answer")
        questions[question_id] = KnownQuestion(
            id=question_id,
            text=text[:MAX_QUESTION_LENGTH],
            kind=_kind(row, is_placed=bool(relevant or documents), has_strings=bool(all_of or answers)),
            answers=() if all_of else answers,
            all_of=all_of,
            need=need,
            wrong=_strings(row, "wrong"),
            any_sentence=row.get("any_sentence") is True,
            relevant=relevant,
            documents=documents,
            page=str(row["page"]) if row.get("page") else None,
            group=str(row["kind"]) if row.get("kind") else None,
        )
    if not questions:
        raise InputError(f"{path} has no questions. Write one JSON object per line.")
    return tuple(questions.values())


def _kind(row: Mapping[str, Any], *, is_placed: bool, has_strings: bool) -> Kind:
    """Return the kind of a question; `is_placed` if it names a place in the corpus, `has_strings` if any answer it.

    `"answer": null` and `"answers": null` mean `"answerable": false`.
    """
    has_answer = not any(name in row and row[name] is None for name in ("answer", "answers"))
    if has_answer and _strings(row, "wrong") and not (is_placed or has_strings or "answerable" in row):
        return Kind.UNJUDGED
    if row.get("answerable", has_answer):
        return Kind.ANSWERABLE
    if row.get("same_company"):
        return Kind.NEAR
    if row.get("near_miss") is not None:
        return Kind.ADVERSARIAL if row["near_miss"] else Kind.OUTSIDE
    return Kind.ADVERSARIAL if (is_placed or row.get("scope")) and not row.get("out_of_corpus") else Kind.OUTSIDE


def _qrels(path: Path) -> dict[str, dict[str, int]]:
    qrels: dict[str, dict[str, int]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for found in csv.DictReader(file, delimiter="\t"):
                row = {_COLUMNS.get(key, key): value for key, value in found.items()}
                qrels.setdefault(row["query-id"], {})[row["doc-id"]] = int(row["relevance"])
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise InputError(
            f"{path} cannot be read. It needs tab-separated columns query-id, doc-id and relevance (a whole number)."
        ) from error
    return qrels


def _units(path: Path) -> tuple[Unit, ...]:
    units = []
    for number, row in _rows(path):
        page, unit_id = row.get("page"), row.get("id", row.get("_id"))
        is_unit = isinstance(unit_id, str | int) and isinstance(row.get("text"), str)
        if not is_unit or not isinstance(page, int | None):
            raise InputError(
                f'Line {number} of {path} is not a unit: it needs an "id" and a "text"; "page" must be a whole number.'
            )
        units.append(Unit(str(unit_id), str(row.get("title") or ""), row["text"], page))
    return tuple(units)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number and object of each line of a JSONL file, without empty lines."""
    number = 0
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if not line.strip():
                    continue
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise InputError(f"Line {number} of {path} is not a JSON object.")
                yield number, row
    except (ValueError, RecursionError) as error:
        raise InputError(f"Line {number} of {path} is not JSON. Write one object per line.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error


def _items(row: Mapping[str, Any], place: str) -> tuple[tuple[tuple[str, ...], ...], int]:
    """Return the items of "all_of", each with its forms, and how many of them are needed; (), 1 without "all_of".

    :raises InputError: when "all_of" is not a list of strings and lists of strings, or has fewer items than needed.
    """
    given = row.get("all_of")
    if not given:
        return (), 1
    items = [item if isinstance(item, list) else [item] for item in given] if isinstance(given, list) else [[]]
    if not all(forms and all(isinstance(form, str) for form in forms) for forms in items):
        raise InputError(f'{place} has an "all_of" that is not a list of strings, or of lists of strings.')
    need = row.get("need", min(NEED, len(items)))
    if not isinstance(need, int) or not 1 <= need <= len(items):
        raise InputError(
            f'{place} has a "need" that is not a whole number from 1 to {len(items)}, the items of "all_of".'
        )
    return tuple(tuple(forms) for forms in items), need


def _strings(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = row.get(name)
    values: Sequence[Any] = value if isinstance(value, list) else [] if value is None or value == "" else [value]
    return tuple(str(item) for item in values)
