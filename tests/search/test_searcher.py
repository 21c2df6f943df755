from pathlib import Path

import pytest

from reportqa.embedding import Embedder
from reportqa.errors import DocumentNotFound, EmptyQuestion, NoDocumentFits, QuestionTooLong
from reportqa.index import Filters, open_generation
from reportqa.search.searcher import MAX_PARTS, Searcher, check_question, clean_question
from reportqa.settings import MAX_QUESTION_LENGTH
from support.corpora import index_corpus
from support.languages import TEXTS as LANGUAGES

TEXTS = {
    "elm.md": "# Elm Trust\n\nThe Elm Trust was founded in 2009. It had 40 practices and a board.\n\n"
    "## Patients\n\nClinical commissioning groups (CCGs) pay the Elm Trust for each registered patient.\n",
    "oak.md": "# Oak Care\n\nOak Care had many practices. In May the Elm trust visited.\n\n"
    "## Staff\n\nIts nurses were content, and its doctors were not.\n",
    "board.md": "# Southley Federation\n\nThe chair of Southley is Dr Maeve O’Brien. She was trained in Galway.\n",
    "return 2016.md": "# Return 2016\n\nThe yearly return counts patients and staff of each trust.\n",
    "return 2019.md": "# Return 2019\n\nThe yearly return counts patients and staff of every trust.\n",
}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory, exports: Path, embedder: Embedder) -> Searcher:
    settings = index_corpus(tmp_path_factory.mktemp("trees"), TEXTS)
    return Searcher(open_generation(settings.index_dir).store, embedder)


def first_of(searcher: Searcher, question: str) -> str:
    """Return the text of the first hit."""
    return searcher.search(question, 5).parts[0].hits[0].text


def test_question_is_one_part_with_its_hits_best_first(searcher: Searcher) -> None:
    result = searcher.search("How many practices did the Elm Trust have?", 3)
    (part,) = result.parts
    assert part.question.text == "How many practices did the Elm Trust have?"
    assert "40 practices" in part.hits[0].text
    assert len(part.hits) == 3
    assert [hit.score for hit in part.hits] == sorted((hit.score for hit in part.hits), reverse=True)
    assert (part.variants, part.missing, result.notes) == ((), (), ())


def test_each_part_of_a_question_is_searched_with_its_own_variants(searcher: Searcher) -> None:
    result = searcher.search("When was the Elm Trust founded and what do CCGs pay for?", 3)
    founded, paid = result.parts
    assert ("2009" in founded.hits[0].text, founded.variants) == (True, ())
    assert paid.variants == ("what do Clinical commissioning groups pay for?",)
    assert "registered patient" in paid.hits[0].text
    assert result.notes == ("Searched for “Clinical commissioning groups” as well as “CCGs”.",)


def test_question_of_too_many_parts_is_searched_in_part(searcher: Searcher) -> None:
    result = searcher.search("When was the Elm Trust founded? " * 12, 3)
    assert len(result.parts) == MAX_PARTS
    assert result.notes[-1] == f"Only the first {MAX_PARTS} of 12 parts of the question were searched."


def test_passage_that_has_both_steps_of_a_question_is_asked_with_the_name(searcher: Searcher) -> None:
    result = searcher.search("Where was the chair of Southley trained?", 3)
    assert [part.question.text for part in result.parts] == [
        "Where was Maeve O’Brien trained?", "Who is the chair of Southley?",
    ]  # fmt: skip
    assert "trained in Galway" in result.parts[0].hits[0].text


def test_mistyped_word_is_searched_as_corrected(searcher: Searcher) -> None:
    result = searcher.search("How many pratices did the Elm Trust have?", 3)
    assert result.parts[0].question.text == "How many practices did the Elm Trust have?"
    assert result.notes == ("Searched for “practices” instead of “pratices”.",)


def test_passage_with_the_answer_type_comes_first(searcher: Searcher) -> None:
    (part,) = searcher.search("How many practices were there?", 5).parts
    kinds = {hit.passage.doc_id: hit.parts["kind"] for hit in reversed(part.hits)}
    assert kinds["elm.md"] > kinds["oak.md"] >= 0
    assert "40 practices" in part.hits[0].text
    (other,) = searcher.search("Why were there practices?", 5).parts
    assert all(hit.parts["kind"] == 0 for hit in other.hits)


