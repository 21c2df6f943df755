import re
from dataclasses import replace
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from reportqa.answering import quotes_of
from reportqa.answering.engine import Engine
from reportqa.answering.explanation import FEATURE_NAMES, SIGNAL_NAMES
from reportqa.citations.plain_reference import format_reference
from reportqa.cli.progress_bars import showing_progress
from reportqa.ingest.build import index
from reportqa.server.app import create_app
from reportqa.settings import MAX_QUESTION_LENGTH, MAX_THREAD, Settings
from support import attributed, disputes, shelves
from support.completion_server import KEY, choosing, completion_server
from support.marks import MarkReader, squeeze

QUESTION = "How many patients did Modality have in April 2016?"
UNANSWERED = "Who won the 1998 football World Cup?"
PATIENTS = "In April 2016 Modality Partnership had 87,556 registered patients."


def parsed(response: TestResponse) -> Any:
    return response.json


def test_answer_shows_the_sentence_then_highlights_it_in_its_passage(client: FlaskClient) -> None:
    page = client.get("/ask", query_string={"q": QUESTION}).text
    answer = parsed(client.get("/api/ask", query_string={"q": QUESTION}))
    sentence = next(one["text"] for one in answer["answer"] if one["nearest"])
    assert page.index(sentence) < page.index('<section class="passages')
    assert sentence in MarkReader(page).marks
    assert "page 10 of the file" in page
    assert "No answer found" not in page


def test_missing_answer_cannot_be_mistaken_for_an_answer(client: FlaskClient) -> None:
    page = client.get("/ask", query_string={"q": UNANSWERED}).text
    assert "No answer found" in page
    assert "Closest passages (not answers)" in page
    assert "<mark" not in page
    assert 'class="quotes"' not in page


def test_nearest_sentences_are_marked_in_the_excerpt_that_is_shown_first(doubtful: Settings) -> None:
    answer = Engine.open(doubtful).ask(disputes.PATIENTS)
    page = create_app(doubtful).test_client().get("/ask", query_string={"q": disputes.PATIENTS}).text
    shown = page.partition('<ol class="quotes">')[2].partition("</ol>")[0]
    first, *_ = quotes_of(answer)
    assert first.before or first.after
    excerpt = shown.partition('<blockquote class="excerpt"')[2].partition(">")[2].partition("</blockquote>")[0]
    assert MarkReader(excerpt).marks == [first.text]
    assert squeeze(unescape(re.sub("<[^>]+>", "", excerpt))) == squeeze(f"{first.before}{first.text}{first.after}")
    # The same text is folded in the passage below.
    assert first.number in answer.whole
    assert page.count('<details class="repeated">') == len(answer.whole)
    passage = page.partition(f'id="citation-{first.number}"')[2].partition("</article>")[0]
    assert MarkReader(passage.partition("</details>")[0]).marks[0] == first.text


def test_related_passages_are_shown_with_their_confidence(doubtful: Settings) -> None:
    page = create_app(doubtful).test_client().get("/ask", query_string={"q": disputes.PATIENTS}).text
    confidence = Engine.open(doubtful).ask(disputes.PATIENTS).confidence
    assert '<span class="eyebrow">These passages may answer</span>' in page
    assert f"of 100 passages like these, about {confidence * 100:.0f} do." in page
    assert "<title>Related: " in page


def test_certain_answer_shows_no_doubt(client: FlaskClient) -> None:
    page = client.get("/ask", query_string={"q": QUESTION}).text
    assert "may answer" not in page
    assert "Nothing here is certain" not in page
    assert '<span class="eyebrow">Answer</span>' in page


@pytest.mark.parametrize("question", ["recomendations on governance", "Eiffel tower recomendations"])
def test_notes_are_under_the_question(client: FlaskClient, question: str) -> None:
    page = client.get("/ask", query_string={"q": question}).text
    heading, _, below = page.partition("</h1>")
    assert "instead of" not in heading
    notes = below.partition('role="note"')[2].partition("</div>")[0]
    assert "<li>Searched for “recommendations” instead of “recomendations”.</li>" in notes


def test_what_was_searched_as_well_is_folded_and_what_was_replaced_is_not(client: FlaskClient) -> None:
    page = client.get("/ask", query_string={"q": "Which recomendations did CCGs get?"}).text
    in_view, _, folded = page.partition("<summary>How we searched</summary>")
    assert "instead of “recomendations”." in in_view
    assert "as well as" not in in_view
    assert "as well as “CCGs”." in folded.partition("</details>")[0]
    assert "How we searched" not in client.get("/ask", query_string={"q": QUESTION}).text


