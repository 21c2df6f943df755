from dataclasses import replace

import pytest
from click import style, unstyle
from rich.cells import cell_len

from reportqa.answering.engine import Engine
from reportqa.cli.document_table import table_text
from reportqa.document import DocumentSummary


@pytest.fixture(scope="module")
def documents(engine: Engine) -> list[DocumentSummary]:
    return engine.documents()


def lines_of(documents: list[DocumentSummary], columns: int | None) -> list[str]:
    return unstyle(table_text(documents, columns)).split("\n")


def test_table_has_a_line_for_each_document_with_all_that_is_known(documents: list[DocumentSummary]) -> None:
    heading, *lines = lines_of(documents, None)
    assert heading.split() == ["Document", "Title", "Authors", "Year", "Pages"]
    assert len(lines) == len(documents)
    for line, document in zip(lines, documents, strict=True):
        assert line.startswith(f"{document.doc_id}  ")
        assert document.title in line
        assert "reportqa project  2026" in line
        assert line.endswith(f" {document.pages}" if document.pages else "2026")


@pytest.mark.parametrize("columns", [80, 100, 140])
def test_table_fits_the_terminal_and_keeps_ids_whole(documents: list[DocumentSummary], columns: int) -> None:
    heading, *lines = lines_of(documents, columns)
    assert max(map(len, lines)) <= columns
    assert ("Authors" in heading) == (columns > 100)
    assert all(line.startswith(f"{document.doc_id}  ") for line, document in zip(lines, documents, strict=True))
    assert any("…  2026" in line for line in lines) == (columns < 140)


def test_columns_are_straight_with_wide_letters_and_long_names(documents: list[DocumentSummary]) -> None:
    wide = replace(documents[0], doc_id="文書.txt", item={"title": "大規模な一般診療所の調査報告" * 4}, pages=12)
    for columns in (40, 80, None):
        lines = table_text([wide, replace(documents[1], pages=3)], columns).split("\n")
        assert len({cell_len(unstyle(line)) for line in lines}) == 1
    assert style("文書.txt", fg="magenta") in lines[1]


def test_two_authors_are_named_and_more_are_others(documents: list[DocumentSummary]) -> None:
    names = [{"family": name} for name in ("Rosen", "Kumpunen", "Curry")]
    for count, shown in ((1, "Rosen  "), (2, "Rosen and Kumpunen  "), (3, "Rosen and others  ")):
        of = replace(documents[0], item={"title": "One", "author": names[:count], "issued": {"date-parts": [[2016]]}})
        assert f"One    {shown}" in lines_of([of], None)[1]


def test_title_and_name_stay_on_one_line(documents: list[DocumentSummary]) -> None:
    broken = replace(documents[0], doc_id="a\nb.txt", item={"title": "One\ntwo"})
    assert len(lines_of([broken], None)) == 2