@pytest.mark.parametrize("year", ["2016", "2019"])
def test_document_of_the_year_asked_for_comes_first(searcher: Searcher, year: str) -> None:
    (part,) = searcher.search(f"What does the yearly return count in {year}?", 3).parts
    assert part.hits[0].passage.doc_id == f"return {year}.md"
    assert part.hits[0].parts["year"] > 0


def test_only_passages_with_an_exact_phrase_are_searched(searcher: Searcher) -> None:
    (part,) = searcher.search("Who was “content, and its doctors”?", 5).parts
    assert ["nurses" in hit.text for hit in part.hits] == [True]
    assert (part.missing, part.is_literal) == ((), True)


def test_missing_phrase_is_reported_and_the_closest_passages_are_found(searcher: Searcher) -> None:
    (part,) = searcher.search("Who was “content for ever”?", 5).parts
    assert (part.missing, part.is_literal) == (("content for ever",), False)
    assert len(part.hits) > 1
    (part,) = searcher.search("Who was “its nurses were content”?", 5, Filters(doc_ids=("elm.md",))).parts
    assert part.missing == ("its nurses were content",)


def test_keywords_are_literal_when_one_passage_has_all_of_them(searcher: Searcher) -> None:
    assert searcher.search("nurses doctors", 5).parts[0].is_literal
    assert not searcher.search("nurses gardens", 5).parts[0].is_literal
    assert not searcher.search("Were nurses content?", 5).parts[0].is_literal


def test_name_alone_is_searched_whole(searcher: Searcher) -> None:
    assert {
        "Elm Trust" in hit.text or "Elm trust" in hit.text for hit in searcher.search("Elm Trust", 5).parts[0].hits
    } == {True}


def test_filters_hold_for_every_part_and_wrong_ones_are_refused(searcher: Searcher) -> None:
    only = Filters(doc_ids=("oak.md",))
    for part in searcher.search("Who was content and when was it founded?", 5, only).parts:
        assert {hit.passage.doc_id for hit in part.hits} == {"oak.md"}
    with pytest.raises(DocumentNotFound):
        searcher.search("Who?", 5, Filters(doc_ids=("ash.md",)))
    with pytest.raises(NoDocumentFits):
        searcher.search("Who?", 5, Filters(file_types=(".pdf",)))


def test_sentences_of_a_hit_have_unit_vectors(searcher: Searcher) -> None:
    hit = searcher.search("How many practices?", 1).parts[0].hits[0]
    vectors = searcher.retriever.sentence_vectors(hit)
    assert len(vectors) == len(hit.passage.sentences)
    assert (vectors * vectors).sum(axis=1) == pytest.approx(1, abs=1e-2)


def test_titles_headings_and_words_are_suggested(searcher: Searcher) -> None:
    assert [one.text for one in searcher.suggest("oak")] == ["Oak Care"]
    assert [one.text for one in searcher.suggest("how many pract")] == ["how many practices"]
    assert "Patients" in [one.text for one in searcher.suggest("pati")]


@pytest.mark.parametrize("question", ["", " ", "?", "\0", "\ud800", "\x1b[31m"])
def test_question_without_a_word_is_refused(question: str) -> None:
    with pytest.raises(EmptyQuestion):
        check_question(question)


def test_question_beyond_the_limit_is_refused() -> None:
    assert check_question("x" * MAX_QUESTION_LENGTH)
    with pytest.raises(QuestionTooLong):
        check_question("x" * (MAX_QUESTION_LENGTH + 1))


def test_control_characters_and_colour_codes_are_removed() -> None:
    assert clean_question(" How\tmany\x1b[31m \ud800 \x00practices?\n") == "How many practices?"


PAGED = {
    # The pages of a text file are separated by form feeds.
    "harbour.txt": "Harbour review\n\nThe harbour board met in May and approved the costs of the quay.\n\f"
    "Costs\n\nThe quay cost more than planned. Costs of the quay rose in each year.\n\n"
    "Table 2: Costs of the quay by year\n\n2015 40\n2016 52\n\f"
    "3 Method\n\nThe review asked nine people and read the accounts, as Table 2 shows.\n\f"
    "Appendix B\n\nThe board thanks the staff of the archive.\n",
    "forest.txt": "Forest review\n\nThe forest board met.\n\fThe forest cost less.\n\fThe last tree was felled.\n",
}