def test_quotes_are_numbered_in_the_order_of_passages_with_one_menu_each(client: FlaskClient) -> None:
    page = client.get("/ask", query_string={"q": "How did GP Care differ from Modality?"}).text
    answer = page.partition('<ol class="quotes">')[2].partition('<div class="after-answer">')[0]
    assert re.findall(r"<h2>(.*?)</h2>", answer) == [f"Quote {number} of 3" for number in (1, 2, 3)]
    passages = [int(number) for number in re.findall("Go to passage ([0-9]+)", answer)]
    assert passages == sorted(passages)
    for quote_ in answer.split('<li class="quote')[1:]:
        direct, _, menu = quote_.partition('<details class="menu">')
        assert re.findall(r">([^<]+)</(?:a|button)>", direct) == ["Show in document", "Add to tray"]
        assert re.findall(r">([^<]+)</(?:a|button)>", menu)[:1] == ["Copy quote and citation"]
    # One quote needs no number.
    assert "Quote 1" not in client.get("/ask", query_string={"q": QUESTION}).text


def test_confidence_time_and_generation_are_under_details(client: FlaskClient, engine: Engine) -> None:
    page = client.get("/ask", query_string={"q": QUESTION}).text
    shown, _, details = page.partition('<details class="details">')
    assert engine.generation in details
    assert engine.generation not in re.sub("<[^>]*>", "", shown)
    assert f"Confidence {engine.ask(QUESTION).confidence:.2f}." in details
    assert "confidence" not in re.sub("<[^>]*>", "", shown).lower()


def test_refusal_offers_ways_on(client: FlaskClient, engine: Engine) -> None:
    page = unescape(client.get("/ask", query_string={"q": UNANSWERED, "type": ["pdf", "html"]}).text)
    ways = page.partition("What you can do</h2>")[2].partition("</section>")[0]
    assert "No document has these words: “football”, “World”, “Cup”." in page
    assert 'href="#question">Ask in other words' in ways
    for name, left in (("PDF", "type=html"), ("HTML", "type=pdf")):
        (address,) = re.findall(f'href="([^"]*)">Ask without the filter File type: {name}', ways)
        assert parse_qs(urlsplit(address).query) == {"q": [UNANSWERED], "type": [left.removeprefix("type=")]}
    links = re.findall(r'href="(/documents/[^"]*)"><bdi>(.*?)</bdi>', ways)
    assert len(links) > 1
    for link, heading in links:
        assert squeeze(heading) in squeeze("".join(MarkReader(client.get(link).text).marks))
    assert "Ask without the filter" not in client.get("/ask", query_string={"q": UNANSWERED}).text


def test_fact_is_under_the_question_before_the_words_that_state_it(attributed_client: FlaskClient) -> None:
    page = unescape(attributed_client.get("/ask", query_string={"q": attributed.STATED}).text)
    answer = page.partition('<section class="answer"')[2].partition("</section>")[0]
    facts, _, quotes = answer.partition('<ol class="quotes">')
    assert facts.partition('<ul class="facts-found">')[2].count("<li>") == 1
    assert f"<li>{attributed.STATED_FACT}</li>" in facts
    assert attributed.BYLINE in quotes


def test_fact_that_no_text_states_is_an_answer_without_quotes(attributed_client: FlaskClient) -> None:
    page = unescape(attributed_client.get("/ask", query_string={"q": attributed.UNSTATED}).text)
    assert '<span class="eyebrow">Answer</span>' in page
    assert f"<li>{attributed.UNSTATED_FACT}</li>" in page
    assert 'class="quotes"' not in page
    assert page.index(attributed.UNSTATED_FACT) < page.index('<section class="passages')
    # Neither a sentence nor its absence can be told to be right.
    assert 'id="feedback"' not in page


def test_question_about_anything_else_has_no_facts(client: FlaskClient) -> None:
    assert "facts-found" not in client.get("/ask", query_string={"q": QUESTION}).text


