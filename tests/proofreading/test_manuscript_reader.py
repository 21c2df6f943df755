import pytest

from reportqa.errors import ParseError
from reportqa.proofreading.manuscript import HEADING, PARAGRAPH, QUOTE
from reportqa.proofreading.manuscript_reader import read_manuscript
from reportqa.proofreading.quotations import find_quotations
from support.briefings import FORMATS, MARKDOWN, UNTAGGED, briefing
from support.hostile import CATALOG, FONT, SENTENCE, TEXT, page, pdf

NOTES = ["reportqa project, Large-scale general practice: a digest of the evidence (2026), p. 6.", "Ibid., p. 9."]


@pytest.mark.parametrize("ending", [*FORMATS, "pdf", pytest.param(UNTAGGED, marks=pytest.mark.slow)])
def test_notes_stay_tied_to_the_quotations_that_they_follow(ending: str) -> None:
    made = read_manuscript(f"briefing.{ending}", briefing(ending))
    assert [" ".join(note.text.replace("↩︎", "").split()) for note in made.notes] == NOTES
    first, second = (quotation.sources[0].text for quotation in find_quotations(made)[:2])
    assert first.startswith("reportqa project")
    assert second.startswith("Ibid.")


@pytest.mark.parametrize("ending", FORMATS)
def test_quotation_that_is_set_apart_is_told_from_paragraphs(ending: str) -> None:
    made = read_manuscript(f"briefing.{ending}", briefing(ending))
    set_apart = [made.text[block.start : block.end] for block in made.blocks if block.kind == QUOTE]
    assert set_apart[0].startswith("Modality had two practices")
    assert ending == "txt" or made.text[: made.blocks[0].end] == "A briefing"
    assert ending == "txt" or made.blocks[0].kind == HEADING


def test_paragraphs_of_plain_text_that_are_set_apart_together_are_one_quotation() -> None:
    text = "They say:\n\n> “One\n>\n> two”\n>\n> — A\n\n> “Three”\n\n    Four,\n\n    five\n\nNothing"
    blocks = [block for block in read_manuscript("a.txt", text.encode()).blocks if block.kind == QUOTE]
    assert [block.group for block in blocks] == [1, 1, 1, 2, 3, 3]


def test_broken_page_of_a_pdf_costs_that_page_only() -> None:
    pages = b"<< /Type /Pages /Kids [3 0 R 9 0 R] /Count 2 >>"
    data = pdf(CATALOG, pages, page(), FONT, TEXT)
    assert SENTENCE in read_manuscript("a.pdf", data).text


def test_quotation_between_tags_gets_its_marks() -> None:
    made = read_manuscript("a.html", b"<p>They say <q>these are some words</q>.</p>")
    assert made.text == "They say “these are some words”."


def test_file_in_another_encoding_is_read() -> None:
    made = read_manuscript("a.txt", MARKDOWN.encode("utf-16"))
    assert made.text == read_manuscript("a.txt", MARKDOWN.encode()).text


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.md", b"", "is empty"),
        ("a.docx", b" \n", "is empty"),
        ("a.docx", b"no Word file", "is not a valid Word file, or it is damaged"),
        ("a.docx", b"PK\x03\x04" + bytes(2000), "is damaged"),
        ("a.odt", b"PK\x03\x04" + bytes(99), "is damaged"),
        ("a.pdf", b"%PDF-1.4 nothing", "PDF"),
        ("a.md", bytes(range(256)) * 8, "is not text"),
        ("a.html", b"<p> </p>", "has no text"),
        ("a.pages", b"words", "can't be read as a briefing"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(600), "old Office format"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(name: str, data: bytes, said: str) -> None:
    with pytest.raises(ParseError, match=said):
        read_manuscript(name, data)


SAVED_NOTES = {
    "LibreOffice": (
        '<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a>',
        '<div id="sdfootnote1"><p><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a> Rosen, p.'
        " 3.</p><p>And more.</p></div>",
    ),
    "Word": (
        '<a href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference>[1]</span></a>',
        '<div id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1" title=""><span>[1]</span></a> Rosen, p.'
        " 3.</p><p>And more.</p></div>",
    ),
    "Google": (
        '<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup>',
        '<div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a> Rosen, p. 3.</p><p>And more.</p></div>',
    ),
    "lists": (
        '<sup><a href="#n1" id="r1">1</a></sup>',
        '<ol><li><p><a href="#r1" id="n1">↑</a> Rosen, p. 3.</p><p>And more.</p></li></ol>',
    ),
}


@pytest.mark.parametrize("maker", SAVED_NOTES)
def test_notes_of_web_pages_saved_by_word_processors_are_notes(maker: str) -> None:
    mark, note = SAVED_NOTES[maker]
    page = f'<p>They say “so it is”{mark} and go <a href="#top">up</a>.</p><p class="MsoQuote">Apart.</p>{note}'
    read = read_manuscript("briefing.html", page.encode())
    assert read.text.startswith("They say “so it is” and go up.\n\nApart.")
    assert [block.kind for block in read.blocks[:2]] == [PARAGRAPH, QUOTE]
    (made,) = read.notes
    assert made.offset == len("They say “so it is”")
    assert made.text.split() == ["Rosen,", "p.", "3.", "And", "more."]
    assert "Rosen" not in read.text