@pytest.fixture(scope="module")
def paged(tmp_path_factory: pytest.TempPathFactory, exports: Path, embedder: Embedder) -> Searcher:
    settings = index_corpus(tmp_path_factory.mktemp("paged"), PAGED)
    return Searcher(open_generation(settings.index_dir).store, embedder)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What do the costs of the quay in the harbour review say on page 3?", "nine people"),
        ("What does the last page of the harbour review say about the quay?", "archive"),
        ("Which costs of the quay are in Table 2?", "2016 52"),
        ("Which people does section 3 of the harbour review name beside the costs of the quay?", "nine people"),
        ("What did the quay cost according to Appendix B?", "archive"),
        ("What is on the first page about the costs of the quay?", "met in May"),
    ],
)
def test_place_that_a_question_names_is_first(paged: Searcher, question: str, words: str) -> None:
    assert words in first_of(paged, question)


def test_place_that_no_document_has_changes_nothing(paged: Searcher) -> None:
    plain = [hit.row for hit in paged.search("What did the quay cost?", 5).parts[0].hits]
    assert [hit.row for hit in paged.search("What did the quay cost on page 90?", 5).parts[0].hits] == plain


def test_ordinary_words_in_quotation_marks_favour_passages_and_exclude_none(searcher: Searcher) -> None:
    for words in ("nurses", "content", "yearly return"):
        (part,) = searcher.search(f"Which “{words}” did the Elm Trust have?", 5).parts
        has_words = [words in hit.text for hit in part.hits]
        assert False in has_words
        assert {hit.parts["phrase"] > 0 for hit, has in zip(part.hits, has_words, strict=True) if has} == {True}
        assert all(hit.parts["phrase"] == 0 for hit, has in zip(part.hits, has_words, strict=True) if not has)
    (part,) = searcher.search("Which “nurses” did the board have?", 5).parts
    assert "nurses" in part.hits[0].text


@pytest.mark.parametrize("quoted", ["Oak Care", "nurses were content, and", "May"])
def test_names_and_quotations_in_quotation_marks_exclude_passages_without_them(searcher: Searcher, quoted: str) -> None:
    (part,) = searcher.search(f"What happened with “{quoted}” and practices?", 5).parts
    assert part.hits
    assert all(quoted in hit.text for hit in part.hits)


def test_instructions_are_not_searched(searcher: Searcher) -> None:
    plain = searcher.search("How many practices did the Elm Trust have?", 5)
    with_form = searcher.search("How many practices did the Elm Trust have? Answer in one word. If unknown, say so.", 5)
    assert with_form == plain


def test_question_in_another_language_is_not_corrected(searcher: Searcher) -> None:
    result = searcher.search("Wie viele Practiken hat der Elm Trust nicht?", 5)
    assert result.notes == ()
    assert result.parts[0].question.text == "Wie viele Practiken hat der Elm Trust nicht?"


SHOPS = "bakery brewery butcher chemist cobbler grocer ironmonger laundry saddler tailor".split()
STREETS = {
    "first.md": "# Notes\n\n"
    + "".join(f"## Number {n}\n\nThe {shop} pays a rent for the house.\n\n" for n, shop in enumerate(SHOPS)),
    "second.md": "# Remarks\n\nThe potter pays a rent for the house.\n",
    "third.md": "# Gardens\n\nApples grow here.\n",
}


@pytest.fixture(scope="module")
def streets(tmp_path_factory: pytest.TempPathFactory, exports: Path, embedder: Embedder) -> Searcher:
    settings = index_corpus(tmp_path_factory.mktemp("streets"), STREETS)
    return Searcher(open_generation(settings.index_dir).store, embedder)


def test_first_page_of_results_is_not_of_one_document_where_another_is_as_near(streets: Searcher) -> None:
    hits = streets.search("Which shops pay a rent for the house?", 10).parts[0].hits
    found = [hit.passage.doc_id for hit in hits]
    assert "second.md" in found[:5]
    assert found[:4].count("first.md") >= 3
    assert "third.md" not in found[:9]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for k in (1, 4, 5, 9):
        assert list(streets.search("Which shops pay a rent for the house?", k).parts[0].hits) == list(hits[:k])


