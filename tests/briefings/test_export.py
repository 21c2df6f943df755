import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from reportqa.briefings.briefing import Briefing, make_briefing
from reportqa.briefings.draft import draft_of, draft_of_markdown
from reportqa.briefings.export import export, file_name, form_of, one_file, write_files
from reportqa.citations.pandoc import run_pandoc
from reportqa.citations.record import Record
from reportqa.citations.styles import Style, load_style
from reportqa.errors import InputError
from reportqa.index.catalogue import Catalogue
from support.cited import LABELS, TEXT, document, make_catalogue, open_library, place

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OSCOLA, APA = load_style("oscola"), load_style("apa")
QUOTE = "Practices said that *nothing* had changed [since 2014]; “82%” of them, or 1,234 in all, wanted more_staff."
READERS = {"docx": "docx", "odt": "odt", "html": "html", "md": "markdown-smart"}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return make_catalogue(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def briefing(catalogue: Catalogue) -> Briefing:
    return make_briefing(
        draft_of(
            {
                "title": "Staff & patients: “who” pays?",
                "author": ["A. Writer", "Policy Unit"],
                "date": "November 2026",
                "section": [
                    {
                        "heading": "Growth",
                        "content": [
                            {"note": "A **note** with a list:\n\n- one\n- two"},
                            {"quote": place("bigger.pdf", QUOTE)},
                            {"quote": place("pay.pdf", "Costs rose by £5m & fell again.\nA second line of it.")},
                        ],
                    },
                    {"heading": "Detail", "level": 2, "content": [{"quote": place("waiting.html", "$5 and $10.")}]},
                ],
            }
        ),
        catalogue,
    )


def plain(data: bytes, form: str) -> str:
    """Return the words that a reader sees in a file, with one space between them."""
    if form == "pdf":
        with pypdfium2.PdfDocument(data) as pdf:
            text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    else:
        text = run_pandoc(data, "plain", reader=READERS[form]).decode()
    return " ".join(text.split())


@pytest.mark.parametrize("form", ["docx", "odt", "html", "md", "pdf"])
def test_every_format_has_quotes_word_for_word_with_their_pages(briefing: Briefing, form: str) -> None:
    text = plain(one_file(briefing, APA, form), form)
    assert f"“{QUOTE.removesuffix('.')}” " in text
    assert "Costs rose by £5m & fell again. A second line of it." in text
    pages = (
        ("@nuffieldtrust2016, p. 14]", "@rosen2019, p. iv]") if form == "md" else (", 2016, p. 14)", ", 2019, p. iv)")
    )
    assert [name in text for name in pages] == [True, True]
    if form != "md":
        assert "Staff & patients: “who” pays?" in text or form in {"docx", "odt", "html"}


def test_backslashes_and_what_follows_them_stay_in_markdown(catalogue: Catalogue) -> None:
    words = "it is \\ as it stands ~ here^."
    note = "A path: C:\\\\new\\\\”, so"
    draft = draft_of({"title": "A", "section": [{"content": [{"note": note}, {"quote": place("pay.pdf", words)}]}]})
    made = one_file(make_briefing(draft, catalogue), APA, "md").decode()
    assert "C:\\new\\”, so" in plain(made.encode(), "md")
    (cut,) = [each for each in range(len(words)) if words[each] == "\\"]
    quoted = make_briefing(
        draft_of({"title": "A", "section": [{"content": [{"quote": place("pay.pdf", words[: cut + 1])}]}]}), catalogue
    )
    assert f"“{words[: cut + 1]}” [@rosen2019" in plain(one_file(quoted, APA, "md"), "md")


def parts(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def test_word_has_real_footnotes_quotes_in_their_style_and_page_numbers(briefing: Briefing) -> None:
    with parts(one_file(briefing, OSCOLA, "docx")) as archive:
        notes = etree.fromstring(archive.read("word/footnotes.xml"))
        document = etree.fromstring(archive.read("word/document.xml"))
        footers = [name for name in archive.namelist() if "footer" in name]
        assert any(b"PAGE" in archive.read(name) for name in footers)
    texts = ["".join(map(str, note.itertext())) for note in notes.iter(f"{W}footnote")]
    assert any("(Nuffield Trust 2016) 14" in text for text in texts)
    assert any("(King’s Fund 2019) iv" in text for text in texts)
    styled = {
        style.get(f"{W}val"): "".join(map(str, paragraph.itertext()))
        for paragraph in document.iter(f"{W}p")
        for style in paragraph.iter(f"{W}pStyle")
    }
    assert {"Title", "Author", "Date", "Heading1", "Heading2", "BlockText", "Bibliography"} <= styled.keys()
    assert len(list(document.iter(f"{W}footnoteReference"))) == 3


def test_open_document_has_real_footnotes(briefing: Briefing) -> None:
    with parts(one_file(briefing, OSCOLA, "odt")) as archive:
        content = etree.fromstring(archive.read("content.xml"))
    notes = [note for note in content.iter() if str(note.tag).endswith("}note")]
    assert len(notes) == 3


@pytest.mark.parametrize(("form", "part"), [("docx", "docProps/core.xml"), ("odt", "meta.xml")])
def test_file_says_that_it_was_made_today(briefing: Briefing, form: str, part: str) -> None:
    with parts(one_file(briefing, APA, form)) as archive:
        days = re.findall(r">(\d{4}-\d\d-\d\d)T[\d:]+Z<", archive.read(part).decode())
    now = datetime.now(UTC)
    assert days in ([f"{day:%Y-%m-%d}"] * 2 for day in (now, now - timedelta(days=1)))


@pytest.mark.parametrize(
    ("form", "part"), [("docx", "word/_rels/document.xml.rels"), ("odt", "content.xml"), ("html", "")]
)
def test_links_in_a_document_are_text(tmp_path: Path, form: str, part: str) -> None:
    text = "See [it](https://bad.example/a), <a href='https://bad.example/b'>b</a> and https://bad.example/c now."
    item = {"title": "T [it](https://bad.example/d)", "URL": "javascript:alert(1)"}
    shown = open_library(tmp_path, [replace(document("a.md", item), text=text, sections=())])
    made = one_file(make_briefing(draft_of_markdown(f"[[a.md#0-{len(text)}]]"), shown), APA, form)
    if part:
        with parts(made) as archive:
            made = archive.read(part)
    assert re.findall(rb"(?:href|Target)=\"(?:https://bad|javascript)[^\"]*", made) == []


@pytest.mark.parametrize(("style", "pages"), [(APA, "p.\u00a0"), (OSCOLA, "(n\u00a01)")])
def test_no_line_ends_before_the_page_of_a_citation(catalogue: Catalogue, style: Style, pages: str) -> None:
    quotes = [place("bigger.pdf", QUOTE), place("pay.pdf", "Costs rose by £5m"), place("bigger.pdf", "82%")]
    note = "The words “see p. 6” of a note stay as they are."
    content = [*({"quote": quote} for quote in quotes), {"note": note}]
    page = one_file(make_briefing(draft_of({"section": [{"content": content}]}), catalogue), style, "html").decode()
    text = str(html.fromstring(page).xpath("string()"))
    assert pages in text
    assert note in text
    assert not re.search(r"p\. \d", text.replace(note, ""))


def test_html_is_one_file_that_fetches_nothing(briefing: Briefing) -> None:
    page = html.fromstring(one_file(briefing, OSCOLA, "html"))
    assert page.get("lang") == "en-GB"
    assert page.findtext(".//title") == "Staff & patients: “who” pays?"
    assert not page.xpath("//script | //img | //link | //iframe | //@src")
    assert len(page.findall(".//blockquote")) == 1
    assert "url(" not in str(page.findtext(".//style"))


def test_markdown_is_formatted_by_plain_pandoc(briefing: Briefing, tmp_path: Path) -> None:
    written = export(briefing, OSCOLA, "md", "staff")
    assert list(written) == ["staff.md", "staff.json", "staff.csl"]
    for name, data in written.items():
        (tmp_path / name).write_bytes(data)
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "staff.md", "--citeproc", "--to", "plain", "--wrap=none"]
    text = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, text=True).stdout
    assert "[1] Nuffield Trust, ‘Is Bigger Better?’ (Nuffield Trust 2016) 14" in text
    assert [item["id"] for item in json.loads(written["staff.json"])] == [
        "nuffieldtrust2016",
        "rosen2019",
        "nhsengland2021",
    ]


