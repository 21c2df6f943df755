import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from reportqa.answer import State
from reportqa.answering.confidence import FEATURES, shipped
from reportqa.answering.engine import Engine
from reportqa.embedding import Embedder
from reportqa.embedding.identity import identify, shipped_dir
from reportqa.embedding.onnx_model import ENCODERS_DIR
from reportqa.errors import (
    DocumentNotFound,
    EmptyQuestion,
    IndexMismatch,
    IndexUnavailable,
    InputError,
    ModelError,
    NoDocumentFits,
    QuestionTooLong,
)
from reportqa.index.filters import Filters
from reportqa.index.generations import OWN_CALIBRATION, current, folder
from reportqa.index.manifest import FORMAT
from reportqa.ingest.build import Summary
from reportqa.search.question import Question
from reportqa.settings import MAX_K, MAX_QUESTION_LENGTH, Settings
from reportqa.storage import file_sha256
from support import shelves
from support.answers import QUESTION, SCHEMA, check_answer
from support.strategies import fast, prose, texts
from support.tiny_models import save_cross_encoder

SAMPLE = Path(__file__).resolve().parents[2] / "corpus" / "_sources" / "questions.jsonl"


def sample_questions() -> list[dict[str, Any]]:
    with SAMPLE.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def test_question_of_the_readme_is_answered_with_the_printed_page(engine: Engine) -> None:
    answer = engine.ask(QUESTION)
    assert answer.answerable
    assert "87,556" in answer.nearest[0].text
    assert [page.label for page in answer.citations[answer.nearest[0].citation - 1].pages] == ["6"]


@pytest.mark.slow
def test_most_sample_questions_are_answered_with_the_right_page(engine: Engine) -> None:
    questions = [question for question in sample_questions() if question["answer"] is not None]
    missed, misplaced = [], []
    for question in questions:
        answer = engine.ask(question["question"])
        check_answer(engine, answer)
        shown = " ".join(sentence.text for sentence in answer.sentences)
        if question["answer"] not in shown and question["answer"] not in answer.citations[0].quote:
            missed.append(question["question"])
        if question["page"] and question["page"] not in {page.label for page in answer.citations[0].pages}:
            misplaced.append(question["question"])
    assert len(missed) <= 0.2 * len(questions), missed
    assert len(misplaced) <= 0.25 * sum(bool(question["page"]) for question in questions), misplaced


@pytest.mark.parametrize("question", ["Who wrote this?", "How much does it cost?"])
def test_question_that_does_not_say_what_it_is_about_is_never_answered(engine: Engine, question: str) -> None:
    assert engine.ask(question).state is not State.ANSWERS


@pytest.mark.slow
def test_few_questions_that_the_sample_does_not_answer_have_answers(engine: Engine) -> None:
    questions = [question["question"] for question in sample_questions() if question["answer"] is None]
    answered = []
    for question in questions:
        answer = engine.ask(question)
        check_answer(engine, answer)
        if answer.state is State.ANSWERS:
            answered.append(question)
    assert len(answered) <= 0.25 * len(questions), answered


@hypothesis_settings(fast, max_examples=20)
@given(st.one_of(texts, prose.map(lambda text: f"How many {text}?"), st.text(max_size=30)))
def test_any_question_has_a_valid_answer_or_is_refused_as_empty(engine: Engine, question: str) -> None:
    try:
        answer = engine.ask(question)
    except EmptyQuestion:
        assert not any(
            (character.isalpha() and character.isascii()) or character in "0123456789" for character in question
        )
    except QuestionTooLong:
        assert len(question) > MAX_QUESTION_LENGTH
    else:
        # Passages with an exact phrase may be fewer.
        assert len(answer.citations) == 5 or Question.parse(answer.question).phrases
        check_answer(engine, answer)


@pytest.mark.parametrize("question", ["", " ", "\n\t", "?", "\0", "\ud800", "\u200b", "…!"])
def test_question_without_a_word_is_refused(engine: Engine, question: str) -> None:
    with pytest.raises(EmptyQuestion, match="Type a question"):
        engine.ask(question)


