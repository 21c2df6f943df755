import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.errors import ParseError
from reportqa.ingest.references.reference_import import Reference, file_paths, read_references
from reportqa.ingest.references.sidecar_files import Bibliography, describe, file_words, find_bibliographies, own_fields
from reportqa.ingest.references.titles import is_junk_title
from reportqa.text.cleaning import vocabulary
from support.strategies import any_text, doc_ids, fast, prose


def title_of(
    doc_id: str, library: dict[str, Any] | None = None, file: dict[str, Any] | None = None, *texts: str
) -> str:
    references = [Reference("library.json", library)] if library else []
    return str(describe(doc_id, references, file or {}, texts, vocabulary(" ".join(texts)))[0]["title"])


def load(folder: Path, *doc_ids: str) -> Bibliography:
    return Bibliography.load(folder, find_bibliographies(folder), doc_ids)


@fast
@given(doc_ids, st.lists(st.one_of(prose, any_text), max_size=3), any_text)
def test_every_document_has_a_title_on_one_line(doc_id: str, headings: list[str], own: str) -> None:
    title = title_of(doc_id, None, {"title": own}, *headings)
    assert title == " ".join(title.split())
    assert title or not doc_id.strip()


def test_title_of_the_library_goes_before_that_of_the_file() -> None:
    assert title_of("a.pdf", {"title": "True title"}, {"title": "Title in the file"}, "A heading") == "True title"
    assert title_of("a.pdf", {"publisher": "P"}, {"title": "Title in the file"}, "A heading") == "Title in the file"


def test_junk_title_of_a_file_is_passed_over_for_its_heading() -> None:
    assert title_of("scan0001.pdf", None, {"title": "Microsoft Word - final2.docx"}, "A heading") == "A heading"


def test_file_name_is_the_title_of_last_resort() -> None:
    assert title_of("2016/annual-report.txt") == "annual report"


@pytest.mark.parametrize("title", ["Microsoft Word - a.docx", "untitled", "Document1", "report.indd", "x", "", "print"])
def test_title_that_a_program_wrote_is_junk(title: str) -> None:
    assert is_junk_title(title)


@pytest.mark.parametrize("title", ["Is Bigger Better?", "Documents of the inquiry", "Book keeping in practices", "NHS"])
def test_title_that_an_author_wrote_is_kept(title: str) -> None:
    assert not is_junk_title(title)


def test_fields_of_the_library_go_before_those_of_the_file() -> None:
    references = [Reference("library.json", {"title": "T", "publisher": "L"}), Reference("a.bib", {"publisher": "B"})]
    item, origins = describe("a.pdf", references, {"publisher": "F", "language": "en"}, (), {})
    assert (item["publisher"], item["language"], item["id"]) == ("L", "en", "a.pdf")
    assert origins == {"title": "library.json", "publisher": "library.json", "language": "the file"}


def test_items_of_the_library_are_found_by_the_file_that_they_name(tmp_path: Path) -> None:
    items = [{"id": "one", "custom": {"file": "sub/a.pdf"}}, {"id": "b.pdf"}, {"id": "c", "custom": "text"}]
    (tmp_path / "library.json").write_text(json.dumps(items))
    assert set(load(tmp_path, "sub/a.pdf", "b.pdf", "c.pdf", "d.pdf").by_file) == {"sub/a.pdf", "b.pdf", "c.pdf"}


def test_missing_library_describes_nothing(tmp_path: Path) -> None:
    assert load(tmp_path, "a.pdf") == Bibliography()


@pytest.mark.parametrize("content", [b"", b"{", b"{}", b"[1]", b"null", b"\xff\xfe\x00", b"[" * 100_000])
def test_broken_library_is_one_clear_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "library.json").write_bytes(content)
    assert (
        load(tmp_path, "a.pdf").skipped["library.json"].endswith("Fix it; until then, metadata comes from the files.")
    )


def test_half_a_character_in_the_library_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "library.json").write_text('[{"id": "a.txt", "title": "Half \\ud800 title"}]')
    (reference,) = load(tmp_path, "a.txt").by_file["a.txt"]
    assert reference.item["title"] == "Half ? title"