def test_markdown_in_one_file_carries_its_bibliography(briefing: Briefing) -> None:
    text = run_pandoc(one_file(briefing, OSCOLA, "md"), "plain", ["--citeproc"], reader="markdown").decode()
    assert "Nuffield Trust 2016, 14" in text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "notes"),
    [
        ("oscola", ["See the Talmud.", "Nuffield Trust (n 1) 14.", "Ibid.", "King’s Fund", "Nuffield Trust (n 1) 14."]),
        ("turabian-notes-bibliography-subsequent-ibid", ["See the Talmud.", "Nuffield Trust,", "Ibid.", "King’s Fund"]),
        ("mhra-notes", ["See the Talmud.", "Nuffield Trust, Is Bigger", "Nuffield Trust, Is Bigger"]),
        ("chicago-notes-bibliography", ["See the Talmud.", "Nuffield Trust, Is Bigger", "Nuffield Trust, Is Bigger"]),
    ],
)
def test_short_forms_count_the_notes_of_the_writer(
    catalogue: Catalogue, tmp_path: Path, name: str, notes: list[str]
) -> None:
    content = [
        {"quote": place("bigger.pdf", QUOTE)},
        {"note": "A claim.[^own]\n\n[^own]: See the Talmud."},
        {"quote": place("bigger.pdf", "82%")},
        {"quote": place("bigger.pdf", "82%")},
        {"quote": place("pay.pdf", "Costs rose by £5m")},
        {"note": "Another claim.[^cited]\n\n[^cited]: [@nuffieldtrust2016, p. 14]"},
    ]
    style = load_style(name)
    briefing = make_briefing(draft_of({"title": "A", "section": [{"content": content}]}), catalogue)
    (tmp_path / "style.csl").write_bytes(style.csl)
    options = ["--citeproc", "--csl", str(tmp_path / "style.csl")]
    by_pandoc = run_pandoc(one_file(briefing, style, "md"), "plain", options, reader="markdown").decode()
    wanted = [line.partition("] ")[2] for line in by_pandoc.splitlines() if re.match(r"\[\d", line)]
    assert len(wanted) == 6
    for form in ("docx", "odt", "html", "pdf"):
        text = plain(one_file(briefing, style, form), form)
        places = [text.rindex("See the Talmud.")]
        for note in notes[1:]:
            places.append(text.find(note, places[-1] + 1))
        assert places == sorted(places), form
        assert -1 not in places, form
        if form != "pdf":
            missing = [note for note in wanted if note.replace("\u00a0", " ") not in text.replace("\u00a0", " ")]
            assert missing == [], form