def test_question_that_is_too_long_is_refused_and_the_longest_is_not(engine: Engine) -> None:
    with pytest.raises(QuestionTooLong, match="2,001 characters; the limit is 2,000"):
        engine.ask("x" * (MAX_QUESTION_LENGTH + 1))
    check_answer(engine, engine.ask("practice " * (MAX_QUESTION_LENGTH // 9)))


@pytest.mark.parametrize("noise", ["\0", "\ud800", "\x1b[31m", "\r\n", "\u2028"])
def test_control_characters_and_lone_surrogates_are_ignored(engine: Engine, noise: str) -> None:
    answer = engine.ask(f"How many patients {noise} did Modality have in April 2016?{noise}")
    check_answer(engine, answer)
    assert answer.question.isprintable()
    assert "87,556" in answer.nearest[0].text


def test_white_space_and_case_around_a_question_make_no_difference(engine: Engine) -> None:
    plain, spaced = engine.ask(QUESTION), engine.ask(f"  {QUESTION.replace(' ', '   ')}\n")
    assert spaced.question == QUESTION
    assert (spaced.sentences, spaced.citations) == (plain.sentences, plain.citations)


@pytest.mark.parametrize("k", [1, 7, MAX_K])
def test_answer_has_k_citations(engine: Engine, k: int) -> None:
    answer = engine.ask(QUESTION, k=k)
    assert len(answer.citations) == k
    check_answer(engine, answer)


@pytest.mark.parametrize("k", [0, -1, MAX_K + 1, 10**9])
def test_k_out_of_range_is_refused(engine: Engine, k: int) -> None:
    with pytest.raises(InputError, match=f"k is {k}; it must be between 1 and {MAX_K}"):
        engine.ask(QUESTION, k=k)


def test_only_the_documents_named_answer(engine: Engine) -> None:
    answer = engine.ask(QUESTION, k=50, filters=Filters(doc_ids=("survey-briefing.pdf",)))
    assert {citation.doc_id for citation in answer.citations} == {"survey-briefing.pdf"}
    check_answer(engine, answer)


def test_filters_limit_the_documents_and_are_part_of_the_answer(varied_engine: Engine) -> None:
    answer = varied_engine.ask(
        shelves.QUESTION, filters=Filters(publishers=("nuffield",), file_types=(".md",), published_from="2016-07")
    )
    check_answer(varied_engine, answer)
    assert {citation.doc_id for citation in answer.citations} == {"trust/rise.md"}
    assert answer.to_dict()["filters"] == {"publisher": ["nuffield"], "type": [".md"], "from": "2016-07"}


def test_filters_that_fit_nothing_are_refused(varied_engine: Engine) -> None:
    with pytest.raises(NoDocumentFits, match='No document has the publisher "Kings"'):
        varied_engine.ask(shelves.QUESTION, filters=Filters(publishers=("Kings",)))


def test_unknown_document_is_refused(engine: Engine) -> None:
    with pytest.raises(DocumentNotFound, match=r"nowhere\.pdf"):
        engine.ask(QUESTION, filters=Filters(doc_ids=("survey-briefing.pdf", "nowhere.pdf")))
    with pytest.raises(DocumentNotFound, match=r"nowhere\.pdf"):
        engine.document("nowhere.pdf")


@pytest.mark.parametrize("id", ["a", 7, None])
def test_id_and_generation_are_part_of_the_answer(engine: Engine, built: Summary, id: str | int | None) -> None:  # noqa: A002
    answer = engine.ask(QUESTION, id=id)
    assert (answer.id, answer.generation) == (id, built.generation)
    assert answer.milliseconds > 0


def test_refusal_has_no_sentence_and_shows_the_closest_passages(engine: Engine) -> None:
    answer = engine.ask("Who won the football World Cup in 1998?")
    assert (answer.answerable, answer.sentences) == (False, ())
    assert len(answer.citations) == 5
    check_answer(engine, answer)


def test_schema_refuses_an_incomplete_answer(engine: Engine) -> None:
    answer = engine.ask(QUESTION).to_dict()
    assert SCHEMA.is_valid(answer)
    for field in answer:
        assert not SCHEMA.is_valid({name: value for name, value in answer.items() if name != field})
    assert not SCHEMA.is_valid({**answer, "confidence": 1.5})
    assert SCHEMA.is_valid({**answer, "added later": 1})


def test_questions_of_several_threads_get_the_answers_of_one(engine: Engine) -> None:
    questions = [question["question"] for question in sample_questions()[:5]]
    alone = [engine.ask(question) for question in questions]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(engine.ask, questions))
    assert [replace(answer, milliseconds=0) for answer in together] == [
        replace(answer, milliseconds=0) for answer in alone
    ]


def test_rewritten_questions_of_several_threads_get_the_answers_of_one(engine: Engine) -> None:
    questions = [*engine.sample_questions, QUESTION, "Whst is concertve chnage?"] * 4
    alone = {question: engine.ask(question) for question in set(questions)}
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(engine.ask, questions))
    for question, answer in zip(questions, answers, strict=True):
        expected = alone[question]
        assert (answer.citations, answer.sentences) == (expected.citations, expected.sentences)


@pytest.mark.parametrize("question", [QUESTION, f"  {QUESTION}\0", "Whst is concertve chnage?", "Who won in 1998?"])
def test_examination_has_what_the_confidence_is_computed_from(engine: Engine, question: str) -> None:
    examined, (search,) = engine.examine(question), engine.explain(question).searches
    assert examined.features.keys() == set(FEATURES)
    assert shipped().probability(shipped().passage, examined.features) == pytest.approx(search.confidence)


def test_examination_has_the_first_excerpt_and_its_nearest_sentences(engine: Engine) -> None:
    examined, answer = engine.examine(QUESTION), engine.ask(QUESTION)
    first = answer.citations[0]
    assert (examined.kind, examined.doc_id) == ("how_many", first.doc_id)
    assert examined.excerpt.split() == first.quote.split()
    assert examined.nearest
    assert examined.nearest.split() == " ".join(one.text for one in answer.nearest if one.citation == 1).split()
    assert examined.nearest in examined.excerpt


def test_examination_is_of_the_part_of_a_question_that_the_corpus_has_most_on(engine: Engine) -> None:
    both = engine.examine("When was GP Care founded? Who won the football World Cup in 1998?")
    assert both == engine.examine("When was GP Care founded?")


def test_corpus_without_the_document_that_answers_has_less_on_the_question(engine: Engine) -> None:
    without = Filters(doc_ids=("press-release.html",))
    lower, higher = (
        shipped().probability(shipped().corpus, one.features)
        for one in (engine.examine(QUESTION, without), engine.examine(QUESTION))
    )
    assert lower < higher


def test_other_calibration_gives_other_confidence_and_the_same_passages(
    settings: Settings, built: Summary, engine: Engine
) -> None:
    strict = Engine.open(settings, calibration=replace(shipped(), shift=-1000.0))
    answer = strict.ask(QUESTION)
    assert (answer.state, answer.sentences) == (State.NOTHING, ())
    assert answer.confidence < 0.01
    assert answer.citations == engine.ask(QUESTION).citations


def test_calibration_of_the_index_folder_is_used_and_a_broken_one_says_so(copied: Settings, embedder: Embedder) -> None:
    own = copied.index_dir / OWN_CALIBRATION
    replace(shipped(), shift=-1000.0).save(own)
    assert not Engine.open(copied, embedder).ask(QUESTION).answerable
    own.write_text("{}")
    with pytest.raises(IndexUnavailable, match='Run "reportqa calibrate" again, or with --reset'):
        Engine.open(copied, embedder)


@pytest.fixture
def copied(settings: Settings, built: Summary, tmp_path: Path) -> Settings:
    shutil.copytree(settings.index_dir, tmp_path / "index")
    return Settings.from_env({}, root=tmp_path)


def change_manifest(settings: Settings, **fields: object) -> None:
    path = folder(settings.index_dir, current(settings.index_dir)) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **fields}))
    path.with_name("manifest.sha256").write_text(f"{file_sha256(path)}  manifest.json\n")


