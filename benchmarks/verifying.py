"""Measure how `verify` judges quotations that were copied more or less faithfully.

    python benchmarks/verifying.py [FOLDER] [--index INDEX] [--quotes 1000] [--seed 0]

Takes quotations of 8 to 60 words at random from the documents of FOLDER (default: corpus/; it is indexed into a
temporary folder) or of an index there is, and writes each into a briefing as people do: lines broken, also in words;
quotation marks straight or curly; dashes and white space of another kind. Then one thing more, by turns: nothing; words
left out at an ellipsis; the first letter or a word in brackets; a letter or two misread as scanners do; a digit
changed; a word changed. Half of the briefings name document and page in a note, half nothing at all.

Prints for each kind: how many; the share found at the place where it was taken from, word for word or nearly; the share
told as it should be told; how many with a change are said to be word for word, though the text found has not these
words; milliseconds for each, mean and 95th percentile.
"""

import argparse
import random
import re
import tempfile
import textwrap
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportqa.cli.progress_bars import showing_progress
from reportqa.document import Document
from reportqa.index.catalogue import Catalogue
from reportqa.ingest.build import index
from reportqa.proofreading.manuscript import Manuscript, ManuscriptBlock
from reportqa.proofreading.proofreader import Outcome, Proofreader, QuoteCheck
from reportqa.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
EXACT = {Outcome.RIGHT, Outcome.NO_PAGE, Outcome.ELSEWHERE}
MISREAD = (("rn", "m"), ("m", "rn"), ("li", "h"), ("cl", "d"), ("e", "c"), ("h", "b"), ("i", "l"), ("tt", "lt"))
WORDS = "increased decreased rarely always north several annual former usual never".split()
_WORD = re.compile(r"(?<!\S)[^\W\d_]{4,}(?=\s)")