def test_zip_has_every_format_and_the_records(briefing: Briefing) -> None:
    with parts(one_file(briefing, OSCOLA, "zip")) as archive:
        names = archive.namelist()
        records = json.loads(archive.read("citations.json"))
    assert {Path(name).suffix for name in names} == {".docx", ".odt", ".html", ".pdf", ".md", ".json", ".csl"}
    assert [Record.from_object(record).quote for record in records] == [
        quotation.citation.quote for quotation in briefing.quotations
    ]
    assert records[0]["pages"][0]["label"] == "14"


def test_style_without_bibliography_has_no_heading_for_it(briefing: Briefing) -> None:
    assert "References" not in plain(one_file(briefing, load_style("chicago-notes"), "html"), "html")
    assert "References" in plain(one_file(briefing, APA, "html"), "html")


def test_notes_of_any_signs_are_set_as_they_are(catalogue: Catalogue) -> None:
    note = 'Signs: #read("a") $x$ <b> @ [c] _d_ \\\\ `#e` "f" \'g\' -- ~ = / // /* *\\*'.replace("@", "\\@")
    made = make_briefing(draft_of({"title": '#read("b") "c" $', "section": [{"content": [{"note": note}]}]}), catalogue)
    text = plain(one_file(made, APA, "pdf"), "pdf")
    assert '#read("b") "c" $' in text
    assert '#read("a") $x$ <b> @ [c]' in text


