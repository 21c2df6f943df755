import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.ingest.references.metadata import describe
from reportqa.ingest.references.reference_import import Reference
from reportqa.ingest.references.sidecar_files import Bibliography, find_bibliographies
from support.strategies import fast


def load(folder: Path, *doc_ids: str) -> Bibliography:
    return Bibliography.load(folder, find_bibliographies(folder), doc_ids)


def keys(references: tuple[Reference, ...]) -> list[str]:
    return [reference.key for reference in references]


def items(*listed: dict[str, Any]) -> str:
    return json.dumps([{"type": "report", **item} for item in listed])


def test_bibliographies_are_found_in_all_folders_library_json_first(tmp_path: Path) -> None:
    listed = items({"id": "a"})
    for name in ["sub/deep/b.RIS", "a.bib", "export.json", "library.json", "sub/library.json"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(listed)
    for name in [".hidden.bib", "_draft.bib", "~$open.bib", "_build/c.bib", ".git/d.bib", "report.pdf"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(listed)
    (tmp_path / "data.json").write_text('{"no": "bibliography"}')
    assert find_bibliographies(tmp_path) == [
        "library.json", "a.bib", "export.json", "sub/deep/b.RIS", "sub/library.json"
    ]  # fmt: skip


def test_links_out_of_the_corpus_are_not_followed(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (tmp_path / "secret.bib").write_text("@book{a, title={A}}")
    (corpus / "linked.bib").symlink_to(tmp_path / "secret.bib")
    (corpus / "own.bib").write_text("@book{a, title={A}}")
    (corpus / "inside.bib").symlink_to(corpus / "own.bib")
    assert find_bibliographies(corpus) == ["inside.bib", "own.bib"]


def test_items_of_the_library_are_found_by_the_file_that_they_name(tmp_path: Path) -> None:
    listed = items({"id": "one", "custom": {"file": "sub/a.pdf"}}, {"id": "b.pdf"}, {"id": "c", "custom": "text"})
    (tmp_path / "library.json").write_text(listed)
    assert set(load(tmp_path, "sub/a.pdf", "b.pdf", "c.pdf", "d.pdf").by_file) == {"sub/a.pdf", "b.pdf", "c.pdf"}


def test_missing_library_describes_nothing(tmp_path: Path) -> None:
    assert load(tmp_path, "a.pdf") == Bibliography()
    assert Bibliography().find(["a.pdf"], ["A title long enough"]) == ()


def test_entry_describes_the_file_beside_its_bibliography(tmp_path: Path) -> None:
    (tmp_path / "zotero").mkdir()
    (tmp_path / "zotero" / "My Library.bib").write_text(
        "@techreport{rosen2016, title={Is Bigger Better?}, file={Full Text:files/12/Rosen et al. - 2016.pdf:PDF}}"
    )
    doc_id = "zotero/files/12/Rosen et al. - 2016.pdf"
    library = load(tmp_path, doc_id, "other.pdf")
    item, origins = describe(doc_id, library.find([doc_id], []), {"title": "Draft", "language": "en"}, (), {})
    assert item["title"] == "Is Bigger Better?"
    assert origins == {"title": "zotero/My Library.bib", "language": "the file"}
    assert library.warnings == {}


def test_path_of_another_machine_is_found_by_the_name_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text(r"@book{x, title={T}, file={:C\:\\Zotero\\storage\\AB12\\Report.pdf:PDF}}")
    assert set(load(tmp_path, "sub/report.pdf").by_file) == {"sub/report.pdf"}
    assert set(load(tmp_path, "sub/report.pdf", "other/report.pdf").by_file) == set()


def test_entry_without_a_file_is_found_by_its_key_or_its_title(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text("@book{rosen2016, title={A}}\n@book{x, title={Is bigger better? Some lessons}}")
    library = load(tmp_path, "sub/Rosen2016.pdf", "scan.pdf")
    assert keys(library.find(["sub/Rosen2016.pdf"], [])) == ["rosen2016"]
    for titles in (["Is Bigger Better? Some Lessons"], ["Report", "Is bigger better?", "Some lessons"]):
        assert keys(library.find(["scan.pdf"], titles)) == ["x"]
    assert library.find(["scan.pdf"], ["Is bigger better?", "A"]) == ()


@fast
@given(st.text("abc ABC-.,:éÉ", min_size=12, max_size=30))
def test_title_is_matched_by_its_letters_and_digits_alone(title: str) -> None:
    reference = Reference("a.bib", {"id": "x", "title": title})
    squeezed = "".join(filter(str.isalnum, title.casefold()))
    library = Bibliography(by_title={squeezed: (reference,)})
    found = (reference,) if len(squeezed) >= 12 else ()
    assert library.find(["a.pdf"], [title]) == library.find(["a.pdf"], [title.upper().replace(" ", "  ")]) == found


def test_entry_of_each_bibliography_describes_a_file_and_those_of_its_copies_come_after(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text("@book{first, title={A}, file={a.pdf}}")
    (tmp_path / "library.json").write_text(items({"id": "second", "custom": {"file": "a.pdf"}}))
    (tmp_path / "z.bib").write_text("@book{copy, title={A}, file={copy.pdf}}")
    library = load(tmp_path, "a.pdf", "copy.pdf")
    assert keys(library.find(["a.pdf", "copy.pdf"], [])) == ["second", "first", "copy"]


def test_ris_and_csl_json_describe_files_too(tmp_path: Path) -> None:
    record = "TY  - RPRT\nTI  - {title}\nAU  - Rosen, Rebecca\nPY  - 2016\nPB  - Nuffield Trust\n{file}ER  - \n\n"
    ris = record.format(title="First", file="") + record.format(title="Second", file="L1  - files/1/a.pdf\n")
    (tmp_path / "export.ris").write_text(ris)
    (tmp_path / "export.json").write_text(
        items({"id": "http://zotero.org/1", "title": "A title <i>long</i> enough", "issued": {"raw": "2016-07"}})
    )
    library = load(tmp_path, "files/1/a.pdf", "b.pdf")
    assert [r.item["title"] for r in library.find(["files/1/a.pdf"], [])] == ["Second"]
    found, origins = describe("b.pdf", library.find(["b.pdf"], ["A title long enough"]), {}, (), {})
    assert (found["title"], found["issued"]) == ("A title long enough", {"date-parts": [[2016, 7]]})
    assert origins["issued"] == "export.json"


def test_problems_of_a_bibliography_are_reported_and_the_rest_is_used(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text(
        "@book{broken, title={A},\n@book{one, title={One}, file={a.pdf}}\n@book{two, title={Two}, file={a.pdf}}\n"
        "@book{gone, title={Gone}, file={gone.pdf}}\n"
    )
    (tmp_path / "b.bib").write_text("@book{, title")
    (tmp_path / "c.ris").write_text("no reference")
    library = load(tmp_path, "a.pdf")
    assert keys(library.by_file["a.pdf"]) == ["one"]
    assert library.warnings == {
        "a.bib": (
            "Unreadable entry: broken.",
            "Refers to a file that is not in the corpus: gone.pdf.",
            "Two entries for one file; the first is used: a.pdf (one, two).",
        )
    }
    assert set(library.skipped) == {"b.bib", "c.ris"}


def test_of_many_missing_files_five_are_named(tmp_path: Path) -> None:
    listed = items(*({"id": f"{n}", "title": "T", "custom": {"file": f"{n}.pdf"}} for n in range(7)))
    (tmp_path / "library.json").write_text(listed)
    assert load(tmp_path, "a.pdf").warnings["library.json"] == (
        "Refers to files that are not in the corpus: 0.pdf, 1.pdf, 2.pdf, 3.pdf, 4.pdf and 2 more.",
    )


@pytest.mark.parametrize("name", ["notes.xyz", "photo"])
def test_file_of_a_kind_that_is_not_read_is_not_missed(tmp_path: Path, name: str) -> None:
    (tmp_path / "library.json").write_text(items({"id": "x", "title": "T", "custom": {"file": name}}))
    assert load(tmp_path, "a.pdf").warnings == {}
