import pytest

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.office.cell_grid import CellGrid, Span
from reportqa.parsing.office.sheet_tables import write_tables


def text_of(table: str, spans: list[Span] | None = None) -> str:
    builder = DocumentBuilder()
    write_tables(CellGrid([line.split(",") for line in table.strip().split("\n")], spans or []), builder)
    return builder.text


@pytest.mark.parametrize(
    "table",
    [
        "Trust,Beds,,Clinic,Visits\nAvon,12,,Ely,77\nBure,15,,Soham,88\nCedar,9,,,",
        "Trust,Beds\nAvon,12,,,Clinic,Visits\nBure,15,,,Ely,77\nCedar,9,,,Soham,88",
    ],
)
def test_tables_side_by_side_are_read_one_after_another(table: str) -> None:
    assert text_of(table).endswith("Ely · Visits: 77\nSoham · Visits: 88")
    assert "Bure · Beds: 15\nCedar · Beds: 9" in text_of(table)


def test_titles_of_tables_side_by_side_are_above_them() -> None:
    table = "Table 1,,,Table 2,\nTrust,Beds,,Clinic,Visits\nAvon,12,,Ely,77\nBure,15,,Soham,88"
    assert text_of(table) == (
        "Table 1\n\nAvon · Beds: 12\nBure · Beds: 15\n\nTable 2\n\nEly · Visits: 77\nSoham · Visits: 88"
    )


@pytest.mark.parametrize("gap", ["", ","])
def test_same_column_names_again_begin_another_table(gap: str) -> None:
    table = f"Trust,Beds{gap},Trust,Beds\nAvon,12{gap},Cedar,77\nBure,15{gap},Dove,88"
    assert text_of(table) == "Avon · Beds: 12\nBure · Beds: 15\n\nCedar · Beds: 77\nDove · Beds: 88"


def test_empty_column_within_a_table_does_not_divide_it() -> None:
    assert text_of("Name,Beds,,Comments\nAvon,12,,closed in May\nBure,15,,open") == (
        "Avon · Beds: 12 · Comments: closed in May\nBure · Beds: 15 · Comments: open"
    )
    assert text_of("Name,2015,,2016\nAvon,12,,13\nBure,15,,16") == (
        "Avon · 2015: 12 · 2016: 13\nBure · 2015: 15 · 2016: 16"
    )


def test_lines_about_a_table_are_no_rows_of_it() -> None:
    table = "Report,Beds by trust\nDate,2019\nTrust,Beds,Nurses,Doctors\nAvon,1,2,3\nBure,4,5,6\nSource,annual return"
    assert text_of(table) == (
        "Report: Beds by trust\n\nDate: 2019\n\nAvon · Beds: 1 · Nurses: 2 · Doctors: 3\n"
        "Bure · Beds: 4 · Nurses: 5 · Doctors: 6\n\nSource: annual return"
    )
    assert text_of("Source:,return\nDate:,2019") == "Source: return\n\nDate: 2019"


def test_sentence_split_at_its_commas_is_joined() -> None:
    text = text_of("Staff,beds,and visits\nTrust,Beds,Nurses,Doctors\nAvon,1,2,3\nBure,4,5,6")
    assert text.startswith("Staff, beds, and visits\n\nAvon · Beds: 1")


def test_names_over_several_columns_without_merged_cells() -> None:
    assert text_of("Area,Age,\n,0-4,5-9\nAvon,1,2\nBure,3,4") == (
        "Avon · Age 0-4: 1 · Age 5-9: 2\nBure · Age 0-4: 3 · Age 5-9: 4"
    )


def test_merged_names_titles_and_labels() -> None:
    table = "Table 1,,\nArea,Age,\n,0-4,5-9\nNorth,,\nAvon,1,2\nBure,3,"
    spans = [(0, 0, 0, 2), (1, 0, 2, 0), (1, 1, 1, 2), (3, 0, 3, 2), (5, 1, 5, 2)]
    assert text_of(table, spans) == ("Table 1\n\nNorth\nAvon · Age 0-4: 1 · Age 5-9: 2\nBure · Age 0-4: 3 · Age 5-9: 3")


def test_merged_name_alone_above_the_names() -> None:
    assert text_of(",Age,\nArea,0-4,5-9\nAvon,1,2", [(0, 1, 0, 2)]) == "Avon · Age 0-4: 1 · Age 5-9: 2"


def test_label_merged_over_rows_is_in_each_of_them() -> None:
    table = "Region,Hospital,Beds\nNorth,Hale,1\n,Ash,2\nSouth,Elm,3"
    assert "North · Hospital: Ash · Beds: 2\nSouth" in text_of(table, [(1, 0, 2, 0)])


def test_table_with_numbers_of_rows_beside_another_that_begins_higher() -> None:
    table = "No,Beds\n1,12\n2,15,,No,Visits\n3,9,,1,77\n4,8,,2,88"
    assert text_of(table) == (
        "No: 1 · Beds: 12\nNo: 2 · Beds: 15\nNo: 3 · Beds: 9\nNo: 4 · Beds: 8\n\nNo: 1 · Visits: 77\nNo: 2 · Visits: 88"
    )


def test_row_with_more_cells_than_names_is_no_row_of_names() -> None:
    assert text_of("Trust,Town\nAvon,Ely,x\nBure,March,y") == "Avon · Town: Ely · x\nBure · Town: March · y"


@pytest.mark.parametrize("title", ["Table 2. Staff,", "Staff,"])
def test_table_below_another_without_an_empty_row_has_its_own_names(title: str) -> None:
    table = f"Trust,Beds\nAvon,12\nBure,13\n{title}\nTrust,Nurses\nAvon,33\nBure,34"
    assert text_of(table) == (
        f"Avon · Beds: 12\nBure · Beds: 13\n\n{title[:-1]}\n\nAvon · Nurses: 33\nBure · Nurses: 34"
    )


def test_row_without_figures_below_a_label_is_no_row_of_names() -> None:
    table = "Trust,Beds\nNorth,\nCedar,n/a\nDove,12"
    assert text_of(table) == "North\nCedar · Beds: n/a\nDove · Beds: 12"


def test_names_above_an_empty_row_are_those_of_the_table_below() -> None:
    assert text_of("Trust,Beds\n\nAvon,12\nBure,13") == "Avon · Beds: 12\nBure · Beds: 13"
    assert text_of("Staff,Beds\n\nTrust,2015\nAvon,12").startswith("Staff · Beds\n\n")


def test_codes_in_the_first_column_have_its_name_and_years_are_labels() -> None:
    assert text_of("Code,Beds\n00123,12\n00456,13") == "Code: 00123 · Beds: 12\nCode: 00456 · Beds: 13"
    assert text_of("Year,Beds\n2015,12\n2016,13") == "2015 · Beds: 12\n2016 · Beds: 13"


def test_merged_cells_are_not_repeated_over_columns_without_names() -> None:
    assert text_of("1,12,13\n2,to follow,", [(1, 1, 1, 2)]) == "1 · 12 · 13\n2 · to follow"
