import json

from support.formats import read


def test_notebook_has_text_code_and_output() -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Analysis\n", "\n", "Some *text*."]},
        {"cell_type": "code", "metadata": {}, "execution_count": 1, "source": ["print(mean)"],
         "outputs": [{"output_type": "stream", "name": "stdout", "text": ["Mean: 12.5\n"]}]},
    ]  # fmt: skip
    notebook = {"cells": cells, "metadata": {"title": "List sizes"}, "nbformat": 4, "nbformat_minor": 5}
    builder = read("a.ipynb", json.dumps(notebook).encode())
    assert builder.text == "Analysis\n\nSome text.\n\nprint(mean)\n\nMean: 12.5"
    assert builder.csl_item == {"title": "List sizes"}
