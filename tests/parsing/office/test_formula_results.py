import pytest

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.office.formula_results import FormulaResults, Rows
from reportqa.parsing.office.sheet import Sheet

MISSING = {"S": {(1, 1): "B1+1", (4, 2): "FANCY()"}}


def unread(data: bytes) -> Rows:
    raise AssertionError(data)


def test_nothing_is_converted_where_no_result_is_missing() -> None:
    results = FormulaResults.calculate({"S": {}}, unread, b"no file", ".xlsx")
    builder = DocumentBuilder()
    results.warn(builder)
    assert builder.warnings == []


def test_results_are_filled_in_and_the_others_named() -> None:
    results = FormulaResults(MISSING, {"S": {(1, 1): "13"}})
    sheet = Sheet("S", [["a", "b"]])
    results.fill(sheet)
    assert sheet.rows == [["a", "b"], ["", "13"]]
    assert sheet.left_out == [("formula without a result", "C5: FANCY()")]
    builder = DocumentBuilder()
    results.warn(builder)
    assert [warning[:62] for warning in builder.warnings] == [
        "The file stores no results for 1 of its formulas (S!B2); Libre",
        "The file stores no results for 1 of its formulas (S!C5), so th",
    ]


def test_very_many_formulas_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    many = {"S": {(row, 0): "A1" for row in range(1000)}}
    results = FormulaResults.calculate(many, unread, b"no file", ".xlsx")
    builder = DocumentBuilder()
    results.warn(builder)
    assert "for 1,000 of its formulas (S!A1, S!A2," in builder.warnings[0]
    assert "S!A20, …)" in builder.warnings[0]
