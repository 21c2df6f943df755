"""Questions in other languages than the passages: their ranks, and the judgement of the corpus by meaning alone.

    python benchmarks/languages.py [--others FOLDER] [--set QUESTIONS... --corpus FOLDER] [--keep FOLDER]

The questions of languages/ are asked about the sample corpus with multilingual-e5-small. Printed is, for each file, the
share of the answerable questions whose answer is in one of the first 1, 3, 5 and 10 passages. With documents on
other subjects (--others) the questions are asked about these too, and a logistic regression by the highest cosine is
fitted: `BY_MEANING` of answering/confidence.py. It is then judged on further lists of questions (--set about --corpus).
"""

import argparse
import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from reportqa.answering.confidence import BY_MEANING, Judgement, shipped
from reportqa.answering.engine import Engine
from reportqa.cli.progress_bars import showing_progress
from reportqa.ingest import index
from reportqa.settings import MULTILINGUAL_MODEL, Settings

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = sorted((ROOT / "benchmarks" / "languages").glob("*.jsonl"))
RANKS = (1, 3, 5, 10)


@dataclass(frozen=True)
class Asked:
    """The rank of the first passage with the answer (None if none of ten has it) and the highest cosine."""

    is_answerable: bool
    rank: int | None
    cosine: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--others", type=Path)
    parser.add_argument("--set", nargs="*", type=Path, default=[])
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        keep = options.keep or Path(folder)
        own = ask_all(ROOT / "corpus", keep / "sample", QUESTIONS)
        theirs = ask_all(options.corpus, keep / "corpus", options.set) if options.set else []
        if options.others:
            fitted = fit(own, ask_all(options.others, keep / "others", QUESTIONS))
            print(f"by the cosine: {fitted.weights['cosine']:.3f}, intercept {fitted.intercept:.3f}")
            if options.set:
                judge(theirs, ask_all(options.others, keep / "others", options.set))


def ask_all(corpus_dir: Path, index_dir: Path, files: Sequence[Path]) -> list[Asked]:
    settings = Settings.from_env(
        {}, root=ROOT, corpus_dir=corpus_dir, index_dir=index_dir, model=MULTILINGUAL_MODEL
    )  # fmt: skip
    with showing_progress() as progress:
        index(settings, progress)
    engine = Engine.open(settings)
    found: list[Asked] = []
    for file in files:
        asked = [ask(engine, json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]
        ranks = [one.rank for one in asked if one.is_answerable]
        shares = (f"{sum(rank is not None and rank <= k for rank in ranks) / len(ranks):.3f}" for k in RANKS)
        print(f"{corpus_dir.name}, {file.stem}: answer in the first {RANKS} passages of {len(ranks)}:", *shares)
        found += asked
    return found


def ask(engine: Engine, question: dict[str, object]) -> Asked:
    answers = question.get("answers") or ([question["answer"]] if question.get("answer") else [])
    forms = [plain(str(answer)) for answer in answers] if isinstance(answers, list) else []
    hits = engine.searcher.search(str(question["question"]), max(RANKS)).parts[0].hits
    texts = [plain(hit.passage.prefix + hit.text) for hit in hits]
    rank = next((n for n, text in enumerate(texts, 1) if any(form in text for form in forms)), None)
    return Asked(bool(forms), rank, engine.examine(str(question["question"])).features["cosine"])


def plain(text: str) -> str:
    return re.sub(r"[^a-z0-9%]+", " ", text.lower())


def fit(own: Sequence[Asked], elsewhere: Sequence[Asked]) -> Judgement:
    """Fit whether a corpus has something on a question: the answerable ones about their own, all about others."""
    from sklearn.linear_model import LogisticRegression

    here = [one.cosine for one in own if one.is_answerable]
    cosines = np.array([*here, *(one.cosine for one in elsewhere)])[:, None]
    model = LogisticRegression(C=1000, max_iter=5000).fit(cosines, [True] * len(here) + [False] * len(elsewhere))
    return Judgement({"cosine": float(model.coef_[0, 0])}, float(model.intercept_[0]))


def judge(own: Sequence[Asked], elsewhere: Sequence[Asked]) -> None:
    """Print how many questions are related passages by the shipped judgement, about their own corpus and others."""
    related = shipped().related

    def share(asked: Sequence[Asked]) -> float:
        return float(np.mean([shipped().probability(BY_MEANING, {"cosine": one.cosine}) >= related for one in asked]))

    kept, wrong = share([one for one in own if one.is_answerable]), share(elsewhere)
    print(f"related, as shipped: {kept:.3f} of the answerable questions, {wrong:.3f} of those about other documents")


if __name__ == "__main__":
    main()