@pytest.mark.parametrize(
    ("question", "fact"),
    [(attributed.STATED, attributed.STATED_FACT), (attributed.UNSTATED, attributed.UNSTATED_FACT)],
)
def test_saved_answer_has_its_facts(attributed_client: FlaskClient, question: str, fact: str) -> None:
    saved = unescape(attributed_client.get("/ask/file", query_string={"q": question}).text)
    assert saved.count(f"<p>{fact}</p>") == 1
    assert "<h1><span>Answer</span>" in saved
    assert saved.index(fact) < saved.index('<article id="passage-1">')
    assert ('class="quotes"' in saved) == (question == attributed.STATED)


def test_explanation_says_that_the_confidence_is_not_that_of_the_passages(attributed_client: FlaskClient) -> None:
    page = attributed_client.get("/explain", query_string={"q": attributed.UNSTATED}).text
    assert "that the question names exactly, which is surer than its passages." in page


def test_list_is_one_list_with_one_citation(disputed_client: FlaskClient) -> None:
    page = disputed_client.get("/ask", query_string={"q": disputes.RECOMMENDATIONS}).text
    quotes = page.partition('<ol class="quotes">')[2].partition('<section class="passages')[0]
    assert quotes.count('<li class="quote') == quotes.count('class="credit"') == 1
    assert ">agree a budget that lasts for three years;</span></li>" in quotes
    assert re.search(r'>publish what is agreed; and</span> <a class="number" href="#citation-2"', quotes)
    copied = quotes.partition("<pre>")[2].partition("</pre>")[0]
    assert copied.startswith("“The recommendations to commissioners are:\nagree a budget")
    assert copied.split("\n")[5] == "review it every autumn.”"
    assert "Advice to commissioners (2017)" in copied


def test_differing_figures_are_side_by_side(disputed_client: FlaskClient, client: FlaskClient) -> None:
    page = disputed_client.get("/ask", query_string={"q": disputes.PATIENTS}).text
    shown = page.partition("The documents report different figures</h2>")[2].partition("</section>")[0]
    assert shown.count('<p class="figure">') == shown.count('data-action="tray"') == shown.count("<pre>") == 2
    assert "had <strong>74,300</strong> registered" in shown
    for text in ("Return to the county", "3 May 2015", "The partnership’s annual review", "July 2016"):
        assert text in shown
    for link in re.findall(r'<a href="(/documents/[^"]+)"', shown):
        marks = MarkReader(disputed_client.get(unescape(link)).text).marks
        assert "".join(marks).startswith("In April the Northfield partnership had")
    assert "different figures" not in client.get("/ask", query_string={"q": QUESTION}).text


def test_key_sentence_of_a_supporting_passage_is_underlined(client: FlaskClient, engine: Engine) -> None:
    page = unescape(client.get("/ask", query_string={"q": QUESTION}).text)
    answer = engine.ask(QUESTION)
    cited = {sentence.citation for sentence in answer.sentences}
    for citation in answer.citations:
        if citation.number not in cited and citation.key:
            text = citation.quote[citation.key.start - citation.start : citation.key.end - citation.start]
            assert f'<mark class="key" title="Closest to the question in this passage">{text}</mark>' in page


def test_explanation_is_linked_and_links_back(client: FlaskClient) -> None:
    page = client.get("/ask", query_string={"q": QUESTION, "k": 3, "type": "pdf"}).text
    link = unescape(re.search(r'<a href="([^"]*)">Why these passages', page)[1])  # type: ignore[index]
    explained = client.get(link).text
    assert explained.count('<details class="standing"') == 3
    back = unescape(re.search(r'<a href="([^"]*)">Back to the answer', explained)[1])  # type: ignore[index]
    assert unescape(client.get(back).text).count("Remove filter File type: PDF") == 1


@pytest.mark.parametrize("question", ["AT Medics run by whom and when was GP Care founded?", UNANSWERED, QUESTION])
def test_explanation_shows_words_scores_and_confidence(client: FlaskClient, engine: Engine, question: str) -> None:
    page = unescape(client.get("/explain", query_string={"q": question}).text)
    in_words, _, numbers = page.partition('<details class="details">')
    explanation = engine.explain(question)
    for search in explanation.searches:
        assert f"“<bdi>{search.question}</bdi>”" in in_words
        assert all(f'<span class="word">{word.word}</span>' in in_words for word in search.words)
        assert search.reason is None or search.reason in numbers
        assert f"Confidence {search.confidence:.2f}" in numbers
    for name in [*SIGNAL_NAMES.values(), *FEATURE_NAMES.values()]:
        assert f'<th scope="row">{name}</th>' in numbers
    assert not re.search(r"\d\.\d\d", re.sub("<[^>]*>", "", in_words))