@dataclass(slots=True)
class Tally:
    expected: frozenset[Outcome]
    count: int = 0
    found: int = 0
    right: int = 0
    false: int = 0
    milliseconds: list[float] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "corpus")
    parser.add_argument("--index", type=Path, help="an index there is, instead of a folder")
    parser.add_argument("--quotes", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", action="store_true", help="print each quotation that is not told as it should be")
    arguments = parser.parse_args()
    if arguments.index:
        measure(Settings.from_env(root=ROOT, index_dir=arguments.index), arguments)
        return
    with tempfile.TemporaryDirectory() as temporary:
        settings = Settings.from_env(root=ROOT, corpus_dir=arguments.folder, index_dir=Path(temporary))
        with showing_progress() as progress:
            index(settings, progress)
        measure(settings, arguments)


def measure(settings: Settings, arguments: argparse.Namespace) -> None:
    drawn = random.Random(arguments.seed)
    catalogue, proofreader = Catalogue.open(settings), Proofreader.open(settings)
    summaries = [summary for summary in catalogue.documents() if summary.characters > 1000]
    weights = [summary.characters for summary in summaries]
    faithful, changed = frozenset({Outcome.RIGHT, Outcome.NO_PAGE}), frozenset({Outcome.FIGURE, Outcome.WORDS})
    kinds: dict[str, tuple[Callable[[random.Random, str], str | None], frozenset[Outcome]]] = {
        "nothing more": (lambda _, text: text, faithful),
        "ellipsis": (leave_out, faithful),
        "brackets": (bracket, faithful),
        "misread": (misread, changed),
        "digit changed": (change_digit, frozenset({Outcome.FIGURE})),
        "word changed": (change_word, changed),
    }
    tallies = {name: Tally(expected) for name, (_, expected) in kinds.items()}
    done = 0
    while done < arguments.quotes:
        name = list(kinds)[done % len(kinds)]
        (summary,) = drawn.choices(summaries, weights)
        document = catalogue.document(summary.doc_id)
        place = choose(drawn, document)
        if place is None:
            continue
        text = document.text[slice(*place)]
        altered = kinds[name][0](drawn, text)
        if altered is None:
            continue
        noted = done // len(kinds) % 2 == 0
        note = note_of(document, place) if noted else ""
        briefing = as_briefing(typed(drawn, altered, whole=name != "misread"), note)
        begun = time.perf_counter()
        findings = proofreader.check(briefing)
        milliseconds = (time.perf_counter() - begun) * 1000
        count(tallies[name], findings, document, place, altered, milliseconds)
        if arguments.show and not (findings and findings[0].outcome in tallies[name].expected):
            print(f"--- {name}: {findings[0].outcome if findings else 'no quotation'}\n{text}\n>>> {briefing.text}")
        done += 1
    report(tallies, len(summaries))


def count(
    tally: Tally, findings: Sequence[QuoteCheck], document: Document, place: tuple[int, int], altered: str, took: float
) -> None:
    tally.count += 1
    tally.milliseconds.append(took)
    if not findings:
        return
    finding = findings[0]
    at_place = [
        found
        for found in finding.places
        if found.citation.doc_id == document.doc_id
        and found.citation.start < place[1]
        and place[0] < found.citation.end
    ]
    same_words = any(
        squeezed(found.citation.quote) == squeezed(document.text[slice(*place)]) for found in finding.places
    )
    tally.found += bool(at_place) or same_words
    # What was changed may stand elsewhere in these very words: that is no error.
    stands = any(squeezed(altered) in squeezed(found.citation.quote) for found in finding.places)
    tally.right += finding.outcome in tally.expected or (finding.outcome in EXACT and stands)
    if Outcome.RIGHT not in tally.expected:
        tally.false += finding.outcome in EXACT and not stands


def report(tallies: dict[str, Tally], documents: int) -> None:
    total = sum(tally.count for tally in tallies.values())
    print(f"{total:,} quotations of 8 to 60 words from {documents} documents\n")
    print("and then        number   found  told right  falsely word for word     ms   95 %")
    for name, tally in tallies.items():
        times = sorted(tally.milliseconds)
        print(
            f"{name:14} {tally.count:7} {tally.found / tally.count:7.1%} {tally.right / tally.count:11.1%}"
            f" {tally.false:22} {sum(times) / len(times):6.0f} {times[int(0.95 * (len(times) - 1))]:6.0f}"
        )


def choose(drawn: random.Random, document: Document) -> tuple[int, int] | None:
    """Return the range of 8 to 60 whole words of one paragraph."""
    begin = drawn.randrange(len(document.text))
    begin = document.text.rfind("\n", 0, begin) + 1
    stop = document.text.find("\n", begin)
    paragraph = document.text[begin : stop if stop >= 0 else len(document.text)]
    words = list(re.finditer(r"\S+", paragraph))
    wanted = drawn.randint(8, 60)
    # Rows of tables are not quoted in sentences.
    if len(words) < 8 or sum(word[0][0].isalpha() for word in words) < 0.6 * len(words):
        return None
    first = drawn.randrange(max(len(words) - wanted, 0) + 1)
    last = min(first + wanted, len(words)) - 1
    return begin + words[first].start(), begin + words[last].end()


def note_of(document: Document, place: tuple[int, int]) -> str:
    pages = document.pages_of(*place)
    names = [page.label or f"file:{page.physical}" for page in pages]
    shown = f", pp. {names[0]}–{names[-1]}" if len(names) > 1 else f", p. {names[0]}" if names else ""
    if pages and any(page.label is None for page in pages):
        shown = f", PDF pp. {pages[0].physical}–{pages[-1].physical}"
    return f" ({document.doc_id}{shown})"


def as_briefing(quotation: str, note: str) -> Manuscript:
    text = f"The report says so: “{quotation}”{note}. We agree."
    return Manuscript(text, (), (ManuscriptBlock(0, len(text)),))


def typed(drawn: random.Random, text: str, *, whole: bool) -> str:
    """Return a quotation as it was typed or pasted: other marks, other white space, lines broken."""
    text = text.replace("“", "‘").replace("”", "’").replace('"', "'")
    if drawn.random() < 0.5:
        text = text.replace("’", "'").replace("‘", "'")
    if drawn.random() < 0.5:
        text = text.replace("—", " – ").replace(" - ", " – ")
    if drawn.random() < 0.5:
        text = "\n".join(textwrap.wrap(text, drawn.randint(40, 80), break_long_words=False, break_on_hyphens=False))
    if whole and drawn.random() < 0.25 and (words := list(re.finditer(r"(?<!\S)[a-z]{8,}(?!\S)", text))):
        middle = drawn.choice(words).start() + 4
        text = f"{text[:middle]}-\n{text[middle:]}"
    return text


def leave_out(drawn: random.Random, text: str) -> str | None:
    words = text.split(" ")
    if len(words) < 12:
        return None
    first = drawn.randint(4, len(words) - 6)
    last = drawn.randint(first + 1, len(words) - 4)
    return " ".join([*words[:first], drawn.choice(["…", "[…]", "...", ". . ."]), *words[last:]])


def bracket(drawn: random.Random, text: str) -> str | None:
    if text[0].isalpha() and drawn.random() < 0.5:
        return f"[{text[0].swapcase()}]{text[1:]}"
    words = list(_WORD.finditer(text))
    if not words:
        return None
    word = drawn.choice(words)
    return f"{text[: word.start()]}[the company]{text[word.end() :]}"


def misread(drawn: random.Random, text: str) -> str | None:
    places = [
        (match.start(), old, new)
        for old, new in MISREAD
        for match in re.finditer(rf"(?<=[^\W\d_]){old}(?=[^\W\d_])", text)
    ]
    if not places:
        return None
    start, old, new = drawn.choice(places)
    return text[:start] + new + text[start + len(old) :]


def change_digit(drawn: random.Random, text: str) -> str | None:
    places = [match.start() for match in re.finditer(r"[0-9]", text)]
    if not places:
        return None
    start = drawn.choice(places)
    return text[:start] + drawn.choice([d for d in "0123456789" if d != text[start]]) + text[start + 1 :]


def change_word(drawn: random.Random, text: str) -> str | None:
    words = [word for word in _WORD.finditer(text) if word.start()]
    if not words:
        return None
    word = drawn.choice(words)
    return text[: word.start()] + drawn.choice([one for one in WORDS if one != word[0]]) + text[word.end() :]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\W]", "", text)


if __name__ == "__main__":
    main()