def test_index_can_be_copied(copied: Settings, embedder: Embedder) -> None:
    assert Engine.open(copied, embedder).ask(QUESTION).answerable


def test_index_of_another_model_than_asked_for_is_a_mismatch(copied: Settings, embedder: Embedder) -> None:
    with pytest.raises(IndexMismatch, match='Leave --model out, or run "reportqa index --model other"'):
        Engine.open(replace(copied, model="other"), embedder)


def test_index_of_other_weights_is_a_mismatch(copied: Settings, embedder: Embedder) -> None:
    change_manifest(copied, model_sha256="0" * 64)
    with pytest.raises(IndexMismatch, match=r'other weights .* Run "reportqa index"'):
        Engine.open(copied, embedder)


def test_index_of_a_newer_format_is_a_mismatch(copied: Settings, embedder: Embedder) -> None:
    change_manifest(copied, format=FORMAT + 1)
    with pytest.raises(IndexMismatch, match='Run "reportqa index"'):
        Engine.open(copied, embedder)


@pytest.mark.slow
def test_index_of_a_missing_model_answers_with_its_export_or_says_so(copied: Settings, tmp_path: Path) -> None:
    change_manifest(copied, model=str(tmp_path / "gone"))
    assert Engine.open(copied).ask(QUESTION).answerable
    shutil.rmtree(copied.index_dir / ENCODERS_DIR)
    with pytest.raises(ModelError, match="is not loaded because an index names it"):
        Engine.open(copied)
    with pytest.raises(ModelError, match=r"cannot be loaded here|not a sentence-transformers model"):
        Engine.open(replace(copied, model=str(tmp_path / "gone")))


