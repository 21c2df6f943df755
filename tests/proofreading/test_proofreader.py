from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.ingest.build import Summary
from reportqa.parsing.builder import DocumentBuilder
from reportqa.proofreading.manuscript_reader import read_manuscript
from reportqa.proofreading.proofreader import Outcome, Proofreader, QuoteCheck
from reportqa.settings import Settings
from support.briefings import DIGEST, FORMATS, PATIENTS, UNTAGGED, briefing
from support.mutations import document_of
from support.roundtrips import lay_out


@pytest.fixture(scope="module")
def proofreader(settings: Settings, built: Summary) -> Proofreader:
    return Proofreader.open(settings)


def check(proofreader: Proofreader, markdown: str) -> QuoteCheck:
    (finding,) = proofreader.check(read_manuscript("briefing.md", markdown.encode()))
    return finding


@pytest.mark.parametrize("ending", FORMATS)
def test_quotations_get_their_outcomes_the_worst_first(proofreader: Proofreader, ending: str) -> None:
    findings = proofreader.check(read_manuscript(f"briefing.{ending}", briefing(ending)))
    assert [finding.outcome for finding in findings] == [
        Outcome.FIGURE,
        Outcome.NOT_FOUND,
        Outcome.ELSEWHERE,
        Outcome.ELSEWHERE,
        Outcome.RIGHT,
        Outcome.RIGHT,
    ]
    assert [(part.quoted, part.current) for part in findings[0].parts if not part.same] == [("87,656", "87,556")]
    assert {finding.places[0].citation.doc_id for finding in findings if finding.places} == {DIGEST}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pdf", UNTAGGED])
def test_quotations_of_a_pdf_get_their_outcomes(proofreader: Proofreader, kind: str) -> None:
    findings = proofreader.check(read_manuscript("briefing.pdf", briefing(kind)))
    assert [finding.outcome for finding in findings] == [
        Outcome.FIGURE, Outcome.NOT_FOUND, Outcome.ELSEWHERE, Outcome.RIGHT
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("markdown", "outcome"),
    [
        (f"“{PATIENTS}” (reportqa project 2026, p. 6)", Outcome.RIGHT),
        (f"“{PATIENTS}” (p. 6)", Outcome.RIGHT),
        (f"“{PATIENTS}” (PDF p. 10)", Outcome.RIGHT),
        (f"“{PATIENTS}” (page 10 of the file)", Outcome.RIGHT),
        (f"“{PATIENTS}” (survey-briefing, p. 1; {DIGEST}, p. 6)", Outcome.RIGHT),
        (f"“{PATIENTS}” (p. 99)", Outcome.ELSEWHERE),
        (f"“{PATIENTS}” (survey-briefing, p. 1)", Outcome.ELSEWHERE),
        (f"“{PATIENTS}”", Outcome.NO_PAGE),
        (f"“{PATIENTS.replace('had', 'has')}” (p. 6)", Outcome.WORDS),
        (f"“{PATIENTS.replace('87,556', '−87,556')}” (p. 6)", Outcome.FIGURE),
        (f"“{PATIENTS.replace('2016', '2015')}” (p. 6)", Outcome.FIGURE),
        (f"“{PATIENTS.replace('87,556 registered', '[many]')}” (p. 6)", Outcome.RIGHT),
        ("“Nothing of this kind was ever written there” (p. 6)", Outcome.NOT_FOUND),
    ],
)
def test_note_decides_whether_the_words_are_where_they_should_be(
    proofreader: Proofreader, markdown: str, outcome: Outcome
) -> None:
    assert check(proofreader, f"They say {markdown}.").outcome is outcome


def test_note_that_says_ibid_alone_means_the_page_before_and_not_that_of_the_next(proofreader: Proofreader) -> None:
    text = (
        f"“{PATIENTS}”[^1] And “nine in 2014 and 16 in April 2016.”[^2] The digest (reportqa project 2026, p. 5) adds:"
        " “Modality had two practices in 2008”. They say “the region’s preferred provider” (ibid.).\n\n"
        "[^1]: Large-scale general practice: a digest of the evidence (2026), p. 6.\n\n[^2]: Ibid.\n"
    )
    findings = proofreader.check(read_manuscript("briefing.md", text.encode()))
    pages = {finding.quotation.text: finding.claim.locator.first for finding in findings if finding.claim.locator}
    assert list(pages.values()).count("6") == 2
    assert pages["nine in 2014 and 16 in April 2016."] == "6"
    assert pages["the region’s preferred provider"] == "5"


def test_note_of_a_document_that_is_not_there_is_remarked(proofreader: Proofreader) -> None:
    finding = check(proofreader, "They say “there is nothing like it anywhere” (Smith 2019, p. 3).")
    assert finding.remark == "The note names no document in the index."


