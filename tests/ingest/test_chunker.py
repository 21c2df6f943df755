from bisect import bisect_right
from dataclasses import replace

import pytest
from hypothesis import given

from reportqa.document import Document, Section
from reportqa.embedding import Embedder
from reportqa.ingest.chunker import MAX_PREFIX_WORDS, MAX_SENTENCE_TOKENS, MAX_TOKENS, chunk, passage_prefix
from reportqa.parsing.builder import DocumentBuilder
from support.strategies import documents, fast, prose


def document_of(builder: DocumentBuilder, title: str = "A report") -> Document:
    return Document(
        "a.txt", "0" * 64, "text/plain", {"title": title}, builder.text, builder.pages, tuple(builder.sections)
    )


def document_with(text: str) -> Document:
    builder = DocumentBuilder()
    builder.paragraph(text)
    return document_of(builder)


def section_at(document: Document, position: int) -> int:
    return bisect_right([section.start for section in document.sections], position)


@fast
@given(documents())
def test_passages_are_slices_in_order_without_overlap(embedder: Embedder, document: Document) -> None:
    position = 0
    for passage in chunk(document, embedder.count_tokens):
        assert passage.doc_id == document.doc_id
        assert position <= passage.start < passage.end <= len(document.text)
        assert document.text[passage.start : passage.end].strip()
        position = passage.end


@fast
@given(documents())
def test_sentences_lie_in_their_passage_and_fill_it(embedder: Embedder, document: Document) -> None:
    for passage in chunk(document, embedder.count_tokens):
        position = passage.start
        for sentence in passage.sentences:
            assert position <= sentence.start < sentence.end <= passage.end
            assert not document.text[position : sentence.start].strip()
            position = sentence.end
        assert passage.start == passage.sentences[0].start
        assert passage.end == passage.sentences[-1].end


@fast
@given(documents())
def test_passage_has_no_more_tokens_than_the_limit_unless_it_is_one_sentence(
    embedder: Embedder, document: Document
) -> None:
    passages = chunk(document, embedder.count_tokens)
    counts = embedder.count_tokens([document.text[passage.start : passage.end] for passage in passages])
    for passage, tokens in zip(passages, counts, strict=True):
        assert tokens <= (MAX_TOKENS if len(passage.sentences) > 1 else MAX_SENTENCE_TOKENS)


@fast
@given(documents())
def test_passage_never_crosses_a_section(embedder: Embedder, document: Document) -> None:
    for passage in chunk(document, embedder.count_tokens):
        assert section_at(document, passage.start) == section_at(document, passage.end - 1)


@fast
@given(documents())
def test_nothing_but_headings_and_white_space_is_left_out(embedder: Embedder, document: Document) -> None:
    left = list(document.text)
    for passage in chunk(document, embedder.count_tokens):
        left[passage.start : passage.end] = " " * (passage.end - passage.start)
    for section in document.sections:
        end = section.start + len(section.heading)
        left[section.start : end] = " " * len(section.heading)
    assert not "".join(left).strip()


@fast
@given(documents())
def test_units_count_from_0_without_a_gap(embedder: Embedder, document: Document) -> None:
    units = [passage.unit for passage in chunk(document, embedder.count_tokens)]
    assert sorted(set(units)) == list(range(len(set(units))))
    assert units == sorted(units)


@fast
@given(documents())
def test_page_of_a_passage_contains_its_start(embedder: Embedder, document: Document) -> None:
    for passage in chunk(document, embedder.count_tokens):
        pages = document.pages_of(passage.start, passage.end)
        assert not document.pages or pages[0].start <= passage.start < pages[0].end


@fast
@given(documents())
def test_text_of_a_document_always_gives_a_passage(embedder: Embedder, document: Document) -> None:
    assert bool(chunk(document, embedder.count_tokens)) == bool(document.text.strip())


@pytest.mark.parametrize("word", ["각" * 33 + ".", "ab.", "a" * 90 + "-", "漢", "ế"])
def test_endless_word_is_cut_to_what_the_model_can_read(embedder: Embedder, word: str) -> None:
    document = document_with(word * 600)
    passages = chunk(document, embedder.count_tokens)
    counts = embedder.count_tokens([document.text[passage.start : passage.end] for passage in passages])
    assert max(counts) <= MAX_SENTENCE_TOKENS
    assert "".join(document.text[passage.start : passage.end] for passage in passages) == document.text


def test_long_sentence_is_cut_between_words(embedder: Embedder) -> None:
    document = document_with("practice " * 500)
    passages = chunk(document, embedder.count_tokens)
    assert len(passages) > 1
    assert all(set(document.text[p.start : p.end].split()) == {"practice"} for p in passages)