def test_other_format_is_refused(briefing: Briefing) -> None:
    with pytest.raises(InputError, match='cannot be written as "xls"'):
        export(briefing, APA, "xls")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Staff & pay: 2016", "staff-pay-2016"),
        ("", "briefing"),
        ("../..", "briefing"),
        ("Größe", "grosse"),
        ("漢字", "briefing"),
        ("a" * 99, "a" * 60),
    ],
)
def test_title_makes_the_name_of_a_file(title: str, name: str) -> None:
    assert file_name(title) == name


ranges = st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=2, unique=True).map(sorted)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["docx", "odt", "html", "md", "pdf"])
@settings(max_examples=8)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(LABELS)), ranges.filter(lambda r: TEXT[r[0] : r[1]].strip() != "")),
        min_size=1,
        max_size=6,
    )
)
def test_any_words_come_back_from_every_format_with_their_page(
    catalogue: Catalogue, form: str, chosen: list[tuple[str, list[int]]]
) -> None:
    lines = [f"[[{doc_id}#{start}-{end}]]" for doc_id, (start, end) in chosen]
    briefing = make_briefing(draft_of_markdown("\n\n".join(lines)), catalogue)
    text = plain(one_file(briefing, APA, form), form)
    for quotation in briefing.quotations:
        citation = quotation.citation
        labels = [page.label for page in (citation.pages[0], citation.pages[-1])] if citation.pages else []
        named = "–".join(dict.fromkeys(filter(None, labels))) or "PDF" * bool(labels)
        # The number of a page may stand between the lines of a PDF.
        gap = r"\s(?:\d+\s)?" if form == "pdf" else r"\s"
        quote = gap.join(map(re.escape, citation.quote.strip().removesuffix(".").split()))
        assert re.search(rf"{quote}\.?”?{gap}[(\[@].{{1,60}}?{re.escape(named)}", text)


@pytest.mark.slow
def test_word_file_is_a_document_that_libreoffice_prints(briefing: Briefing, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None and not os.environ.get("CI"):
        pytest.skip("LibreOffice is not installed")
    assert office is not None
    (tmp_path / "briefing.docx").write_bytes(one_file(briefing, OSCOLA, "docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "briefing.docx"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=120)
    with pypdfium2.PdfDocument(tmp_path / "briefing.pdf") as pdf:
        pages = [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]
    text = pages[0]
    assert QUOTE in text
    assert "Costs rose by £5m & fell again. A second line of it." in text
    # The footnotes stand below the text, and the number of the page below them.
    body, _, foot = text.partition("1 Nuffield Trust, ‘Is Bigger Better?’ (Nuffield Trust 2016) 14")
    assert QUOTE in body
    assert "(King’s Fund 2019) iv" in foot
    assert text.endswith(" 1")


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.docx", "docx"), ("a.HTML", "html"), ("a.htm", "html"), ("a.b.markdown", "md"), ("a.zip", "zip")],
)
def test_ending_says_the_format(name: str, form: str) -> None:
    assert form_of(Path(name)) == form


@pytest.mark.parametrize("name", ["a", "a.doc", "docx"])
def test_ending_of_no_format_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(InputError, match=r"can.t be written as a briefing. Supported: \.docx, \.odt"):
        form_of(Path(name))


def test_files_are_written_over_whole(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"a longer text before")
    write_files({tmp_path / "a.md": b"new", tmp_path / "b.json": b"[]"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.md": b"new", "b.json": b"[]"}


def test_file_that_cannot_be_written_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    for path in (tmp_path / "nowhere" / "a.md", tmp_path / "folder.md"):
        with pytest.raises(InputError, match="cannot be written"):
            write_files({path: b"x"})
    assert [path.name for path in tmp_path.iterdir()] == ["folder.md"]
