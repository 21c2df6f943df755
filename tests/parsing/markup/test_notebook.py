import json
from typing import Any

import pytest

from reportqa.errors import ParseError
from reportqa.parsing.markup.notebook import parse

TABLE = "<table><tr><th></th><th>beds</th></tr><tr><th>Ely</th><td>31</td></tr></table>"


def notebook(*outputs: dict[str, Any], **metadata: Any) -> bytes:
    cell = {"cell_type": "code", "execution_count": 1, "metadata": {}, "source": ["count()"], "outputs": list(outputs)}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": [cell]}).encode()


def shown(**data: str) -> dict[str, Any]:
    named = {name.replace("_", "/"): [text] for name, text in data.items()}
    return {"output_type": "display_data", "metadata": {}, "data": named}


def test_table_in_the_output_is_a_table() -> None:
    builder = parse(notebook(shown(text_html=TABLE, text_plain="     beds\nEly  31")))
    assert builder.text == "count()\n\nEly · beds: 31"
    assert builder.tables[0].rows == (("", "beds"), ("Ely", "31"))


def test_output_without_words_in_html_is_its_plain_text() -> None:
    assert parse(notebook(shown(text_html="<div></div>", text_plain="31 beds"))).text == "count()\n\n31 beds"


def test_output_in_latex_and_pictures_are_named() -> None:
    builder = parse(notebook(shown(text_latex="\\\\alpha beds")))
    assert [thing.kind for thing in builder.left_out] == ["part in LaTeX"]


def test_title_and_authors_are_metadata() -> None:
    item = parse(notebook(title="Beds", authors=[{"name": "Ann Cole"}])).csl_item
    assert item["title"] == "Beds"
    assert item["author"] == [{"literal": "Ann Cole"}]


def test_what_is_no_notebook_is_refused() -> None:
    with pytest.raises(ParseError):
        parse(b"no notebook")


def test_notebook_has_text_code_and_output() -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Analysis\n", "\n", "Some *text*."]},
        {"cell_type": "code", "metadata": {}, "execution_count": 1, "source": ["print(mean)"],
         "outputs": [{"output_type": "stream", "name": "stdout", "text": ["Mean: 12.5\n"]}]},
    ]  # fmt: skip
    made = {"cells": cells, "metadata": {"title": "List sizes"}, "nbformat": 4, "nbformat_minor": 5}
    builder = parse(json.dumps({**made}).encode())
    assert builder.text == "Analysis\n\nSome text.\n\nprint(mean)\n\nMean: 12.5"
    assert builder.csl_item == {"title": "List sizes"}
