import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.citations import read_item_date
from reportqa.errors import ParseError
from reportqa.ingest.references.reference_import import (
    Reference,
    file_paths,
    is_csl_json,
    read_csl_json,
    read_references,
)
from support.strategies import fast

BIBTEX = """@string{nt = "Nuffield Trust"}
@comment{jabref-meta: databaseType:bibtex;}
@techreport{rosen2016,
  title = {Is Bigger Better? Lessons for {NHS} \\& Large-Scale GP},
  author = {Rosen, Rebecca and {Nuffield Trust} and M{\\"u}ller, J.},
  institution = nt, year = 2016, month = jul, url = {https://example.org/a_b},
  file = {Full Text:files/12/Rosen et al. - 2016.pdf:application/pdf;Snapshot:files/13/x.html:text/html}
}
"""
RIS = "TY  - RPRT\nTI  - {title}\nAU  - Rosen, Rebecca\nPY  - 2016\n{file}ER  - \n\n"

path_names = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9 ._/:;-]{0,20}[A-Za-z0-9]", fullmatch=True).filter(
    lambda path: path[1] != ":"
)


def read(folder: Path, name: str, content: str | bytes) -> tuple[list[Reference], list[str]]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_references(path, name)


def test_entry_of_bibtex_has_its_fields_its_key_and_its_files(tmp_path: Path) -> None:
    (reference,), broken = read(tmp_path, "My Library.bib", BIBTEX)
    assert (reference.key, reference.origin, broken) == ("rosen2016", "My Library.bib", [])
    assert reference.files == ("files/12/Rosen et al. - 2016.pdf", "files/13/x.html")
    assert reference.item["title"] == "Is Bigger Better? Lessons for NHS & Large-Scale GP"
    assert reference.item["author"] == [
        {"family": "Rosen", "given": "Rebecca"},
        {"literal": "Nuffield Trust"},
        {"family": "Müller", "given": "J."},
    ]
    assert reference.item["publisher"] == "Nuffield Trust"
    assert reference.item["issued"] == {"date-parts": [[2016, 7]]}
    assert reference.item["URL"] == "https://example.org/a_b"


def test_unreadable_entries_are_named_and_the_others_read(tmp_path: Path) -> None:
    entries = ["@book{a, title={A}}", "@book{broken, title={B},", "@book{c, title={C}}", "@book{d, title={D}}"]
    references, broken = read(tmp_path, "a.bib", "\n".join(entries))
    assert [reference.key for reference in references] == ["a", "c", "d"]
    assert broken == ["broken"]


def test_record_of_ris_has_the_files_that_it_names_and_no_key(tmp_path: Path) -> None:
    content = RIS.format(title="First", file="") + RIS.format(title="Second", file="L1  - a.pdf\nL2  - b.html\n")
    references, broken = read(tmp_path, "export.ris", "\ufeff" + content)
    assert [(r.item["title"], r.key, r.files) for r in references] == [
        ("First", "", ()), ("Second", "", ("a.pdf", "b.html"))
    ]  # fmt: skip
    assert broken == []


def test_words_in_place_of_a_date_dotless_letters_and_italics_of_bibtex_are_kept(tmp_path: Path) -> None:
    entries = [
        r"@misc{a, author={Mar{\'\i}n, B. and others}, title={On {\i}mpact: \emph{Salix} at {NHS}},"
        " year={forthcoming}}",
        "@misc{b, title={B}, date={in press}}",
        "@misc{c, title={C}, year={n.d.}}",
        "@misc{d, title={D}, pubstate={inpress}}",
        "@misc{e, title={E}, year={2016}}",
    ]
    references, _ = read(tmp_path, "a.bib", "\n".join(entries))
    first = references[0].item
    assert first["author"] == [{"family": "Marín", "given": "B."}, {"literal": "others"}]
    assert (first["title"], first["custom"]) == (
        "On ımpact: Salix at NHS", {"title": "On ımpact: <i>Salix</i> at NHS"}
    )  # fmt: skip
    dates = [read_item_date(reference.item["issued"]) for reference in references]
    assert dates == [
        {"literal": "forthcoming"}, {"literal": "in press"}, {"literal": "n.d."}, {"literal": "in press"},
        {"date-parts": [[2016]]},
    ]  # fmt: skip


def test_item_of_csl_json_has_its_file_and_no_markup(tmp_path: Path) -> None:
    items = [
        {"id": "one", "title": 'A <i>long</i> <span class="nocase">title</span>', "custom": {"file": "sub/a.pdf"}},
        {"id": 2, "title": "1 < 2 <b", "custom": "text"},
    ]
    references, _ = read(tmp_path, "export.json", json.dumps(items))
    assert [(r.key, r.item["title"], r.files) for r in references] == [
        ("one", "A long title", ("sub/a.pdf",)), ("2", "1 < 2 <b", ())
    ]  # fmt: skip


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


@fast
@given(st.lists(path_names, max_size=3))
def test_escaped_paths_come_back(paths: list[str]) -> None:
    field = ";".join("Full Text:" + path.replace(":", r"\:").replace(";", r"\;") + ":PDF" for path in paths)
    assert file_paths(field) == tuple(paths)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", b"", "is not valid JSON"),
        ("a.json", b"\xff\xfe\x00", "is not valid JSON"),
        ("a.json", b"[" * 100_000, "is not valid JSON"),
        ("a.json", b"{}", "is not a CSL-JSON list of items"),
        ("a.json", b"[1]", "is not a CSL-JSON list of items"),
        ("a.json", b"null", "is not a CSL-JSON list of items"),
        ("a.bib", b"@book{, title", "has no readable entry"),
        ("a.ris", b"no reference", "has no readable reference"),
    ],
)
def test_broken_bibliography_is_one_clear_sentence(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    with pytest.raises(ParseError, match=f"^{said}.*Fix it; until then, metadata comes from the files.$"):
        read(tmp_path, name, content)


def test_bibliography_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match=r"cannot be read \(No such file or directory\)"):
        read_references(tmp_path / "a.bib", "a.bib")


def test_half_a_character_is_replaced() -> None:
    (item,) = read_csl_json(b'[{"id": "a.txt", "title": "Half \\ud800 title"}]')
    assert item["title"] == "Half ? title"


@pytest.mark.parametrize(
    ("content", "is_one"),
    [
        ('[{"type": "book", "title": "T"}]', True),
        ('\ufeff \n[{"type": "book", "id": 1}]', True),
        ('[{"type": "book", "id": 1}, {"title": "T"}]', False),
        ('[{"type": 1, "id": 1}]', False),
        ("[]", False),
        ('{"type": "book", "id": 1}', False),
        ("[", False),
    ],
)
def test_csl_json_is_a_list_of_items_with_types(tmp_path: Path, content: str, *, is_one: bool) -> None:
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    assert is_csl_json(tmp_path / "a.json") is is_one
    assert not is_csl_json(tmp_path / "gone.json")


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