def test_characters_that_the_model_cannot_read_make_a_passage(embedder: Embedder) -> None:
    builder = DocumentBuilder()
    builder.heading("Results", 1)
    builder.paragraph("\ufffd\ufffd\ufffd")
    document = document_of(builder)
    assert [document.text[p.start : p.end] for p in chunk(document, embedder.count_tokens)] == ["\ufffd\ufffd\ufffd"]


def test_passage_may_run_over_a_page_break(embedder: Embedder) -> None:
    builder = DocumentBuilder()
    builder.page(1, "i")
    builder.paragraph("The first half of a sentence goes on")
    builder.run_over(2, "1", "over the page.")
    document = document_of(builder)
    (passage,) = chunk(document, embedder.count_tokens)
    assert [page.label for page in document.pages_of(passage.start, passage.end)] == ["i", "1"]


def test_heading_stands_in_the_prefix_and_not_in_the_passage(embedder: Embedder) -> None:
    builder = DocumentBuilder()
    builder.heading("Findings", 1)
    builder.heading("Staff", 2)
    builder.paragraph("Salaried GPs were least satisfied.")
    document = document_of(builder)
    (passage,) = chunk(document, embedder.count_tokens)
    assert passage.prefix == "A report - Staff. "
    assert document.text[passage.start : passage.end] == "Salaried GPs were least satisfied."


def test_heading_with_nothing_under_it_is_a_passage(embedder: Embedder) -> None:
    builder = DocumentBuilder()
    builder.heading("Four cautions apply", 1)
    document = document_of(builder)
    (passage,) = chunk(document, embedder.count_tokens)
    assert document.text[passage.start : passage.end] == "Four cautions apply"


@pytest.mark.parametrize(
    ("rank", "page", "media_type", "passages"),
    [(2, 1, "text/plain", 1), (1, 1, "text/plain", 2), (2, 2, "text/plain", 2), (2, 1, "text/html", 2)],
)
def test_bare_heading_over_one_of_its_rank_stands_in_its_prefix(
    embedder: Embedder, rank: int, page: int, media_type: str, passages: int
) -> None:
    builder = DocumentBuilder()
    builder.page(1, None)
    builder.heading("Key findings", 2)
    if page == 2:
        builder.page(2, None)
    builder.heading("Workforce", rank)
    builder.paragraph("Salaried GPs were least satisfied.")
    document = replace(document_of(builder), media_type=media_type)
    found = chunk(document, embedder.count_tokens)
    assert len(found) == passages
    assert found[-1].heading == "Workforce"
    assert (found[-1].prefix == "A report - Key findings - Workforce. ") == (passages == 1)


def test_sentences_are_spread_evenly_over_passages(embedder: Embedder) -> None:
    document = document_with("The practice has many patients and few doctors today. " * 14)
    passages = chunk(document, embedder.count_tokens)
    counts = embedder.count_tokens([document.text[p.start : p.end] for p in passages])
    assert len(counts) == 2
    assert max(counts) - min(counts) <= 11


def test_long_page_counts_as_several_units(embedder: Embedder) -> None:
    builder = DocumentBuilder()
    builder.page(1, "1")
    builder.paragraph("The practice has many patients and few doctors today. " * 200)
    assert chunk(document_of(builder), embedder.count_tokens)[-1].unit >= 1


@fast
@given(documents(), prose)
def test_prefix_has_at_most_so_many_words(document: Document, heading: str) -> None:
    prefix = passage_prefix(document, heading)
    assert len(prefix.replace(" - ", " ").split()) <= MAX_PREFIX_WORDS + prefix.count("-")
    assert prefix.endswith(". ")


def test_prefix_names_a_title_that_is_the_heading_once() -> None:
    document = Document("a", "0", "text/plain", {"title": "Same"}, "Same", (), (Section("Same", 1, 0),))
    assert passage_prefix(document, "Same") == "Same. "


@pytest.mark.parametrize(("words", "kept"), [(4, ["Key findings", "Our staff"]), (20, ["Our staff"]), (22, [])])
def test_prefix_has_the_headings_above_that_leave_the_title_whole(words: int, kept: list[str]) -> None:
    title = "title " * (words - 1) + "title"
    document = Document("a", "0", "text/plain", {"title": title}, "Pay")
    prefix = passage_prefix(document, "Pay", ["Key findings", "Our staff"])
    assert prefix == " - ".join([title, *kept, "Pay"]) + ". "


def test_prefix_keeps_the_heading_before_the_title() -> None:
    heading = " ".join(["heading"] * 20)
    document = Document("a", "0", "text/plain", {"title": "title " * 20}, heading, (), (Section(heading, 1, 0),))
    assert passage_prefix(document, heading) == f"{' '.join(['title'] * 4)} - {heading}. "
