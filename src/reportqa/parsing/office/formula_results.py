"""Results of formulas that a workbook does not store, calculated by LibreOffice where it is installed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.office.libreoffice import convert
from reportqa.parsing.office.sheet import Place, Sheet, place_name

_MAX_NAMED = 20
_UNKNOWN = {"", "#NAME?"}
"""Results of functions that LibreOffice does not know."""

Formulas = Mapping[str, Mapping[Place, str]]
"""Formulas, or their results, by the title of their sheet and their place."""
Rows = Mapping[str, Sequence[Sequence[str]]]
"""The cells of sheets by the title of the sheet."""


@dataclass(frozen=True, slots=True)
class FormulaResults:
    """Formulas without stored results and, as displayed, the results that LibreOffice calculated for them."""

    missing: Formulas
    results: Formulas

    @classmethod
    def calculate(cls, missing: Formulas, read: Callable[[bytes], Rows], data: bytes, suffix: str) -> "FormulaResults":
        """Return the results that LibreOffice calculates; none if nothing is missing or it is not installed.

        :param read: returns the cells of the sheets of a file of the kind of `data`.
        :param suffix: suffix of `data`.
        """
        made = convert(data, suffix, suffix) if any(missing.values()) else None
        try:
            sheets = {} if made is None else read(made)
        except ParseError:
            sheets = {}
        return cls(missing, {title: _known(places, sheets.get(title, ())) for title, places in missing.items()})

    def fill(self, sheet: Sheet) -> None:
        """Write the results into a sheet, and name the formulas without any."""
        results = self.results.get(sheet.title, {})
        for (row, column), text in results.items():
            sheet.rows += [[] for _ in range(row + 1 - len(sheet.rows))]
            cells = sheet.rows[row]
            cells += [""] * (column + 1 - len(cells))
            cells[column] = text
        lacking = {place: said for place, said in self.missing.get(sheet.title, {}).items() if place not in results}
        if lacking:
            named = ", ".join(f"{place_name(place)}: {formula}" for place, formula in lacking.items())
            sheet.left_out.append(("formula without a result", named))

    def warn(self, builder: DocumentBuilder) -> None:
        """Warn of formulas without stored results, and say which of them LibreOffice calculated."""
        places = [(title, place) for title, found in self.missing.items() for place in found]
        done = [pair for pair in places if pair[1] in self.results.get(pair[0], {})]
        lacking = [pair for pair in places if pair[1] not in self.results.get(pair[0], {})]
        if done:
            builder.warnings.append(
                f"The file stores no results for {len(done):,} of its formulas ({_names(done)});"
                " LibreOffice calculated them."
            )
        if lacking:
            builder.warnings.append(
                f"The file stores no results for {len(lacking):,} of its formulas ({_names(lacking)}), so these cells"
                " are missing. Open it in Excel or LibreOffice, save it and index again."
            )


def _known(places: Mapping[Place, str], rows: Sequence[Sequence[str]]) -> dict[Place, str]:
    """Return the results at some places in the cells of a calculated sheet."""
    found = {(row, column): "".join(rows[row][column : column + 1]) for row, column in places if row < len(rows)}
    return {place: text for place, text in found.items() if text not in _UNKNOWN}


def _names(places: Sequence[tuple[str, Place]]) -> str:
    names = [f"{title}!{place_name(place)}" for title, place in places[:_MAX_NAMED]]
    return ", ".join(names) + ("" if len(places) <= _MAX_NAMED else ", …")
