"""Sentences that answer the questions of evaluation sets, from which true sentences and lies are made.

Prints nothing itself.
"""

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportqa.text import split_sentences

WORDS = range(7, 46)
"""Words of a sentence that is used."""
NUMBER = re.compile(r"(?<![\w.,/-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w/-]|[.,]\d)")
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence that answers a question, with the sentence after it, others of its passage and one of another."""

    group: str
    text: str
    following: str
    others: tuple[str, ...]
    elsewhere: str


Found = tuple[str, list[str], int]
"""A group, the sentences of a passage, and which of them answers."""


def read_sources(eval_dir: Path, train_dir: Path, seed: int) -> list[Source]:
    """Return the sentences that answer, in random order, each once."""
    found = [
        *_train(train_dir),
        *(
            one
            for name in ("squad2", "conditionalqa", "chunking_eval", "financebench")
            for one in _set(eval_dir / name)
        ),
    ]
    drawn = random.Random(seed)
    drawn.shuffle(found)
    sources: dict[str, Source] = {}
    for number, (group, sentences, position) in enumerate(found):
        text = sentences[position]
        if not _usable(text) or text in sources:
            continue
        others = [one for one in sentences if one != text and _usable(one)]
        _, far, place = found[number - 1]
        following = sentences[position + 1] if position + 1 < len(sentences) else ""
        sources[text] = Source(group, text, following if _usable(following) else "", tuple(others), far[place])
    return list(sources.values())


def _usable(text: str) -> bool:
    return len(text.split()) in WORDS and text[0].isupper() and text.endswith(".") and "\n" not in text


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _train(folder: Path) -> Iterator[Found]:
    for line in _lines(folder / "train.jsonl"):
        for position, label in enumerate(line["labels"]):
            if label:
                yield f"{line['set']}: {line['group']}", line["sentences"], position


def _set(folder: Path) -> Iterator[Found]:
    texts = {str(line["id"]): (str(line["title"]), str(line["text"])) for line in _lines(folder / "corpus.jsonl")}
    relevant: dict[str, list[str]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, unit = line.split("\t")[:2]
        relevant.setdefault(query, []).append(unit)
    for question in _lines(folder / "queries.jsonl"):
        for unit in relevant.get(str(question["id"]), ()):
            title, text = texts.get(unit, ("", ""))
            sentences = [text[one.start : one.end] for one in split_sentences(text)]
            for answer in question["answers"]:
                hits = [n for n, one in enumerate(sentences) if answer in one or one in answer]
                yield from ((f"{folder.name}: {title}", sentences, position) for position in hits[:1])


Made = tuple[str, tuple[str, ...]] | None
"""A written sentence and the sentences that it cites."""
Edit = Callable[[random.Random, Source], Made]


def made_from(source: Source, text: str | None) -> Made:
    """Return a written sentence that cites its source; None without a sentence."""
    return (text, (source.text,)) if text else None
