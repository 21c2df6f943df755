from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.answer import State
from reportqa.answering.composer import SENTENCES_A_PART
from reportqa.answering.confidence import shipped
from reportqa.answering.engine import Engine
from reportqa.answering.quote_blocks import quotes_of
from reportqa.cli.progress_bars import showing_progress
from reportqa.embedding import Embedder
from reportqa.ingest.build import index
from reportqa.search.question import is_negated
from reportqa.settings import Settings
from support.answers import QUESTION, check_answer
from support.disputes import PATIENTS, RECOMMENDATIONS

pytestmark = pytest.mark.usefixtures("exports")

TEXTS = {
    "old.md": "# Modality in figures\n\nModality had 80,000 registered patients in April 2016.\n",
    "new.md": "# Modality in figures\n\nModality had 87,556 registered patients in April 2016.\n",
    "other.md": "# Another practice\n\nHarness opened a clinic for eyes and ears in a former school.\n",
}

QUESTIONS = [
    QUESTION,
    "List the tools that central teams used to improve quality",
    "What are the points for a new group?",
    "What is GP Care and when was it founded?",
    "Compare AT Medics and Modality",
    "Who won the football World Cup in 1998?",
    'What is "heroic leadership"?',
    'What is "heroic failure"?',
    "WHICH STAFF WERE THE MOST SATISFIED?",
    "prescribing",
]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("k", [1, 5])
def test_answer_holds_whatever_is_asked(engine: Engine, question: str, k: int) -> None:
    answer = engine.ask(question, k=k)
    check_answer(engine, answer)
    places = [(citation.doc_id, citation.start, citation.end) for citation in answer.citations]
    assert len(set(places)) == len(places)
    shown = [(answer.citations[one.citation - 1].doc_id, one.start, one.end) for one in answer.sentences]
    assert len(set(shown)) == len(shown)


def test_list_is_given_whole_and_in_order(engine: Engine) -> None:
    answer = engine.ask("List the tools that central teams used to improve quality")
    assert len(answer.sentences) == 6
    assert answer.sentences[0].text.startswith("education sessions")
    assert answer.sentences[-1].text == "the same protocols and templates everywhere."
    assert {one.citation for one in answer.sentences} == {1}
    # The passage that the list stands in is not cited again.
    first, *others = answer.citations
    assert not any(
        other.doc_id == first.doc_id and first.start <= other.start and other.end <= first.end for other in others
    )
    assert len(answer.citations) == 5


def test_list_is_found_under_a_heading_in_the_other_words_of_an_abbreviation(engine: Engine) -> None:
    answer = engine.ask("What are the recommendations to CCGs?")
    assert len(answer.sentences) == 3
    assert answer.citations[0].section[-1] == "To clinical commissioning groups"


