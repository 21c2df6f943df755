"""Check the gold answers and the evidence of questions.jsonl against the text of the documents.

python benchmarks/desk/check.py [questions.jsonl]

Prints each fault and the number of questions by kind. The exit status is 1 if there is a fault. The files are read
without the parsers of reportqa.
"""

import html.parser
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pypandoc
import pypdfium2

HERE = Path(__file__).resolve().parent
FOLDERS = (HERE / "documents", HERE.parents[1] / "corpus")
NOT_DOCUMENTS = {"library.json", "questions.txt"}
FIELDS = {"id", "question", "documents", "evidence", "answerable", "kind", "near_miss", "part"}
OPTIONAL = {"answers", "all_of", "need", "wrong"}
Question = dict[str, Any]


class PlainText(html.parser.HTMLParser):
    """The text of an HTML page, with the scripts and styles left out and the time stamps and the author kept."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent = tag in {"script", "style"}
        self.parts.append(" ")
        if tag == "meta":
            self.parts.append(dict(attrs).get("content") or "")

    def handle_endtag(self, tag: str) -> None:
        self.silent = False
        # A link or an abbreviation may end inside a word; a cell or a paragraph may not.
        self.parts.append("" if tag in {"a", "abbr", "b", "em", "i", "span", "strong"} else " ")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def norm(text: str) -> str:
    """Return the text without case, punctuation, extra spaces and thousands' commas; a decimal point stays."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("\u00ad", "")
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    text = re.sub(r"%|\bper cent\b", " percent ", text)
    text = re.sub(r"(?<=\d)\.(?=\d)", "\x00", text)
    text = re.sub(r"[^\w\x00]|_", " ", text).replace("\x00", ".")
    return " ".join(text.split())


def read(path: Path) -> str:
    if path.suffix == ".html":
        page = PlainText()
        page.feed(path.read_text(encoding="utf-8"))
        return "".join(page.parts)
    if path.suffix == ".pdf":
        # PDFium marks a hyphen at the end of a line with U+FFFE.
        with pypdfium2.PdfDocument(path) as pdf:
            return "\n".join(page.get_textpage().get_text_range() for page in pdf).replace("\ufffe", "")
    if path.suffix == ".docx":
        return str(pypandoc.convert_file(path, to="plain", extra_args=["--wrap=none"]))
    text = path.read_text(encoding="utf-8")
    return text.replace(",", " | ") if path.suffix == ".csv" else text


@cache
def documents() -> dict[str, Path]:
    """Return the path of each document by file name."""
    paths = (path for folder in FOLDERS for path in sorted(folder.iterdir()) if path.is_file())
    return {path.name: path for path in paths if path.name not in NOT_DOCUMENTS}


@cache
def words_of(name: str) -> str:
    return f" {norm(read(documents()[name]))} "


def is_in(string: str, name: str) -> bool:
    return f" {norm(string)} " in words_of(name)


def forms(question: Question) -> list[str]:
    """Return all gold strings; an item of `all_of` is a string or a list of strings."""
    items = question.get("answers", []) + question.get("all_of", [])
    return [form for item in items for form in ([item] if isinstance(item, str) else item)]


def faults(question: Question) -> Iterator[str]:
    missing, unknown = FIELDS - set(question), set(question) - FIELDS - OPTIONAL
    if missing or unknown:
        yield f"fields missing {sorted(missing)}, unknown {sorted(unknown)}"
        return
    if question["part"] not in {"dev", "test"}:
        yield f"part {question['part']!r}"
    names, gold = question["documents"], forms(question)
    if lost := [name for name in names if name not in documents()]:
        yield f"no document {lost}"
        return
    if not question["answerable"]:
        if names or gold or question["evidence"]:
            yield "no answer, but there are gold strings, documents or evidence"
        return
    if not (names and gold and question["evidence"]):
        yield "no gold string, document or evidence"
    if question.get("need", 1) > len(question.get("all_of") or [question.get("answers")]):
        yield "need is larger than the number of items"
    for string in gold:
        if not any(is_in(string, name) for name in names):
            yield f"answer not in a document: {string}"
    for string in question["evidence"]:
        if not any(is_in(string, name) for name in names):
            yield f"evidence not in a document: {string}"
    for string in question.get("wrong", []):
        if not any(is_in(string, name) for name in documents()):
            yield f"wrong string in no document: {string}"
    evidence = f" {norm(' '.join(question['evidence']))} "
    if not any(f" {norm(string)} " in evidence for string in gold):
        yield "no answer in the evidence"
    for name in names:
        if not any(is_in(string, name) for string in gold):
            yield f"no answer in {name}"


def main(file: Path) -> int:
    questions: list[Question] = [json.loads(line) for line in file.open(encoding="utf-8")]
    found = [f"{question.get('id')}: {fault}" for question in questions for fault in faults(question)]
    if [question.get("id") for question in questions] != [f"q{i:03d}" for i in range(1, len(questions) + 1)]:
        found.append("the ids are not q001, q002, …")
    texts = Counter(norm(question["question"]) for question in questions)
    found += [f"question twice: {text}" for text, count in texts.items() if count > 1]
    print("\n".join(found))
    kinds = Counter(question["kind"] for question in questions)
    print(", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
    unanswered = [question for question in questions if not question["answerable"]]
    near = sum(question["near_miss"] for question in unanswered)
    print(f"{len(questions)} questions, {len(unanswered)} without an answer ({near} near misses), {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "questions.jsonl"))
