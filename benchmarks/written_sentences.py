"""Measure the check of written sentences on true sentences and lies.

    python benchmarks/written_sentences.py EVAL TRAIN [--half dev|test|both] [--limit 400] [--seed 0] [--show KIND]

EVAL and TRAIN are folders of question sets and of labelled sentences (see `written_sources`). The groups (articles,
websites) are halved: the check's word lists and rules were made with the half "dev" in view, and "test" measures them.

Prints for each kind how many sentences there are, and the share of lies that is caught or of true sentences that is
struck out; then the same for `benchmarks/paraphrases`, written by hand over the sample corpus. Of these, the true
sentences of the second half were not looked at when rules were made.
"""

import argparse
import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lies import LIES
from true_sentences import TRUE
from written_sources import Source, read_sources

from reportqa.writing import check_sentence

HAND_WRITTEN = Path(__file__).parent / "paraphrases"


@dataclass(frozen=True, slots=True)
class Example:
    """A written sentence, the sentences that it cites, and whether they say it."""

    kind: str
    group: str
    text: str
    cited: tuple[str, ...]
    is_true: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("eval_dir", type=Path, nargs="?")
    parser.add_argument("train_dir", type=Path, nargs="?")
    parser.add_argument("--half", choices=("dev", "test", "both"), default="test")
    parser.add_argument("--limit", type=int, default=400, help="most sentences of a kind")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", help="print what is judged wrongly of this kind, or of all")
    options = parser.parse_args()
    if options.eval_dir and options.train_dir:
        sources = read_sources(options.eval_dir, options.train_dir, options.seed)
        wanted = [one for one in sources if options.half in {"both", half_of(one.group)}]
        report(
            f"Made from sentences that answer, half {options.half}",
            limited(examples(wanted, options.seed), options.limit),
            options.show,
        )
    for path in sorted(HAND_WRITTEN.glob("*.jsonl")):
        report(f"Written by hand: {path.name}", read_hand_written(path), options.show)


def half_of(group: str) -> str:
    return "dev" if hashlib.sha256(group.encode()).digest()[0] % 2 else "test"


def examples(sources: Iterable[Source], seed: int) -> Iterator[Example]:
    """Yield a true sentence and a lie of each kind that a sentence allows."""
    for source in sources:
        drawn = random.Random(f"{seed} {source.text}")
        for kind, edit in TRUE.items():
            made = edit(drawn, source)
            if made and (made[0] != source.text or kind == "word for word"):
                yield Example(kind, source.group, *made, True)
        for kind, edit in LIES.items():
            made = edit(drawn, source)
            if made and made[0] not in made[1]:
                yield Example(kind, source.group, *made, False)


def limited(found: Iterable[Example], limit: int) -> list[Example]:
    """Return at most so many examples of each kind."""
    counts: Counter[str] = Counter()
    kept = []
    for example in found:
        counts[example.kind] += 1
        if counts[example.kind] <= limit:
            kept.append(example)
    return kept


def read_hand_written(path: Path) -> list[Example]:
    with path.open(encoding="utf-8") as file:
        lines = list(map(json.loads, file))
    return [Example(line["kind"], path.stem, line["text"], tuple(line["cited"]), line["true"]) for line in lines]


def report(title: str, found: list[Example], show: str | None) -> None:
    totals: Counter[tuple[bool, str]] = Counter()
    struck: Counter[tuple[bool, str]] = Counter()
    for example in found:
        check = check_sentence(example.text, example.cited)
        key = (example.is_true, example.kind)
        totals[key] += 1
        struck[key] += not check.is_supported
        if show in {example.kind, "true" if example.is_true else "lies"} and check.is_supported != example.is_true:
            print(
                f"{example.kind}: {example.text}\n    cited: {' | '.join(example.cited)}\n    {' '.join(check.reasons)}"
            )
    print(f"\n{title}")
    for is_true, heading in ((True, "True sentences, struck out"), (False, "Lies, caught")):
        kinds = [key for key in totals if key[0] is is_true]
        lines = [(f"  {kind}", totals[flag, kind], struck[flag, kind]) for flag, kind in kinds]
        lines.append((heading, sum(line[1] for line in lines), sum(line[2] for line in lines)))
        for name, count, number in lines:
            print(f"{name:<36} {count:>6} {100 * number / max(count, 1):>6.1f} %")


if __name__ == "__main__":
    main()
