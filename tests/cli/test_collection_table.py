from click import unstyle
from rich.cells import cell_len

from reportqa.cli.collection_table import table_text


def row(name: str, documents: int, missing: list[str], **filters: object) -> dict[str, object]:
    return {"name": name, "documents": documents, "missing": missing, "filters": filters}


def test_table_says_what_is_in_each_collection_and_what_is_missing() -> None:
    rows = [
        row("待ち時間", 1_200, ["a.pdf", "b.pdf"], document=["a.pdf", "b.pdf", "c.pdf"]),
        row("Trust", 3, [], publisher=["Nuffield", "King’s"], to="2016"),
    ]
    heading, by_hand, trust = unstyle(table_text(rows)).split("\n")
    assert by_hand == "待ち時間        1,200  chosen by hand; 2 no longer in the index"
    assert trust == "Trust               3  publisher: Nuffield or King’s, to: 2016"
    assert cell_len(heading[: heading.index("Contents")]) == cell_len(by_hand[: by_hand.index("chosen")])


def test_without_collections_it_says_how_to_add_one() -> None:
    assert "reportqa collections --add NAME" in table_text([])