@pytest.mark.parametrize("path", ["/ask", "/explain"])
@pytest.mark.parametrize("question", [QUESTION, UNANSWERED, "How did GP Care differ from Modality?"])
def test_heading_levels_are_not_skipped(client: FlaskClient, path: str, question: str) -> None:
    levels = [int(level) for level in re.findall(r"<h(\d)", client.get(path, query_string={"q": question}).text)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise([0, *levels]))


@pytest.mark.parametrize("address", ["/ask", "/ask?q=", "/ask?q=%20%00", "/explain"])
def test_empty_question_says_so_and_offers_the_form(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert "The question is empty" in response.text
    assert '<form class="ask' in response.text


def test_filters_are_shown_kept_and_can_be_removed(varied_app: Flask) -> None:
    client = varied_app.test_client()
    query = {"q": shelves.QUESTION, "publisher": ["nuffield", "The King’s Fund"], "language": "en", "from": "2015-11"}
    page = client.get("/ask", query_string=query).text
    chips = [unescape(text) for text in re.findall(r'aria-label="Remove filter ([^"]*)"', page)]
    assert chips == ["Publisher: nuffield", "Publisher: The King’s Fund", "Language: English", "From: 2015-11"]
    for value in ("nuffield", "The King’s Fund", "en"):
        assert f'value="{value}" checked>' in page
    assert '<option value="2015-11" selected>' in page
    removing_first = unescape(re.findall(r'<li><a href="([^"]*)" aria-label', page)[0])
    left = client.get(removing_first).text
    assert "Remove filter Publisher: nuffield" not in left
    assert left.count("Remove filter ") == 3


def test_only_filters_with_several_values_are_offered(client: FlaskClient, varied_app: Flask) -> None:
    page = client.get("/").text
    assert re.findall(r"<legend>(.*)</legend>", page) == ["Documents", "File types"]
    varied = varied_app.test_client().get("/").text
    fields = ["Documents", "Publishers", "Authors", "Languages", "File types", "Published"]
    assert re.findall(r"<legend>(.*)</legend>", varied) == fields
    assert "checked" not in varied


def test_filter_without_matches_says_so_and_can_be_changed(varied_app: Flask) -> None:
    query = {"q": "Why <b>?", "publisher": "Kings", "type": "md"}
    response = varied_app.test_client().get("/ask", query_string=query)
    page = unescape(response.text)
    assert response.status_code == 404
    assert 'No document has the publisher "Kings". Publishers here: Kassenärztliche Bundesvereinigung, Nuffield' in page
    assert '<details class="filter" open>' in page
    assert "Remove filter Publisher: Kings" in page
    assert 'value="md" checked' in page
    assert "<b>" not in response.text


def test_one_document_can_be_asked_with_the_other_filters_kept(varied_app: Flask) -> None:
    client = varied_app.test_client()
    page = client.get("/ask", query_string={"q": shelves.QUESTION, "publisher": "nuffield"}).text
    link = unescape(re.search(r'<a href="([^"]*)">Search only this document', page)[1])  # type: ignore[index]
    assert "publisher=nuffield" in link
    only = client.get(link).text
    assert "Search only this document" not in only
    assert only.count("Remove filter ") == 2


def test_fifty_passages_are_shown_and_no_more_offered(client: FlaskClient) -> None:
    page = client.get("/ask", query_string={"q": QUESTION, "k": 50}).text
    assert page.count('<article class="passage') > 20
    assert "Show more passages" not in page
    assert "Show more passages" in client.get("/ask", query_string={"q": QUESTION}).text


def numbers_in(page: str) -> list[int]:
    """Return the numbers of the passages in the order shown."""
    return [int(number) for number in re.findall(r'<article class="passage[^>]* id="citation-(\d+)"', page)]


def test_passages_are_sorted_by_date_with_the_newest_first(varied_app: Flask) -> None:
    query = {"q": shelves.QUESTION, "sort": "date"}
    response = varied_app.test_client().get("/ask", query_string=query)
    ids = [re.search(r"Title of (\S+?)<", part)[1] for part in response.text.split('<article class="passage')[1:]]  # type: ignore[index]
    dated = [doc_id for doc_id in ids if doc_id != "notes.txt"]
    assert dated == ["fund/networks.html", "kbv/hausarzt.txt", "trust/rise.md", "trust/federations.md"]
    assert ids[-1] == "notes.txt"


def test_passages_are_grouped_by_document_and_none_is_lost(client: FlaskClient) -> None:
    flat = client.get("/ask", query_string={"q": QUESTION, "k": 50}).text
    page = client.get("/ask", query_string={"q": QUESTION, "k": 50, "group": "document"}).text
    assert sorted(numbers_in(page)) == numbers_in(flat)
    titles = re.findall(r'<h3 id="group-\d+"[^>]*>(.*?) <span', page)
    assert len(titles) == len(set(titles)) > 1
    levels = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert all(after <= before + 1 for before, after in pairwise([0, *levels]))


def test_saved_answer_shows_the_text_around_its_quotes(doubtful: Settings) -> None:
    answer = Engine.open(doubtful).ask(disputes.PATIENTS)
    client = create_app(doubtful).test_client()
    saved = unescape(client.get("/ask/file", query_string={"q": disputes.PATIENTS}).text)
    assert "<h1><span>These passages may answer</span>" in saved
    for one in quotes_of(answer):
        assert f"“{one.text}”" in saved
        article = saved.partition(f'<article id="passage-{one.number}">')[2].partition("</article>")[0]
        assert one.text in MarkReader(article).marks
        around = squeeze(re.sub("<[^>]+>", "", article))
        assert squeeze(f"{one.before}{one.text}{one.after}") in around


@pytest.mark.parametrize("question", [QUESTION, UNANSWERED, "How did GP Care differ from Modality?"])
def test_saved_answer_is_one_self_contained_file(client: FlaskClient, engine: Engine, question: str) -> None:
    response = client.get("/ask/file", query_string={"q": question})
    page = unescape(response.text)
    answer = engine.ask(question)
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert all(citation.quote.split("\n")[0][:40] in re.sub("<[^>]*>", "", page) for citation in answer.citations)
    assert all(format_reference(citation) in page for citation in answer.citations)
    assert not re.search(r"<script|<link|<img|<form|\bsrc=|url\(|@import", response.text)
    assert {link[0] for link in re.findall(r'href="([^"]*)"', response.text)} <= {"#"}
    assert MarkReader(page).ids == [f"passage-{one.number}" for one in answer.citations]


def test_answer_page_is_light_and_has_nothing_inline(client: FlaskClient) -> None:
    page = client.get("/ask", query_string={"q": QUESTION, "k": 10}).text
    assert len(page.encode()) < 100_000
    assert "style=" not in page
    assert "<style" not in page
    assert re.findall("<script[^>]*>", page) == [
        '<script src="/static/theme.js">',
        '<script type="module" src="/static/main.js">',
    ]


def test_history_without_script_says_that_it_needs_one(client: FlaskClient) -> None:
    assert '<p class="notice without-script">The question history needs JavaScript' in client.get("/history").text


@pytest.mark.parametrize("query", ["sort=size", "group=none"])
def test_unknown_order_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/ask?q=Why&{query}").status_code == 400


def test_documents_are_listed_with_links(client: FlaskClient, engine: Engine) -> None:
    page = unescape(client.get("/documents/").text)
    for document in engine.documents():
        assert document.title in page
        assert f'href="/documents/{quote(document.doc_id)}"' in page


@pytest.fixture(scope="module")
def hostile_client(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of a corpus with one document, which attacks the page."""
    root: Path = tmp_path_factory.mktemp("hostile")
    corpus = root / "corpus"
    corpus.mkdir()
    attack = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;"
    (corpus / 'a"><script>alert(3)<.txt').write_text(
        f"Modality has 87,556 patients {attack}.\n\nJinja {{{{ 7919 * 104729 }}}} is left alone by {attack}.\n"
    )
    own = replace(settings, corpus_dir=corpus, index_dir=root / "index")
    with showing_progress() as progress:
        index(own, progress)
    return create_app(own).test_client()


@pytest.mark.slow
def test_hostile_document_is_shown_as_text(hostile_client: FlaskClient) -> None:
    (document,) = parsed(hostile_client.get("/api/documents"))["documents"]
    for address in ("/ask?q=How+many+patients+has+Modality", "/documents/", document["link"]):
        page = hostile_client.get(address).text
        assert "alert(" in page
        assert "<script>alert" not in page
        assert "<img" not in page
        assert str(7919 * 104729) not in page


def standing_of(page: str) -> str:
    """Return what a page says about the citation of its link, without tags."""
    said = page.partition('<div class="standing')[2].partition("</div>")[0].partition(">")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", "", said)).split())


def link_of(engine: Engine, **changes: str) -> str:
    """Return the permanent link to a sentence of the digest, with some values changed."""
    citation = engine.cite("large-scale-general-practice-digest.pdf", 24293, 24359)
    parts = urlsplit(citation.link)
    values = parse_qs(parts.query) | {name: [value] for name, value in changes.items() if name != "doc_id"}
    path = f"/documents/{quote(changes['doc_id'])}" if "doc_id" in changes else parts.path
    return f"{path}?{urlencode(values, doseq=True)}"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Verified: found word for word, on p. 6."),
        ({"page": "9:5"}, "Moved: these words are now on p. 6, no longer on p. 5."),
        ({"doc_id": "old name.pdf"}, "Moved: these words are now in large-scale-general-practice-digest.pdf, p. 6."),
        (
            {"quote": "In April 2016 Modality Partnership had 87,656 registered patients.", "sha256": "0" * 16},
            "Changed: a number or a sign differs, p. 6. In April 2016 Modality Partnership had"
            " cited: 87,656 now: 87,556 registered patients. Struck through: cited text. Underlined: current"
            " text.",
        ),
        (
            {"quote": "Nobody would ever write a thing like this.", "before": "", "after": ""},
            "Withdrawn: the document no longer has these words. Cited text: Nobody would ever write a thing like this.",
        ),
    ],
)
def test_page_verifies_the_citation_of_its_link(
    client: FlaskClient, engine: Engine, changes: dict[str, str], said: str
) -> None:
    response = client.get(link_of(engine, **changes))
    assert response.status_code == 200
    assert standing_of(response.text) == said
    marks = squeeze("".join(MarkReader(response.text).marks))
    assert marks == ("" if "Withdrawn" in said else squeeze(PATIENTS))
    # The link leads to the words where they are unchanged, else to what is said of them.
    assert MarkReader(response.text).ids.count("cited") == 1
    assert ("place" in MarkReader(response.text).ids) == ("now" in said)


def test_link_to_a_document_that_is_gone_shows_its_words(client: FlaskClient, engine: Engine) -> None:
    response = client.get(link_of(engine, doc_id="gone.pdf", sha256="0" * 16))
    assert response.status_code == 404
    assert standing_of(response.text) == (
        "Withdrawn: gone.pdf is no longer among the documents. Found in"
        " large-scale-general-practice-digest.pdf, p. 6. Show the text in large-scale-general-practice-digest.pdf"
        f" Cited text: {PATIENTS}"
    )
    (address,) = re.findall(r'href="([^"]*)">Show the text', response.text)
    assert squeeze("".join(MarkReader(client.get(unescape(address)).text).marks)) == squeeze(PATIENTS)


def test_omitted_content_is_shown_under_the_same_link(client: FlaskClient, engine: Engine) -> None:
    page = client.get(link_of(engine)).text
    address = unescape(re.findall(r'href="([^"]*left_out=1[^"]*)"', page)[0])
    shown = client.get(address).text
    assert 'class="left-out' in shown
    assert standing_of(shown).startswith("Verified")


def test_page_shows_what_a_language_model_found_and_used(copied: Settings) -> None:
    with completion_server(choosing()) as server:
        client = create_app(replace(copied, llm=server.endpoint())).test_client()
        page = client.get("/ask", query_string={"q": QUESTION}).text
        assert "The language model found no answer in these passages." in page
        assert "These passages may answer" in page
        details = page[page.index('<details class="details">') :]
        assert "The language model replayed found nothing on the question (1,212 tokens of at most " in details
        (address,) = re.findall(r'href="([^"]*)">Ask without it', details)
        alone = client.get(unescape(address)).text
        assert "Ask without it" not in alone
        assert 'name="llm" value="0"' in alone
        saved = client.get("/ask/file", query_string={"q": QUESTION}).text
        assert "The language model replayed found nothing on the question (0 tokens" in saved
        assert KEY not in page + saved
    assert len(server.asked) == 1


def test_page_without_a_language_model_says_nothing_of_one(client: FlaskClient) -> None:
    page = client.get("/ask", query_string={"q": QUESTION}).text
    assert "language model" not in page
    assert "llm" not in page


def test_follow_up_is_asked_with_the_question_before_and_its_wording_can_be_edited(client: FlaskClient) -> None:
    before = "Who leads Modality Partnership?"
    page = client.get("/ask", query_string={"q": before, "type": "pdf"}).text
    asked = page.partition('class="ask follow-up"')[2].partition("</form>")[0]
    assert re.findall('type="hidden" name="(.*)" value="(.*)"', asked) == [("after", before), ("type", "pdf")]
    assert 'class="thread"' not in page
    assert "Edit the question searched" not in page
    followed = client.get("/ask", query_string={"q": "And when was it founded?", "after": before}).text
    alone = "When was Modality Partnership founded?"
    assert f"Searched for “{alone}”" in followed
    edit = followed.partition('<details class="wordings">')[2].partition("</details>")[0]
    assert f'name="q" type="text" dir="auto" value="{alone}"' in edit
    assert re.findall('type="hidden" name="(.*)" value="(.*)"', edit) == [("after", before)]
    assert '<label for="question">New question</label>' in followed
    assert "2009" in followed
    # Feedback and highlights are on the question that stands alone.
    assert f'name="q" value="{alone}"' in followed
    assert urlencode({"q": alone}) in unescape(followed)
    more = re.findall(r'<p class="more"><a href="([^"]*)"', followed)
    assert parse_qs(urlsplit(unescape(more[0])).query)["after"] == [before]


THREAD = ("Who leads Modality Partnership?", "And when was it founded?", "How many practices did it have in 2014?")


def test_page_of_a_thread_links_each_of_its_states(client: FlaskClient) -> None:
    *before, last = THREAD
    page = client.get("/ask", query_string={"q": last, "after": before}).text
    # Each question is resolved with the one before it.
    assert "Searched for “How many practices did Modality Partnership have in 2014?”" in page
    links = re.findall('<li dir="auto"><a href="(.*)">(.*)</a></li>', page.partition('<nav class="thread"')[2])
    assert [unescape(text) for _, text in links] == before
    states = [parse_qs(urlsplit(unescape(link)).query) for link, _ in links]
    assert states == [{"q": [before[0]]}, {"q": [before[1]], "after": [before[0]]}]


def test_thread_has_a_limit(client: FlaskClient) -> None:
    full = client.get("/ask", query_string={"q": "Why?", "after": ["Who?"] * MAX_THREAD})
    assert full.status_code == 200
    assert "This thread is full." in full.text
    assert "<details open" not in full.text
    for path in ("/ask", "/ask/file", "/api/ask", "/explain"):
        long = client.get(path, query_string={"q": "Why?", "after": ["Who?"] * (MAX_THREAD + 1)})
        assert long.status_code == 400
        assert f"at most {MAX_THREAD} questions before it" in long.text
    too_long = client.get("/ask", query_string={"q": "Why?", "after": ["x" * (MAX_QUESTION_LENGTH + 1), "Who?"]})
    assert too_long.status_code == 413


def test_saved_thread_has_all_its_answers(client: FlaskClient) -> None:
    *before, last = THREAD
    response = client.get("/ask/file", query_string={"q": last, "after": before})
    assert "filename=who-leads-modality-partnership.html" in response.headers["Content-Disposition"]
    saved = unescape(response.text)
    assert re.findall("<h1><span>.*</span> <bdi>(.*)</bdi></h1>", saved) == [*THREAD]
    ids = re.findall(' id="(.*?)"', saved)
    assert len(ids) == len(set(ids))
    assert set(re.findall('href="#(.*?)"', saved)) <= set(ids)
    markdown = client.get("/ask/file", query_string={"q": last, "after": before, "format": "md"})
    assert markdown.content_type == "text/markdown; charset=utf-8"
    assert "filename=who-leads-modality-partnership.md" in markdown.headers["Content-Disposition"]
    assert re.findall("(?m)^# (?:Answer|These passages may answer|No answer found) (.*)$", markdown.text) == [*THREAD]
    assert not re.search(r"<|\(#", markdown.text)
    assert client.get("/ask/file", query_string={"q": last, "format": "pdf"}).status_code == 400