@pytest.mark.slow
def test_folder_that_an_index_names_is_not_loaded(copied: Settings, tmp_path: Path) -> None:
    shutil.copytree(shipped_dir(), tmp_path / "model")
    model = str(tmp_path / "model")
    change_manifest(copied, model=model, model_sha256=identify(model)[1], encoder="torch")  # type: ignore[index]
    with pytest.raises(ModelError, match="set REPORTQA_MODEL"):
        Engine.open(copied)
    assert Engine.open(replace(copied, model=model)).ask(QUESTION).answerable


def test_long_name_of_the_model_is_no_mismatch(copied: Settings, embedder: Embedder) -> None:
    named = replace(copied, model="sentence-transformers/all-MiniLM-L6-v2")
    assert Engine.open(named, embedder).is_current()


def test_no_index_says_what_to_run(tmp_path: Path, embedder: Embedder) -> None:
    with pytest.raises(IndexUnavailable, match='Run "reportqa index" first'):
        Engine.open(Settings.from_env({}, root=tmp_path), embedder)


@pytest.mark.slow
def test_log_odds_of_a_reader_are_a_part_of_the_scores(
    settings: Settings, built: Summary, engine: Engine, tmp_path: Path
) -> None:
    reader = str(save_cross_encoder(tmp_path / "reader"))
    with_reader = Engine.open(replace(settings, reader=reader, models_dir=tmp_path))
    (read,), (plain,) = (one.explain(QUESTION, k=10).searches for one in (with_reader, engine))
    before = {(one.citation.doc_id, one.citation.start): one.score for one in plain.passages}
    gains = [one.others["reader"] for one in read.passages]
    assert min(gains) == 0 < max(gains)
    for one, gain in zip(read.passages, gains, strict=True):
        assert one.score == pytest.approx(before[one.citation.doc_id, one.citation.start] + gain, abs=1e-5)
    scores = [one.score for one in read.passages]
    assert scores == sorted(scores, reverse=True)
    assert read.gain == 0
    check_answer(with_reader, with_reader.ask(QUESTION))


def test_missing_reader_is_a_clear_error(settings: Settings, built: Summary, tmp_path: Path) -> None:
    (tmp_path / "reader").mkdir()
    with pytest.raises(ModelError, match=r'The reader ".*reader" cannot be loaded'):
        Engine.open(replace(settings, reader=str(tmp_path / "reader")))