def test_question_that_names_a_document_keeps_its_passages_together(streets: Searcher) -> None:
    hits = streets.search("Which shops of the notes pay a rent for the house?", 10).parts[0].hits
    assert {hit.parts["variety"] for hit in hits} == {0.0}


RETURNS = {
    f"port {year}.md": f"# Elm Port: return {year}\n\nElm Port received {ships} ships in {year}.\n\n"
    f"## Staff\n\nIt employed {ships // 10} people.\n"
    for year, ships in ((2018, 1210), (2020, 960), (2022, 1340))
}
GUIDES = {
    "guide 2014.md": "# Guide to tenancies 2014\n\nThe deposit of a tenancy is four weeks of rent.\n",
    "guide 2018.md": "# Guide to tenancies 2018\n\nThe deposit of a tenancy is five weeks of rent.\n",
    "guide 2016.md": "# Guide to tenancies 2016\n\nThe deposit of a tenancy is six weeks of rent.\n",
    "other.md": "# Gardens of the county 2020\n\nThe deposit of a garden tenancy is small.\n",
}


@pytest.fixture(scope="module")
def guides(tmp_path_factory: pytest.TempPathFactory, exports: Path, embedder: Embedder) -> Searcher:
    settings = index_corpus(tmp_path_factory.mktemp("guides"), GUIDES)
    return Searcher(open_generation(settings.index_dir).store, embedder)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("What is the deposit of a tenancy?", "guide 2018.md"),
        ("What is the latest deposit of a tenancy?", "guide 2018.md"),
        ("How many weeks of rent is the current deposit?", "guide 2018.md"),
        ("What was the deposit of a tenancy in 2014?", "guide 2014.md"),
    ],
)
def test_newest_edition_of_a_work_is_first_unless_a_year_is_asked(guides: Searcher, question: str, first: str) -> None:
    assert guides.search(question, 3).parts[0].hits[0].passage.doc_id == first


PLANS = {
    "plans.md": "# Review\n\nSustainability and transformation plans (STPs) began in March.\n\n"
    "## Sustainability\n\nSavings must last, and heat must not be lost.\n\n## Staff\n\nSTPs hire people.\n",
}


def test_heading_with_one_word_of_an_expansion_does_not_match(
    tmp_path_factory: pytest.TempPathFactory, exports: Path, embedder: Embedder
) -> None:
    settings = index_corpus(tmp_path_factory.mktemp("plans"), PLANS)
    plans = Searcher(open_generation(settings.index_dir).store, embedder)
    (part,) = plans.search("What do STPs do?", 5).parts
    assert part.variants == ("What do Sustainability and transformation plans do?",)
    assert {hit.passage.heading: hit.signals["heading"] for hit in part.hits}["Sustainability"] == 0


class Renamed:
    """An embedder under the name of another model."""

    def __init__(self, embedder: Embedder, name: str) -> None:
        self._embedder = embedder
        self.name = name

    def __getattr__(self, attribute: str) -> object:
        return getattr(self._embedder, attribute)


@pytest.mark.parametrize(("question", "is_translated"), [
    ("Wie viele Patienten hatten die Praxen im April?", True), ("How many patients did the practices have?", False),
    ("Modality", False),
])  # fmt: skip
def test_passages_are_in_another_language_than_the_question(
    question: str, is_translated: bool, tmp_path: Path, exports: Path, embedder: Embedder
) -> None:
    settings = index_corpus(tmp_path, {"en.txt": LANGUAGES["en"]})
    store = open_generation(settings.index_dir).store
    multilingual: Embedder = Renamed(embedder, "multilingual-e5-small")  # type: ignore[assignment]
    assert Searcher(store, multilingual).search(question, 3).parts[0].is_translated is is_translated
    assert not Searcher(store, embedder).search(question, 3).parts[0].is_translated


LONG = {
    "rules.md": "# Grants\n\n## Rates\n\nThe hearth grant is £90 a week. It is paid for 20 weeks.\n\n"
    "## Appeals\n\nAn appeal against the hearth grant must be sent within 40 days of the letter.\n",
    "board.md": "# Southley Trust\n\nDr Ann Lee-Moss chairs the board of Southley Trust. The board meets monthly.\n",
    "people.md": "# Careers\n\nAnn Lee-Moss was trained in Dundee, and Ian Fox in Leeds.\n",
}


