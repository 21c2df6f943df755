"""A corpus of departments that must not learn of each other, with words of their own in all that could tell."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from reportqa.cli.progress_bars import showing_progress
from reportqa.index import CollectionStore, Filters
from reportqa.ingest.build import index
from reportqa.settings import Settings
from support.drawn_pdf import draw_text, drawn_pdf

WORDS = {
    "red": ("Quorvex", "Drimbolt", "Haspernol", "Vintrake", "Mulquist"),
    "blue": ("Zelphora", "Brackwile", "Jostering", "Pimlowen", "Tarvexin"),
}
"""By department the words of its titles, headings, texts, authors and publishers; no other text has them."""
PATIENTS = {"red": "31,500", "blue": "48,200"}
GENERAL = "newsletter.md"
"""The document that everybody sees."""
_SHARED_TEXT = (
    "General practices of the region share a board, a budget and a group of pharmacists who visit every practice once a"
    " week, and the board decides on new members every year."
)
_GENERAL_TEXT = (
    "# Newsletter\n\nIn April the service had 12,345 registered patients. The newsletter is for everybody.\n\n"
    f"## Board\n\n{_SHARED_TEXT}\n"
)


def documents_of(department: str) -> tuple[str, ...]:
    """Return the ids of the documents of a department: a report, a plan with a picture of its page, a copy."""
    name = WORDS[department][0].lower()
    return f"{name}-review.md", f"{name}-plan.pdf", f"{name}-copy.txt"


def secrets_of(department: str) -> list[str]:
    """Return what nobody else may learn: words and file names, in lower case."""
    return [PATIENTS[department], *(word.lower() for word in WORDS[department])]


def build_isolated(folder: Path, settings: Settings, departments: Sequence[str]) -> Settings:
    """Write and index the documents of departments, with a collection of each and one of all; return the settings."""
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / GENERAL).write_text(_GENERAL_TEXT, encoding="utf-8")
    library = []
    for one in departments:
        title, _, _, author, publisher = WORDS[one]
        report, plan, copy = documents_of(one)
        (corpus / report).write_text(_report(one), encoding="utf-8")
        (corpus / plan).write_bytes(_plan(one))
        (corpus / copy).write_text(f"{_SHARED_TEXT}\n\n{title} keeps this copy.\n", encoding="utf-8")
        # The same file as one that everybody sees, and one that cannot be read.
        (corpus / f"{title.lower()}-twin.md").write_text(_GENERAL_TEXT, encoding="utf-8")
        (corpus / f"{title.lower()}-broken.pdf").write_bytes(b"%PDF-1.4 nothing")
        library.append(
            {
                "id": f"{author.lower()}2016", "type": "report", "title": f"{title} annual review",
                "author": [{"family": author, "given": "Ann"}], "publisher": publisher,
                "issued": {"date-parts": [[2016]]}, "custom": {"file": report},
            }
        )  # fmt: skip
    (corpus / "library.json").write_text(json.dumps(library), encoding="utf-8")
    settings = replace(settings, corpus_dir=corpus, index_dir=folder / "index")
    with showing_progress() as progress:
        index(settings, progress)
    collections = CollectionStore(settings.index_dir)
    collections.add("For all", [GENERAL])
    for one in departments:
        title, _, _, _, publisher = WORDS[one]
        # By filters, and by hand.
        collections.save(f"{title} reports", Filters(publishers=(publisher,)))
        collections.add(f"{title} files", documents_of(one))
    return settings


def _report(department: str) -> str:
    title, heading, word, author, _ = WORDS[department]
    short = f"{title[0]}{heading[0]}{word[0]}"
    return (
        f"# {title} annual review\n\n## {heading} findings\n\n"
        f"In April the {title} {heading} {word} ({short}) partnership had {PATIENTS[department]} registered patients."
        f" The {word} programme trains nurses in all practices.\n\n{_SHARED_TEXT}\n\n"
        f"## Costs of {heading}\n\nThe {word} programme costs 4.2 million pounds a year, says {author}.\n"
    )


def _plan(department: str) -> bytes:
    title, heading, word, author, _ = WORDS[department]
    lines = (f"{title} plan", f"The {word} plan of {author} opens 12 {heading} clinics in 2019 for all patients.")
    return drawn_pdf(*(draw_text(line, y=700 - 40 * number) for number, line in enumerate(lines)))
