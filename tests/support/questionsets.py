"""Small sets of questions about the sample corpus, in each format of a set."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

SAMPLE = Path(__file__).resolve().parents[2] / "corpus" / "_sources" / "questions.jsonl"
PARAGRAPHS: Mapping[str, str] = {
    "release#1": "The evidence comes from national surveys and from close study of four organisations, each a limited"
    " company or a partnership, which together contained 150 practices. They had stabilised their services in several"
    " ways.",
    "release#2": "This digest draws on the announcement of Is Bigger Better? Lessons for large-scale general practice,"
    " which the Nuffield Trust published on 19 July 2016.",
    "notes#1": "The study followed four organisations: AT Medics, GP Care, Harness Healthcare and Modality Partnership."
    " The four were eight to twelve years old at the time.",
    "notes#2": "No ready-made plan of governance exists for a large-scale general practice organisation. The choice of"
    " a company, a partnership or a social enterprise settles the legal form.",
}
QUERIES: list[dict[str, Any]] = [
    {"id": "a", "question": "How many practices did the four organisations contain?", "answers": ["150 practices"]},
    {"id": "b", "question": "When was Is Bigger Better? published?", "answers": ["19 July 2016", "July 2016"]},
    {"id": "c", "question": "How old were the four organisations?", "answers": ["eight to twelve years"]},
    {"id": "d", "question": "Does a ready-made plan of governance exist?", "answers": ["no"]},
    {"id": "e", "question": "How tall is the Eiffel Tower?", "answers": [], "answerable": False},
    {"id": "f", "question": "Who chaired AT Medics?", "answers": [], "answerable": False, "scope": "notes#1"},
    {"id": "g", "question": "How many practices had GP Care?", "answerable": False, "same_company": True},
]
QRELS = {"a": "release#1", "b": "release#2", "c": "notes#1", "d": "notes#2"}


def write_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def write_set(folder: Path, *, with_docs: bool) -> Path:
    """Write a set whose units are paragraphs of two documents, or documents of their own."""
    folder.mkdir(parents=True)
    write_lines(folder / "queries.jsonl", QUERIES)
    units = [{"id": key, "title": key.split("#")[0].title(), "text": text} for key, text in PARAGRAPHS.items()]
    write_lines(folder / "corpus.jsonl", units)
    lines = ["query-id\tdoc-id\trelevance", *(f"{query}\t{unit}\t1" for query, unit in QRELS.items())]
    (folder / "qrels.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if with_docs:
        (folder / "docs").mkdir()
        for name in ("release", "notes"):
            text = "\n\n".join(text for key, text in PARAGRAPHS.items() if key.startswith(name))
            (folder / "docs" / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder
