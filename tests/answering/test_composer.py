import math
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from reportqa.answer import Edition, State
from reportqa.answering.confidence import shipped
from reportqa.answering.engine import Engine
from reportqa.answering.quote_blocks import quotes_of
from reportqa.answering.reader import READ, Evidence
from reportqa.embedding import Embedder
from reportqa.index import EVERYTHING, Filters
from reportqa.search import Kind
from reportqa.search.question import is_negated
from reportqa.settings import Settings
from reportqa.text import Wording
from support.answers import QUESTION, check_answer
from support.corpora import index_corpus
from support.disputes import PATIENTS, RECOMMENDATIONS

TOOLS = [
    "education sessions for all nurses;",
    "audits of each clinic;",
    "visits to other towns;",
    "shared records;",
    "prompts on the screen; and",
    "the same templates everywhere.",
]
ADVICE = ["agree a budget for three years;", "pay every practice alike; and", "publish what is agreed."]
REASONS = [f"Reason {number}: the clinic could {'share its rooms and staff ' * 6}at last." for number in range(9)]
SAID = "Three{}quarters of the practices in Thornbury now work together in larger organisations."
TEXTS = {
    "tools.md": "# Elm group\n\n## Improving quality\n\nCentral teams of the Elm group used several tools to improve"
    " quality:\n\n" + "\n".join(f"- {tool}" for tool in TOOLS) + "\n\n## Staff\n\nThe Elm group has 90 staff.\n",
    "advice.md": "# Advice on contracts\n\nClinical commissioning groups (CCGs) buy care.\n\n## Recommendations\n\n"
    "### To clinical commissioning groups\n\n" + "\n".join(f"- {one}" for one in ADVICE) + "\n",
    "old.md": "# Modality in figures\n\nModality had 80,000 registered patients in April 2016.\n",
    "new.md": "# Modality in figures\n\nModality had 87,556 registered patients in April 2016.\n",
    "harness.md": "# Harness\n\nHarness opened a clinic for eyes and ears in a former school.\n",
    "trust.md": "# Old Oak Trust\n\nThe old trust grew.\n\nPatients trust oaks.\n\nIt was large.\n",
    "visit.md": "# A visit\n\nThe hall was empty. In May the Oak Trust opened a school.\n",
    "yew.md": "# Yew Lane\n\nThe practice at Yew Lane was founded in 2009. In April 2016 it had 9,200 members.\n",
    "larch.md": "# Larch Care\n\nThe dividend policy of Larch Care is to pay one tenth of the profit.\n",
    "ash.md": "# Ashby\n\nAshby Medical has 40 doctors and pays them well. It joined no federation.\n",
    "beech.txt": "Clinics joined the Beech federation in order to do this:\n\n"
    + "\n".join(f"- {reason}" for reason in REASONS)
    + "\n\nNothing else is said.\n",
    "rowan.txt": "Clinics joined the Rowan federation to reach this:\n\n- Shared rooms. They are cheaper.\n"
    "- Shared staff. They are better trained.\n",
    "lodging 2014.md": "# Guide to lodging 2014\n\nThe deposit of a lodging is four weeks of rent.\n",
    "lodging 2018.md": "# Guide to lodging 2018\n\nThe deposit of a lodging is five weeks of rent.\n",
    "points.md": "# Poplars\n\n## Key points\n\n### Growth\n\nThey grew. They fell. All was sold. None is left.\n",
    "elder.md": "# Elder group\n\nIt grew.\n\n## Main results\n\n# Appendix\n\nNo table is left out. None was lost.\n",
    "thornbury.md": "\n\n".join(
        f"# Part {number}\n\n{text}"
        for number, text in enumerate(
            (
                f"Practice in Thornbury is changing. {SAID.format('-')} Those who make policy hope for much of it.",
                "Roads, schools and bridges are another matter. " * 30,
                f"The study had 40 interviews and two surveys. {SAID.format(' ')} It took 15 months.",
            )
        )
    ),
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


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, exports: Path) -> Settings:
    """Settings of an indexed corpus of TEXTS."""
    folder: Path = tmp_path_factory.mktemp("trees")
    return index_corpus(folder, TEXTS)


@pytest.fixture(scope="module")
def trees(corpus: Settings, embedder: Embedder) -> Engine:
    return Engine.open(corpus, embedder)


@pytest.fixture(scope="module")
def strict(corpus: Settings, embedder: Embedder) -> Engine:
    """The same index with a calibration by which it has nothing on any question."""
    return Engine.open(corpus, embedder, replace(shipped(), shift=-1000.0))


@pytest.fixture(scope="module")
def sure(corpus: Settings, embedder: Embedder) -> Engine:
    """The same index with a calibration by which every excerpt answers, and no sentence alone."""
    return Engine.open(corpus, embedder, replace(shipped(), shift=1000.0, alone=1.1))


@pytest.fixture(scope="module")
def curt(corpus: Settings, embedder: Embedder) -> Engine:
    """The same index with a calibration by which every nearest sentence answers alone."""
    return Engine.open(corpus, embedder, replace(shipped(), shift=1000.0))


def wording(text: str) -> str:
    return "".join(Wording.of(text).keys).lower()


def best_of(engine: Engine, question: str) -> Evidence:
    (part,) = engine.searcher.search(question, READ, EVERYTHING).parts
    return Evidence.of(part, shipped())


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("k", [1, 5])
def test_answer_holds_whatever_is_asked(engine: Engine, question: str, k: int) -> None:
    answer = engine.ask(question, k=k)
    check_answer(engine, answer)
    places = [(citation.doc_id, citation.start, citation.end) for citation in answer.citations]
    assert len(set(places)) == len(places)
    shown = [(answer.citations[one.citation - 1].doc_id, one.start, one.end) for one in answer.sentences]
    assert len(set(shown)) == len(shown)


PLAIN = [
    "How many members did Yew Lane have in April 2016?",
    "Who opened a clinic for eyes?",
    "How many practices in Thornbury work together?",
    "Why did clinics join the Beech federation?",
    "Larch Care",
]


@pytest.mark.parametrize("question", PLAIN)
@pytest.mark.parametrize("k", [1, 5])
def test_what_is_shown_first_is_the_excerpt_of_the_best_passage(sure: Engine, question: str, k: int) -> None:
    answer = sure.ask(question, k=k)
    check_answer(sure, answer)
    best, first = best_of(sure, question).hits[0].passage, answer.citations[0]
    assert (first.doc_id, answer.sentences[0].citation) == (best.doc_id, 1)
    assert first.start <= best.start < best.end <= first.end
    shown = "".join(one.text for one in answer.sentences if one.citation == 1)
    assert "".join(shown.split()) == "".join(first.quote.split())
    assert sure.ask(question, k=1).citations[0].doc_id == first.doc_id


@pytest.mark.parametrize("question", PLAIN)
def test_sentence_nearest_to_the_question_is_quoted_wherever_it_is(sure: Engine, question: str) -> None:
    answer, best = sure.ask(question), best_of(sure, question).reading.best
    # A document may say it twice, in nearly the same words.
    assert wording(best.text) in [wording(one.text) for one in answer.nearest]
    # Of no other excerpts: that of the best passage, and that of the nearest sentence.
    assert {one.citation for one in answer.sentences} <= {1, 2}


@pytest.mark.parametrize("question", PLAIN)
def test_nearest_sentences_are_alone_where_they_are_nearly_certain_and_claimed(
    curt: Engine, sure: Engine, question: str
) -> None:
    alone, among = curt.ask(question), sure.ask(question)
    check_answer(curt, alone)
    assert alone.state is among.state
    if alone.state is State.ANSWERS:
        assert alone.sentences == alone.nearest == among.nearest
    else:
        assert alone.sentences == among.sentences
    assert alone.citations == among.citations


def test_sentence_is_alone_from_its_threshold_on(corpus: Settings, embedder: Embedder) -> None:
    question = "How many members did Yew Lane have in April 2016?"
    certain = best_of(Engine.open(corpus, embedder), question).sentence
    for alone, is_alone in ((certain, True), (math.nextafter(certain, 2.0), False)):
        calibration = replace(shipped(), related=0.0, answers=0.02, alone=alone)
        answer = Engine.open(corpus, embedder, calibration).ask(question)
        assert answer.state is State.ANSWERS
        assert all(one.nearest for one in answer.sentences) == is_alone


@pytest.mark.parametrize(
    ("question", "kind"), [("How many staff does the Elm group have?", "how_many"), ("Larch Care", "other")]
)
def test_only_the_kinds_of_question_that_may_be_claimed_have_an_answer(
    corpus: Settings, embedder: Embedder, question: str, kind: str
) -> None:
    certain = replace(shipped(), shift=1000.0)
    others = tuple(one for one in shipped().claims if one != kind)
    for claims, state in (((kind,), State.ANSWERS), (others, State.RELATED), ((), State.RELATED)):
        answer = Engine.open(corpus, embedder, replace(certain, claims=claims)).ask(question)
        assert answer.state is state
        assert (answer.confidence >= certain.answers) == (state is State.ANSWERS)
        assert answer.answerable


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("How many members did Yew Lane have in April 2019?", "The best passage does not name the year 2019."),
        ("What is the dividend policy of Ashby?", "The best passage does not name “Ashby”."),
        (
            "How many nurses does Larch Care have?",
            "The best passage gives no figure of what is counted or measured near the words of the question.",
        ),
        ("When did Larch Care pay a dividend?", "The best passage gives no date near the words of the question."),
    ],
)
def test_nothing_is_claimed_where_what_is_asked_for_is_missing(sure: Engine, question: str, reason: str) -> None:
    answer = sure.ask(question)
    check_answer(sure, answer)
    assert answer.state is State.RELATED
    assert answer.confidence < shipped().answers
    assert answer.notes[-1] == reason


def test_words_that_are_in_no_document_are_named_where_nothing_is_found(strict: Engine, sure: Engine) -> None:
    question = "Which zeppelins did the Oak Trust moor?"
    assert strict.ask(question).notes == ("No document has these words: “zeppelins”, “moor”.",)
    assert strict.ask("Where did Harness open a clinic?").notes == ()
    assert not any("these words" in note for note in sure.ask(question).notes)


def test_list_is_whole_and_in_order_and_its_passage_is_cited_once(trees: Engine) -> None:
    answer = trees.ask("List the tools that central teams used to improve quality")
    check_answer(trees, answer)
    assert [one.text for one in answer.sentences] == TOOLS
    assert {one.citation for one in answer.sentences} == {1}
    first, *others = answer.citations
    assert not any(
        other.doc_id == first.doc_id and other.start < first.end and first.start < other.end for other in others
    )
    assert len(answer.citations) == 5
    assert first.score == max(one.score for one in answer.citations)


@pytest.mark.parametrize(
    "question", [PATIENTS, RECOMMENDATIONS, "Who leads Northfield?", "How tall is the Eiffel Tower?"]
)
def test_k_changes_only_how_many_passages_are_shown(disputed_engine: Engine, question: str) -> None:
    answers = [disputed_engine.ask(question, k=k) for k in (1, 2, 5, 10, 11, 50)]
    known = {citation.place: citation.number for citation in answers[-1].citations}
    for answer in answers:
        numbers = {citation.number: known[citation.place] for citation in answer.citations}
        same = replace(
            answer,
            citations=(),
            milliseconds=0.0,
            sentences=tuple(replace(one, citation=numbers[one.citation]) for one in answer.sentences),
            differences=tuple(replace(one, citation=numbers[one.citation]) for one in answer.differences),
        )
        assert same == replace(answers[-1], citations=(), milliseconds=0.0)
    assert [len(one.citations) for one in answers] == sorted(len(one.citations) for one in answers)


def test_list_over_two_pages_has_a_citation_for_each_page(disputed_engine: Engine) -> None:
    answer = disputed_engine.ask(RECOMMENDATIONS, k=1)
    assert [one.citation for one in answer.sentences] == sorted(one.citation for one in answer.sentences)
    assert [[page.physical for page in one.pages] for one in answer.citations] == [[1], [2]]


@pytest.mark.parametrize(
    "question", ["What are the recommendations to CCGs?", "What should CCGs do?", "recommendations for CCGs"]
)
def test_list_is_found_under_a_heading_in_the_other_form_of_an_abbreviation(trees: Engine, question: str) -> None:
    answer = trees.ask(question)
    assert [one.text for one in answer.sentences] == ADVICE
    assert answer.citations[0].section[-1] == "To clinical commissioning groups"


@pytest.mark.parametrize(("words", "found"), [("Modality", True), ("templates", True), ("gardening", False)])
def test_keywords_that_a_passage_has_are_shown(trees: Engine, words: str, found: bool) -> None:
    answer = trees.ask(words)
    assert answer.answerable == found
    assert any(words in sentence.text for sentence in answer.sentences) == found


def test_name_alone_is_looked_for_whole(trees: Engine) -> None:
    assert trees.ask("Oak Trust").nearest[0].text == "In May the Oak Trust opened a school."
    # A passage that has the name only in its title does not define it.
    doubted = trees.ask("What is the Old Oak Trust?")
    assert doubted.state is not State.ANSWERS
    assert doubted.confidence < shipped().answers


def test_passage_with_the_name_and_the_year_is_claimed(sure: Engine) -> None:
    for question in ("What is the dividend policy of Larch Care?", "How many members did Yew Lane have in April 2016?"):
        answer = sure.ask(question)
        assert answer.state is State.ANSWERS
        assert answer.notes == ()


def test_section_whose_heading_is_what_is_asked_for_is_quoted_from_its_beginning(strict: Engine) -> None:
    answer = strict.ask("What are the key points of the report?")
    assert answer.state is State.RELATED
    assert answer.confidence < shipped().answers
    assert [one.text for one in answer.sentences] == ["They grew.", "They fell.", "All was sold.", "None is left."]
    assert not strict.ask("What are the key words of the report?").answerable


def test_section_behind_the_chapter_of_a_bare_heading_is_not_what_is_asked_for(strict: Engine) -> None:
    answer = strict.ask("What are the main results?", filters=Filters.of({"document": ["elder.md"]}))
    assert not answer.answerable
    assert answer.sentences == ()


@pytest.mark.parametrize("question", ["What is the dividend policy of Larch Care?", "Who opened a clinic for eyes?"])
def test_state_is_reached_at_its_threshold(corpus: Settings, embedder: Embedder, trees: Engine, question: str) -> None:
    found = best_of(trees, question)
    for related, answers, state in (
        (0.0, found.passage, State.ANSWERS),
        (0.0, math.nextafter(found.passage, 2.0), State.RELATED),
        (found.corpus, 1.1, State.RELATED),
        (math.nextafter(found.corpus, 2.0), 0.0, State.NOTHING),
    ):
        calibration = replace(shipped(), related=related, answers=answers, claims=get_args(Kind))
        assert Engine.open(corpus, embedder, calibration).ask(question).state is state


def test_list_under_a_heading_answers_only_if_the_heading_names_all_that_is_asked_for(strict: Engine) -> None:
    for question, state in (
        ("What are the recommendations?", State.RELATED),
        ("What are the recommendations to CCGs?", State.ANSWERS),
    ):
        answer = strict.ask(question)
        assert answer.state is state
        assert (answer.confidence >= shipped().answers) == (state is State.ANSWERS)
        assert [one.text for one in answer.sentences] == ADVICE
    assert strict.ask("What are the recommendations to gardeners?").state is State.NOTHING
    assert strict.ask("How many staff does the Elm group have?").state is State.NOTHING


def test_announced_list_follows_its_sentence_also_beyond_the_passage(trees: Engine) -> None:
    answer = trees.ask("Why did clinics join the Beech federation?")
    check_answer(trees, answer)
    quote = next(quote for quote in quotes_of(answer) if quote.is_list)
    assert quote.lead is not None
    assert quote.lead.text.endswith("in order to do this:")
    assert [one.text for one in quote.items] == REASONS