@pytest.fixture(scope="module")
def long_winded(tmp_path_factory: pytest.TempPathFactory, exports: Path, embedder: Embedder) -> Searcher:
    settings = index_corpus(tmp_path_factory.mktemp("grants"), LONG)
    return Searcher(open_generation(settings.index_dir).store, embedder)


def test_what_is_asked_counts_more_than_its_introduction(long_winded: Searcher) -> None:
    question = "My aunt has the hearth grant of £90 and is upset. Until when can she send an appeal?"
    (part,) = long_winded.search(question, 3).parts
    assert "40 days" in part.hits[0].text
    weights = part.expected.weights
    assert weights["upset"] < long_winded.vocabulary.idf("upset")
    assert weights["appeal"] == long_winded.vocabulary.idf("appeal")


def test_what_a_question_describes_is_named_in_a_first_step(long_winded: Searcher) -> None:
    result = long_winded.search("Where was the chair of the Southley Trust board trained?", 3)
    second, first = result.parts
    assert "Dundee" in second.hits[0].text
    assert [hit.passage.doc_id for hit in first.hits] == ["board.md"]
    (note,) = result.notes
    assert "“the chair of the Southley Trust board” is “Ann Lee-Moss”" in note


def test_question_is_searched_once_where_a_name_finds_no_more_of_it(long_winded: Searcher) -> None:
    result = long_winded.search("Which drugs did the chair of the Southley Trust board invent?", 3)
    assert len(result.parts) == 1
    assert result.notes == ()


def test_question_about_it_is_unclear_unless_one_document_is_searched(long_winded: Searcher) -> None:
    result = long_winded.search("How long is it paid?", 3)
    assert result.parts[0].is_unclear
    assert result.notes == ("“it” has nothing to refer to: name what you mean.",)
    one = long_winded.search("How long is it paid?", 3, Filters(doc_ids=("rules.md",)))
    assert (one.parts[0].is_unclear, one.notes) == (False, ())


def test_another_wording_is_searched_with_the_question_beside_it(searcher: Searcher) -> None:
    result = searcher.search("And how many?", 3, wordings=["How many practices did the Elm Trust have?"])
    (part,) = result.parts
    assert part.question.text == "How many practices did the Elm Trust have?"
    assert "40 practices" in part.hits[0].text
    assert not part.is_unclear
    (unclear,) = searcher.search("And how many?", 3, wordings=["How much does it cost?"]).parts
    assert unclear.is_unclear


def test_several_wordings_are_parts_after_the_question(searcher: Searcher) -> None:
    each = ["Was Elm Trust founded?", "Were nurses of Oak Care content?"]
    result = searcher.search("Compare Elm Trust and Oak Care", 3, wordings=each)
    assert [part.question.text for part in result.parts] == ["Compare Elm Trust and Oak Care", *each]


def test_name_and_what_is_asked_of_it_may_be_in_one_passage(tmp_path: Path, exports: Path, embedder: Embedder) -> None:
    text = "# Harbours\n\nThe head of Elm Harbour is Dr Mary O’Hara. Dr O’Hara was trained in Cork and likes boats.\n"
    settings = index_corpus(tmp_path, {"harbours.md": text, "elm.md": TEXTS["elm.md"]})
    made = Searcher(open_generation(settings.index_dir).store, embedder)
    found = made.search("Where was the head of Elm Harbour trained?", 3)
    assert found.notes == (
        "Searched in two steps: “the head of Elm Harbour” is “Mary O’Hara”; then “Where was Mary O’Hara trained?”",
    )
    assert made.search("Where does the head of Elm Harbour sail?", 3).notes == ()


def test_newest_edition_is_first_where_the_newest_is_asked_for(
    tmp_path: Path, exports: Path, embedder: Embedder
) -> None:
    made = Searcher(open_generation(index_corpus(tmp_path, RETURNS).index_dir).store, embedder)
    for question in ("What is the latest number of ships at Elm Port?", "How many people does Elm Port employ today?"):
        assert made.search(question, 3).parts[0].hits[0].passage.doc_id == "port 2022.md"
    assert (
        made.search("How many ships did Elm Port receive in 2018?", 3).parts[0].hits[0].passage.doc_id == "port 2018.md"
    )
