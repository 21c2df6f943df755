import io
import zipfile

import pytest

from reportqa.errors import InputError
from reportqa.ingest.build import Summary
from reportqa.proofreading.manuscript_reader import read_manuscript
from reportqa.proofreading.page_corrections import correct
from reportqa.proofreading.proofreader import Outcome, Proofreader
from reportqa.settings import Settings
from reportqa.text.tokens import Wording
from support.briefings import FORMATS, MARKDOWN, briefing, convert


@pytest.fixture(scope="module")
def proofreader(settings: Settings, built: Summary) -> Proofreader:
    return Proofreader.open(settings)


def plain(text: str) -> str:
    """Return a text with the spaces that do not break, which pandoc writes, as others."""
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("ending", FORMATS)
def test_pages_are_corrected_and_nothing_else(proofreader: Proofreader, ending: str) -> None:
    name, data = f"briefing.{ending}", briefing(ending)
    made = read_manuscript(name, data)
    corrected = correct(name, data, made, proofreader.check(made))
    assert {(plain(one.old), plain(one.new)) for one in corrected.done} == {("p. 9", "p. 6"), ("p. 7", "p. 6")}
    assert corrected.left == ()
    again = read_manuscript(name, corrected.data)
    outcomes = [finding.outcome for finding in proofreader.check(again)]
    assert Outcome.ELSEWHERE not in outcomes
    assert outcomes[:2] == [Outcome.FIGURE, Outcome.NOT_FOUND]
    before = Wording.of(" ".join([made.text, *(note.text for note in made.notes)])).keys
    after = Wording.of(" ".join([again.text, *(note.text for note in again.notes)])).keys
    assert len(before) == len(after)
    changed = {(one, other) for one, other in zip(before, after, strict=True) if one != other}
    assert changed == {("9", "6"), ("7", "6")}


def test_other_parts_of_a_word_file_stay_byte_for_byte(proofreader: Proofreader) -> None:
    data = briefing("docx")
    made = read_manuscript("briefing.docx", data)
    corrected = correct("briefing.docx", data, made, proofreader.check(made)).data
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(corrected)) as new:
        assert old.namelist() == new.namelist()
        differing = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert differing == {"word/document.xml", "word/footnotes.xml"}


@pytest.mark.parametrize("ending", ["md", "docx", "odt", "html"])
def test_only_the_wrong_one_of_notes_that_read_alike_is_corrected(proofreader: Proofreader, ending: str) -> None:
    title = "reportqa project, Large-scale general practice: a digest of the evidence (2026)"
    markdown = (
        "“It was founded in 2009 to provide integrated care of high quality”[^1] and “It is part of one of the most ad"
        "vanced systems”[^2] and “In April 2016 Modality Partnership had 87,556 registered patients.”[^3]\n\n"
        f"[^1]: {title}, p. 6.\n\n[^2]: {title}, p. 7.\n\n[^3]: {title}, p. 7.\n"
    )
    data = markdown.encode() if ending == "md" else convert(markdown, ending)
    made = read_manuscript(f"a.{ending}", data)
    corrected = correct(f"a.{ending}", data, made, proofreader.check(made))
    assert [(plain(one.old), plain(one.new)) for one in corrected.done] == [("p. 7", "p. 6")]
    notes = [plain(note.text) for note in read_manuscript(f"a.{ending}", corrected.data).notes]
    assert [note.count("p. 6") for note in notes] == [1, 0, 1]


def test_formatting_and_entities_stay(proofreader: Proofreader) -> None:
    page = (
        "<p>A &amp; B say &ldquo;In April 2016 Modality Partnership had <b>87,556</b> registered patients&rdquo;"
        " (reportqa&nbsp;project 2026, <i>p.&nbsp;<b>9</b></i>).</p>"
    )
    made = read_manuscript("a.html", page.encode())
    corrected = correct("a.html", page.encode(), made, proofreader.check(made))
    written = corrected.data.decode()
    assert "A &amp; B say &ldquo;In April 2016 Modality Partnership had <b>87,556</b> registered" in written
    assert "(reportqa&nbsp;project 2026, <i>p." in written
    assert "9" not in written


def test_pdf_cannot_be_corrected(proofreader: Proofreader) -> None:
    made = read_manuscript("briefing.md", MARKDOWN.encode())
    with pytest.raises(InputError, match=r"a\.pdf is a PDF, which cannot be corrected"):
        correct("a.pdf", b"", made, proofreader.check(made))


MADE = "reportqa project 2026"
QUOTE = "“In April 2016 Modality Partnership had 87,556 registered patients”"


@pytest.mark.parametrize(
    ("note", "corrected"),
    [
        (f"({MADE}, pp. 7, 9)", f"({MADE}, p. 6)"),
        (f"({MADE}, pp. 2–3 and 9)", f"({MADE}, p. 6)"),
        (f"({MADE}, p. 7 ff., emphasis added)", f"({MADE}, p. 6, emphasis added)"),
        (f"({MADE}, p. 7; Smith 2001, p. 9)", f"({MADE}, p. 6; Smith 2001, p. 9)"),
        (f"(Smith 2001, p. 9; {MADE}, p. 7)", f"(Smith 2001, p. 9; {MADE}, p. 6)"),
        (f"(Smith 2001, p. 9, cited in {MADE}, p. 7)", f"(Smith 2001, p. 9, cited in {MADE}, p. 6)"),
        ("(Smith 2001, p. 9)", None),
        (f"({MADE}, p. 7, n. 2)", None),
        (f"({MADE}, p. 7/20)", None),
        (f"({MADE}, p. 7 and also p. 9)", None),
    ],
)
def test_page_is_corrected_only_if_it_was_read_whole_and_is_of_the_work_found(
    proofreader: Proofreader, note: str, corrected: str | None
) -> None:
    data = f"They say {QUOTE} {note}.".encode()
    made = read_manuscript("a.md", data)
    written = correct("a.md", data, made, proofreader.check(made)).data.decode()
    assert written == f"They say {QUOTE} {corrected or note}."


def test_page_that_is_right_for_one_of_two_quotations_is_left(proofreader: Proofreader) -> None:
    for page, done in (("6", 0), ("9", 1)):
        text = f"They say “It was founded in 2009 to provide integrated care” and {QUOTE} ({MADE}, p. {page})."
        made = read_manuscript("a.md", text.encode())
        corrected = correct("a.md", text.encode(), made, proofreader.check(made))
        assert (len(corrected.done), len(corrected.left)) == (done, 0)