def test_item_of_several_sentences_is_shown_once(sure: Engine) -> None:
    answer = sure.ask("Why did clinics join the Rowan federation?")
    check_answer(sure, answer)
    assert [one.text for one in answer.nearest] == [
        "Clinics joined the Rowan federation to reach this:",
        "Shared rooms. They are cheaper.",
        "Shared staff. They are better trained.",
    ]
    assert not any(before.end > after.start for before, after in pairwise(answer.sentences) if before.citation == 1)


def test_list_of_something_else_is_not_shown(engine: Engine) -> None:
    # One of the sources has the words of the question, but sources are not what is asked for.
    answer = engine.ask("What were the results of the 2017 survey of GPs?")
    assert not any("Is Bigger Better? Lessons" in one.text for one in answer.sentences)


def test_question_that_is_not_for_a_list_is_answered_by_few_sentences(trees: Engine) -> None:
    assert len(trees.ask("How many staff does the Elm group have?").nearest) <= 3


def test_parts_are_answered_one_by_one(sure: Engine) -> None:
    answer = sure.ask("When was Yew Lane founded? Where did Harness open a clinic?")
    check_answer(sure, answer)
    first, second = ([one.text for one in answer.nearest if one.citation == number] for number in (1, 2))
    assert any("2009" in text for text in first)
    assert any("former school" in text for text in second)
    assert {one.citation for one in answer.sentences} == {1, 2}
    assert not answer.notes


def test_part_that_nothing_answers_is_named(trees: Engine) -> None:
    answer = trees.ask("When was Yew Lane founded? Who won the football World Cup in 1998?")
    assert answer.state is not State.NOTHING
    assert answer.notes == ("No answer was found to this part: “Who won the football World Cup in 1998?”",)
    assert "2009" in " ".join(one.text for one in answer.sentences)


def test_missing_exact_words_are_named_and_nothing_is_claimed(trees: Engine, sure: Engine) -> None:
    found = trees.ask('Who has "rooms and staff"?')
    assert found.state is not State.NOTHING
    assert not any("exact words" in note for note in found.notes)
    assert "rooms and staff" in found.citations[0].quote
    missing = sure.ask('How many patients had Modality in "April of 2016"?')
    assert missing.state is State.RELATED
    assert missing.confidence < shipped().answers
    assert missing.notes == ("No passage has the exact words “April of 2016”; these are the closest.",)


def test_documents_that_disagree_are_compared(trees: Engine) -> None:
    answer = trees.ask("How many registered patients did Modality have in April 2016?")
    check_answer(trees, answer)
    assert {one.figures for one in answer.differences} == {("80,000",), ("87,556",)}
    for one in answer.differences:
        assert one.text in answer.citations[one.citation - 1].quote
    assert not trees.ask("Where did Harness open a clinic?").differences


def test_sentence_that_a_report_repeats_is_shown_once(trees: Engine) -> None:
    answer = trees.ask("How many practices in Thornbury work together in larger organisations?")
    assert sum("quarters" in one.text for one in answer.nearest) == 1


def test_passage_without_a_negation_is_no_answer_to_a_question_with_one(sure: Engine) -> None:
    answer = sure.ask("Which group did not use several tools to improve quality?")
    assert not any(is_negated(sentence.text) for sentence in answer.sentences)
    assert answer.state is State.RELATED
    assert answer.notes[-1] == "You asked what is not the case; the best passage contains no negation."


def test_older_edition_is_marked_with_the_newest(trees: Engine) -> None:
    cited = {one.doc_id: one for one in trees.ask("What is the deposit of a lodging?").citations}
    newest, older = cited["lodging 2018.md"], cited["lodging 2014.md"]
    assert newest.number < older.number
    assert newest.superseded_by is None
    assert older.superseded_by == Edition("lodging 2018.md", newest.title, newest.year)