@pytest.mark.parametrize("question", ["What should CCGs do?", "recommendations for CCGs"])
def test_list_is_found_where_reports_say_it_as_recommendations(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert answer.sentences == engine.ask("What are the recommendations to CCGs?").sentences


@pytest.mark.parametrize(("words", "found"), [("Modality", True), ("concertive", True), ("gardening", False)])
def test_words_that_a_passage_has_are_shown(engine: Engine, words: str, found: bool) -> None:
    answer = engine.ask(words)
    assert answer.answerable == found
    assert any(words in sentence.text for sentence in answer.sentences) == found


def test_name_alone_is_looked_for_whole(disputed: Settings, embedder: Embedder, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.md").write_text("# Old Elm Trust\n\nThe old trust grew.\n\nPatients trust elms.\n\nIt was large.\n")
    (corpus / "b.md").write_text("# A visit\n\nThe hall was empty. In May the Elm Trust opened a school.\n")
    own = replace(disputed, corpus_dir=corpus, index_dir=tmp_path / "index")
    with showing_progress() as progress:
        index(own, progress)
    engine = Engine.open(own, embedder)
    assert engine.ask("Elm Trust").sentences[0].text == "In May the Elm Trust opened a school."
    # A passage whose title alone has the name does not tell what it is.
    doubted = engine.ask("What is the Old Elm Trust?")
    assert doubted.state is not State.ANSWERS
    assert doubted.confidence < shipped().answers


def test_what_is_said_of_another_name_or_year_only_may_answer(
    disputed: Settings, embedder: Embedder, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "elm.md").write_text("# Elm Care\n\nThe dividend policy of Elm Care is to pay one tenth of the profit.\n")
    (corpus / "yew.md").write_text(
        "# Yew Lane\n\nIn April 2016 the practice at Yew Lane had 9,200 registered patients.\n"
    )
    (corpus / "oak.md").write_text("# Oakham Medical\n\nOakham Medical has 40 practices and pays its doctors well.\n")
    own = replace(disputed, corpus_dir=corpus, index_dir=tmp_path / "index")
    with showing_progress() as progress:
        index(own, progress)
    engine = Engine.open(own, embedder)
    assert engine.ask("What is the dividend policy of Elm Care?").state is State.ANSWERS
    other = engine.ask("What is the dividend policy of Oakham?")
    assert other.citations[0].doc_id == "elm.md"
    assert other.state is not State.ANSWERS
    assert other.notes[-1] == "The best passage does not name “Oakham”."
    assert engine.ask("How many patients did Yew Lane have in April 2016?").state is State.ANSWERS
    later = engine.ask("How many patients did Yew Lane have in April 2019?")
    assert later.state is State.MAY_ANSWER
    assert later.notes == ("The best passage does not name the year 2019.",)


def test_section_is_begun_whose_heading_is_just_what_is_asked_for(
    disputed: Settings, embedder: Embedder, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.md").write_text(
        "# Elms\n\n## Key points\n\n### Growth\n\nThey grew. They were felled. All was sold. Nothing is left.\n\n"
        "## Oaks\n\nOaks are here.\n"
    )
    own = replace(disputed, corpus_dir=corpus, index_dir=tmp_path / "index")
    with showing_progress() as progress:
        index(own, progress)
    engine = Engine.open(own, embedder)
    answer = engine.ask("What are the key points of the report?")
    assert answer.state is State.MAY_ANSWER
    assert [one.text for one in answer.sentences] == ["They grew.", "They were felled.", "All was sold."]
    assert not engine.ask("What are the key words of the report?").answerable


def test_list_under_a_heading_that_says_what_is_asked_for_may_answer(disputed: Settings, embedder: Embedder) -> None:
    strict = Engine.open(disputed, embedder, replace(shipped(), shift=-1000.0))
    answer = strict.ask(RECOMMENDATIONS)
    assert answer.state is State.MAY_ANSWER
    assert answer.confidence == shipped().may_answer
    assert len(answer.sentences) == 5
    assert strict.ask("What are the recommendations to gardeners?").state is State.NOTHING
    assert strict.ask(PATIENTS).state is State.NOTHING


def test_list_follows_the_sentence_that_announces_it(engine: Engine) -> None:
    answer = engine.ask("What difficulties confronted those who led the change?")
    assert [one.text.split()[-1] for one in answer.sentences] == ["change:", "patients.", "trouble.", "alone."]
    (quote,) = quotes_of(answer)
    assert quote.lead == answer.sentences[0]
    assert quote.items == answer.sentences[1:]


def test_announced_list_is_whole_where_its_passage_ends_before_it(
    settings: Settings, embedder: Embedder, tmp_path: Path
) -> None:
    items = [f"- Reason {number}: the practice could {'share its rooms and staff ' * 6}at last." for number in range(9)]
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    text = "\n".join(["Practices joined the Elm federation in order to do this:", "", *items])
    (corpus / "elm.txt").write_text(f"# Elm\n\nElm is a federation of practices.\n\n{text}\n\nNothing else is told.\n")
    own = replace(settings, corpus_dir=corpus, index_dir=tmp_path / "index")
    with showing_progress() as progress:
        index(own, progress)
    engine = Engine.open(own, embedder)
    answer = engine.ask("Why did practices join the Elm federation?")
    assert len([one for one in answer.sentences if one.text.startswith("Reason")]) == 9
    for one in answer.sentences:
        cited = answer.citations[one.citation - 1]
        assert cited.quote[one.start - cited.start : one.end - cited.start] == one.text


def test_list_of_something_else_is_not_given(engine: Engine) -> None:
    # One of the sources has the words of the question, but sources are not what is asked for.
    answer = engine.ask("What were the results of the 2017 survey of GPs?")
    assert not any("Is Bigger Better? Lessons" in one.text for one in answer.sentences)


def test_question_that_is_not_for_a_list_gets_sentences(engine: Engine) -> None:
    assert len(engine.ask("Did central teams use education sessions?").sentences) <= 3


def test_parts_are_answered_one_by_one(engine: Engine) -> None:
    answer = engine.ask("When was Modality founded? How many patients did Harness serve in April 2016?")
    shown = " ".join(one.text for one in answer.sentences)
    assert "2009" in shown
    assert "120,000" in shown
    assert len(answer.sentences) <= 2 * SENTENCES_A_PART


def test_part_that_nothing_answers_is_named(engine: Engine) -> None:
    answer = engine.ask("When was Modality Partnership founded? Who won the football World Cup in 1998?")
    assert answer.state is not State.NOTHING
    assert answer.notes == ("No answer was found to this part: “Who won the football World Cup in 1998?”",)
    assert "2009" in " ".join(one.text for one in answer.sentences)


def test_exact_words_are_looked_for_and_told_when_they_are_missing(engine: Engine) -> None:
    found = engine.ask('Where does "no contract or grant" appear?')
    assert found.state is not State.NOTHING
    assert not found.notes
    assert all("no contract or grant" in " ".join(one.quote.split()) for one in found.citations)
    missing = engine.ask('What is "heroic failure"?')
    assert missing.state is not State.ANSWERS
    assert missing.notes == ("No passage has the exact words “heroic failure”; these are the closest.",)


@pytest.fixture(scope="module")
def disagreeing(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Engine:
    folder: Path = tmp_path_factory.mktemp("disagreeing")
    (folder / "corpus").mkdir()
    for name, text in TEXTS.items():
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    settings = Settings.from_env({}, root=folder)
    with showing_progress() as progress:
        index(settings, progress)
    return Engine.open(settings, embedder)


def test_documents_that_differ_are_set_side_by_side(disagreeing: Engine) -> None:
    answer = disagreeing.ask("How many registered patients did Modality have in April 2016?")
    check_answer(disagreeing, answer)
    assert {one.figures for one in answer.differences} == {("80,000",), ("87,556",)}
    for one in answer.differences:
        assert one.text in answer.citations[one.citation - 1].quote


def test_documents_that_are_asked_for_something_else_do_not_differ(disagreeing: Engine) -> None:
    assert not disagreeing.ask("Where did Harness open a clinic?").differences


def test_sentence_that_a_report_repeats_is_given_once(settings: Settings, embedder: Embedder, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    said = "Three{}quarters of the practices in Thornbury now work together in larger organisations."
    summary = "General practice in Thornbury is changing. {} Those who make policy hope for much of it. Can it be had?"
    body = "The study had 40 interviews and two surveys of staff. {} It took 15 months, and a full report came later."
    texts = (
        summary.format(said.format("-")),
        "Roads, schools and bridges are another matter. " * 30,
        body.format(said.format(" ")),
    )
    (corpus / "report.md").write_text("\n\n".join(f"# Part {n}\n\n{text}" for n, text in enumerate(texts)))
    own = replace(settings, corpus_dir=corpus, index_dir=tmp_path / "index")
    with showing_progress() as progress:
        index(own, progress)
    answer = Engine.open(own, embedder).ask("How many practices in Thornbury work together in larger organisations?")
    places = [answer.citations[one.citation - 1].doc_id for one in answer.sentences if "quarters" in one.text]
    assert places == ["report.md"]


def test_sentences_that_deny_nothing_may_answer_a_denial_at_most(engine: Engine) -> None:
    answer = engine.ask("Which organisations did not hold GMS contracts?")
    assert not any(is_negated(sentence.text) for sentence in answer.sentences)
    assert answer.state is State.MAY_ANSWER