def test_title_of_a_document_is_no_quotation(proofreader: Proofreader) -> None:
    made = read_manuscript("a.md", "In “Large-scale general practice: a digest of the evidence” they say so.".encode())
    assert proofreader.check(made) == ()


def test_title_that_a_source_stands_below_is_a_quotation(proofreader: Proofreader) -> None:
    title = "Large-scale general practice: a digest of the evidence"
    made = read_manuscript("a.txt", f"“{title}”\n— {DIGEST}, p. 1".encode())
    assert [finding.quotation.text for finding in proofreader.check(made)] == [title]


def test_title_with_a_citation_behind_it_is_a_quotation_if_the_text_has_its_words(proofreader: Proofreader) -> None:
    words = "“Lessons for large-scale general practice”"
    assert check(proofreader, f"They say {words} ({DIGEST}, p. 99).").outcome is Outcome.ELSEWHERE
    made = read_manuscript(
        "a.md", f"See “Large-scale general practice: a digest of the evidence” ({DIGEST}, p. 9).".encode()
    )
    assert proofreader.check(made) == ()


def test_words_that_several_documents_have_are_right_on_the_page_of_the_one_with_pages(
    proofreader: Proofreader,
) -> None:
    finding = check(proofreader, "They say “Lessons for large-scale general practice” (reportqa project 2026, p. 1).")
    assert finding.outcome is Outcome.RIGHT
    assert [page.label for page in finding.places[0].citation.pages] == ["1"]


def test_document_without_pages_has_none_to_compare(proofreader: Proofreader, settings: Settings) -> None:
    words = " ".join(Path(settings.corpus_dir / "case-study-notes.txt").read_text(encoding="utf-8").split()[30:45])
    finding = check(proofreader, f"They say “{words.replace('“', '‘').replace('”', '’')}” (case-study-notes, p. 2).")
    assert finding.outcome in {Outcome.NO_PAGE, Outcome.RIGHT, Outcome.ELSEWHERE}
    if not finding.places[0].citation.pages:
        assert finding.remark == "case-study-notes.txt has no pages to compare with the note."


@pytest.mark.parametrize(
    ("note", "remark"),
    [
        (f"({DIGEST}, folio 6)", "A page may be named here that was not read."),
        (f"({DIGEST}, table 96)", f"“table 96” was not checked: {DIGEST} does not show where it is."),
        (f"({DIGEST}, p. 6)", ""),
    ],
)
def test_number_in_a_note_that_was_not_read_is_remarked(proofreader: Proofreader, note: str, remark: str) -> None:
    assert check(proofreader, f"They say “{PATIENTS}” {note}.").remark == remark


@pytest.mark.parametrize(
    "words", ["In April 2016 … had 87,556 registered", "In April 2016 Modality Partnership [never] had 87,556"]
)
def test_negation_that_a_quotation_hides_is_remarked(proofreader: Proofreader, words: str) -> None:
    finding = check(proofreader, f"They say “{words}” ({DIGEST}, p. 6).")
    assert finding.outcome is Outcome.RIGHT
    assert finding.remark == ("The bracket adds “never”." if "never" in words else "")


def test_note_that_fits_several_documents_is_remarked(proofreader: Proofreader) -> None:
    remark = check(proofreader, f"They say “{PATIENTS}” (reportqa project 2026).").remark
    assert remark.startswith("The note is ambiguous: it may mean “")
    assert "Large-scale general practice: a digest of the evidence" in remark


def test_words_outside_of_the_section_that_a_note_names_are_elsewhere(tmp_path: Path) -> None:
    builder = DocumentBuilder()
    builder.heading("1 Rooms", 1)
    builder.paragraph("They are rather damp in winter.")
    builder.heading("2 Boats", 1)
    builder.paragraph("They are painted blue in spring.")
    made = replace(document_of(builder.text, "house.md"), sections=tuple(builder.sections))
    checker = lay_out(tmp_path, [made]).proofreader
    damp = "“They are rather damp in winter”"
    assert check(checker, f"{damp} (house.md, § 1).").outcome is Outcome.NO_PAGE
    wrong = check(checker, f"{damp} (house.md, section 2).")
    assert (wrong.outcome, wrong.remark) == (
        Outcome.ELSEWHERE,
        "The words are not in “section 2”, but in “1 Rooms”.",
    )
    both = check(checker, f"{damp} (house.md, table 7, § 2).").remark
    assert both == (
        "“table 7” was not checked: house.md does not show where it is. The words are not in “§ 2”, but in “1 Rooms”."
    )