BIBTEX = """@string{nt = "Nuffield Trust"}
@comment{jabref-meta: databaseType:bibtex;}
@techreport{rosen2016,
  title = {Is Bigger Better? Lessons for {NHS} \\& Large-Scale GP},
  author = {Rosen, Rebecca and {Nuffield Trust} and M{\\"u}ller, J.},
  institution = nt, year = 2016, month = jul, url = {https://example.org/a_b},
  file = {Full Text:files/12/Rosen et al. - 2016.pdf:application/pdf;Snapshot:files/13/x.html:text/html}
}
"""


def test_entry_of_a_bibtex_file_describes_the_file_that_it_names(tmp_path: Path) -> None:
    (tmp_path / "zotero").mkdir()
    (tmp_path / "zotero" / "My Library.bib").write_text(BIBTEX)
    doc_id = "zotero/files/12/Rosen et al. - 2016.pdf"
    library = load(tmp_path, doc_id, "other.pdf")
    item, origins = describe(doc_id, library.find([doc_id], []), {"title": "Draft", "language": "en"}, (), {})
    assert item["title"] == "Is Bigger Better? Lessons for NHS & Large-Scale GP"
    assert item["author"] == [
        {"family": "Rosen", "given": "Rebecca"},
        {"literal": "Nuffield Trust"},
        {"family": "Müller", "given": "J."},
    ]
    assert (item["publisher"], item["issued"], item["URL"]) == (
        "Nuffield Trust", {"date-parts": [[2016, 7]]}, "https://example.org/a_b",
    )  # fmt: skip
    assert origins["title"] == "zotero/My Library.bib"
    assert origins["language"] == "the file"
    assert library.warnings == {}


@pytest.mark.parametrize(
    ("field", "paths"),
    [
        ("report.pdf", ("report.pdf",)),
        (":sub/report.pdf:PDF", ("sub/report.pdf",)),
        ("Full Text:files/1/a.pdf:application/pdf;Page:files/2/b.html:text/html", ("files/1/a.pdf", "files/2/b.html")),
        (r"Full text:/home/me/a\:b\;c.pdf:application/pdf", ("/home/me/a:b;c.pdf",)),
        (r":C\:\\Users\\me\\a.pdf:PDF", ("C:/Users/me/a.pdf",)),
        (r":C$\backslash$:/Users/me/a.pdf:pdf", ("C:/Users/me/a.pdf",)),
        ("C:/Users/me/a.pdf", ("C:/Users/me/a.pdf",)),
        ("", ()),
    ],
)
def test_paths_are_read_as_reference_managers_write_them(field: str, paths: tuple[str, ...]) -> None:
    assert file_paths(field) == paths


def test_path_of_another_machine_is_found_by_the_name_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text(r"@book{x, title={T}, file={:C\:\\Zotero\\storage\\AB12\\Report.pdf:PDF}}")
    assert set(load(tmp_path, "sub/report.pdf").by_file) == {"sub/report.pdf"}
    assert set(load(tmp_path, "sub/report.pdf", "other/report.pdf").by_file) == set()


