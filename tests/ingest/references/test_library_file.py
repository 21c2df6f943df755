import json
from pathlib import Path
from typing import Any

import pytest

from reportqa.document import DocumentSummary
from reportqa.errors import InputError
from reportqa.ingest.references.library_file import LibraryFile
from reportqa.ingest.references.metadata import describe
from reportqa.ingest.references.sidecar_files import Bibliography, find_bibliographies

TITLE = "Income of the ports"
DOCUMENT = DocumentSummary(
    "sub/ports.pdf", "0" * 64, "application/pdf",
    {"id": "k", "type": "report", "title": TITLE, "publisher": "Quay", "author": [{"literal": "pc42"}]}, 1, 1, 9, (),
    origins={"title": "refs.bib", "publisher": "refs.bib", "author": "the file"},
)  # fmt: skip
JANE = [{"family": "Doe", "given": "Jane"}]


def written(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "library.json").read_text(encoding="utf-8"))
    return found


def item_of_next_build(folder: Path) -> dict[str, Any]:
    library = Bibliography.load(folder, find_bibliographies(folder), [DOCUMENT.doc_id])
    references = library.find([DOCUMENT.doc_id], [TITLE])
    return describe(DOCUMENT.doc_id, references, {"author": [{"literal": "Pat Cole"}], "language": "en"}, [], {})[0]


def test_description_is_written_with_what_other_bibliographies_say_and_used_by_the_next_build(tmp_path: Path) -> None:
    LibraryFile(tmp_path).describe(DOCUMENT, {"author": JANE}, "ports2016")
    (item,) = written(tmp_path)
    assert {name: item[name] for name in ("id", "type", "title", "publisher", "author")} == {
        "id": "ports2016", "type": "report", "title": TITLE, "publisher": "Quay", "author": JANE,
    }  # fmt: skip
    assert LibraryFile(tmp_path).fields(DOCUMENT)["author"] == JANE
    item = item_of_next_build(tmp_path)
    assert (item["id"], item["author"], item["custom"]) == ("ports2016", JANE, {"file": DOCUMENT.doc_id})


def test_null_leaves_out_what_the_file_says(tmp_path: Path) -> None:
    LibraryFile(tmp_path).describe(DOCUMENT, {"author": None}, "k")
    item = item_of_next_build(tmp_path)
    assert ("author" in item, item["language"]) == (False, "en")


def test_each_change_is_undone_in_turn(tmp_path: Path) -> None:
    library = LibraryFile(tmp_path)
    for fields in ({"author": JANE}, {"author": None, "issued": {"literal": "n.d."}}, {"publisher": "Pier"}):
        library.describe(DOCUMENT, fields, "k")
    assert library.can_undo(DOCUMENT)
    library.undo(DOCUMENT)
    assert library.fields(DOCUMENT)["publisher"] == "Quay"
    library = LibraryFile(tmp_path)
    library.undo(DOCUMENT)
    assert (library.fields(DOCUMENT)["author"], "issued" in library.fields(DOCUMENT)) == (JANE, False)
    library.undo(DOCUMENT)
    assert (written(tmp_path), library.fields(DOCUMENT)) == ([], {})
    assert not library.can_undo(DOCUMENT)
    with pytest.raises(InputError, match="nothing to undo"):
        library.undo(DOCUMENT)


@pytest.mark.parametrize(
    "mine",
    [
        {"id": "x", "custom": {"file": "sub/ports.pdf", "note": 1}},
        {"id": "ports", "title": "Another"},
        {"id": "x", "title": "INCOME OF THE PORTS"},
    ],
)
def test_item_of_the_user_is_changed_in_place_and_restored(tmp_path: Path, mine: dict[str, Any]) -> None:
    other = {"id": "other", "type": "book", "title": "Other", "custom": {"file": "other.pdf"}}
    (tmp_path / "library.json").write_text(json.dumps([other, {"type": "book", **mine}]))
    library = LibraryFile(tmp_path)
    library.describe(DOCUMENT, {"title": "New", "publisher": "Pier"}, "k")
    first, second = written(tmp_path)
    assert (first, second["id"], second["title"], second["publisher"]) == (other, mine["id"], "New", "Pier")
    if "custom" in mine:
        library.undo(DOCUMENT)
        assert written(tmp_path) == [other, {"type": "book", **mine}]


@pytest.mark.parametrize("content", ["{}", "[", "[1]"])
def test_file_that_is_no_bibliography_is_not_changed(tmp_path: Path, content: str) -> None:
    (tmp_path / "library.json").write_text(content)
    with pytest.raises(InputError, match="cannot be changed"):
        LibraryFile(tmp_path)
    assert (tmp_path / "library.json").read_text() == content


def test_file_that_cannot_be_written_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Make the corpus folder writable"):
        LibraryFile(tmp_path / "gone").describe(DOCUMENT, {"title": "New"}, "k")


def test_description_leaves_the_text_of_other_items_as_it_is(tmp_path: Path) -> None:
    own = '[\n    {"id": "a", "type": "book", "issued": {"date-parts": [[2016]]}}\n]\n'
    (tmp_path / "library.json").write_text(own, encoding="utf-8")
    LibraryFile(tmp_path).describe(DOCUMENT, {"author": JANE}, "k")
    text = (tmp_path / "library.json").read_text(encoding="utf-8")
    assert text.startswith(own[:-3])
    LibraryFile(tmp_path).undo(DOCUMENT)
    assert (tmp_path / "library.json").read_text(encoding="utf-8") == own