def test_entry_without_a_file_is_found_by_its_key_or_its_title(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text("@book{rosen2016, title={A}}\n@book{x, title={Is bigger better? Some lessons}}")
    library = load(tmp_path, "sub/Rosen2016.pdf", "scan.pdf")
    assert [reference.key for reference in library.find(["sub/Rosen2016.pdf"], [])] == ["rosen2016"]
    for titles in (["Is Bigger Better? Some Lessons"], ["Report", "Is bigger better?", "Some lessons"]):
        assert [reference.key for reference in library.find(["scan.pdf"], titles)] == ["x"]
    assert library.find(["scan.pdf"], ["Is bigger better?", "A"]) == ()


def test_ris_and_csl_json_describe_files_too(tmp_path: Path) -> None:
    record = "TY  - RPRT\nTI  - {title}\nAU  - Rosen, Rebecca\nPY  - 2016\nPB  - Nuffield Trust\n{file}ER  - \n\n"
    ris = record.format(title="First", file="") + record.format(title="Second", file="L1  - files/1/a.pdf\n")
    (tmp_path / "export.ris").write_text(ris)
    item = {
        "id": "http://zotero.org/1",
        "type": "report",
        "title": "A title <i>long</i> enough",
        "issued": {"raw": "2016-07"},
    }
    (tmp_path / "export.json").write_text(json.dumps([item]))
    (tmp_path / "data.json").write_text('{"no": "bibliography"}')
    assert find_bibliographies(tmp_path) == ["export.json", "export.ris"]
    library = load(tmp_path, "files/1/a.pdf", "b.pdf")
    assert [r.item["title"] for r in library.find(["files/1/a.pdf"], [])] == ["Second"]
    found, origins = describe("b.pdf", library.find(["b.pdf"], ["A title long enough"]), {}, (), {})
    assert (found["title"], found["issued"]) == ("A title long enough", {"date-parts": [[2016, 7]]})
    assert origins["issued"] == "export.json"


def test_what_is_wrong_with_a_bibliography_is_said_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text(
        "@book{broken, title={A},\n@book{one, title={One}, file={a.pdf}}\n@book{two, title={Two}, file={a.pdf}}\n"
        "@book{gone, title={Gone}, file={gone.pdf}}\n"
    )
    (tmp_path / "b.bib").write_text("@book{, title")
    (tmp_path / "c.ris").write_text("no reference")
    library = load(tmp_path, "a.pdf")
    assert [reference.key for reference in library.by_file["a.pdf"]] == ["one"]
    assert library.warnings == {
        "a.bib": (
            "Unreadable entry: broken.",
            "Refers to a file that is not in the corpus: gone.pdf.",
            "Two entries for one file; the first is used: a.pdf (one, two).",
        )
    }
    assert set(library.skipped) == {"b.bib", "c.ris"}


@fast
@given(st.binary(max_size=200), st.sampled_from([".bib", ".ris", ".json"]))
def test_random_bytes_are_references_or_a_parse_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str
) -> None:
    path = tmp_path_factory.mktemp("any") / f"a{suffix}"
    path.write_bytes(data)
    try:
        references, _ = read_references(path, path.name)
    except ParseError:
        return
    assert all(reference.origin == path.name for reference in references)


@pytest.mark.parametrize(
    "junk", ["jsmith", "rrosen01", "JSmith", "Administrator", "NHS\\jsmith", "WS-0A1B2C3", "Adobe Acrobat 9"]
)
def test_login_and_program_are_no_authors(junk: str) -> None:
    assert own_fields({"author": [{"literal": junk}]}) == {}


@pytest.mark.parametrize("name", ["Rebecca Rosen", "NHS England", "OECD", "Rosen", "McKinsey", "de la Cruz"])
def test_people_and_bodies_are_authors(name: str) -> None:
    assert own_fields({"author": [{"literal": name}]}) == {"author": [{"literal": name}]}


def test_accession_number_is_no_title() -> None:
    assert own_fields({"title": "0001018724-18-000005"}) == {}


@pytest.mark.parametrize(
    ("doc_id", "title", "text", "words"),
    [
        ("BLOCK_2016_10K.pdf", "FORM 10-K", "Block has a block of shares", "Block 2016"),
        ("BESTBUY_2019_10K.pdf", "BEST BUY FISCAL 2019 FORM 10-K", "best buy best buy", ""),
        ("000_97fc3b3d98f5b5ab.txt", "Is bigger better?", "bigger and better", ""),
        ("nuffield-final-report.pdf", "Is bigger better?", "the Nuffield Trust", "nuffield"),
        ("8K_dated-2022-07-01.pdf", "Amcor", "dated as of today", "8K dated 2022"),
    ],
)
def test_words_of_the_file_name_are_those_that_the_title_lacks(doc_id: str, title: str, text: str, words: str) -> None:
    assert file_words(doc_id, title, vocabulary(text)) == words


def test_web_page_is_one_unless_a_bibliography_says_otherwise() -> None:
    def kind(doc_id: str, item: dict[str, str]) -> str:
        return str(describe(doc_id, [Reference("library.json", item)], {}, ["A heading"], {})[0]["type"])

    assert [kind("a.html", {}), kind("a.HTM", {}), kind("a.pdf", {})] == ["webpage", "webpage", "report"]
    assert kind("a.html", {"type": "report"}) == "report"
