import pytest

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.latex import parse


def read(body: str, before: str = "") -> DocumentBuilder:
    return parse(f"\\documentclass{{article}}{before}\\begin{{document}}{body}\\end{{document}}".encode())


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"\finding{The fund paid \textbf{37} grants.}", "The fund paid 37 grants."),
        (r"Costs \price{4150}, as \person*{Ann Cole} says.", "Costs 4150, as Ann Cole says."),
        (r"\keyfact[blue]{Visits}{12 of 14} and \mybox{2cm}{in a box}.", "Visits 12 of 14 and in a box."),
        (r"A \house{one \inner{two \deep{three}} four}.", "A one two three four."),
        (r"\begin{keybox}[title={Key facts}]The board met.\end{keybox}", "Key facts\n\nThe board met."),
        (r"\EUR{5}, 3 \texttimes{} 4, \th{}or, \textcommabelow{s}, \v{s}\H{o}\c{c}", "€5, 3 × 4, þor, ș, šőç"),
        (r"Sold\sidenote{In May.}.", "Sold.\n\nIn May."),
        (r"A\vspace{2cm} b\label{sec:x}\hspace*{1em} c.", "A b c."),
    ],
)
def test_unknown_command_keeps_its_text(source: str, text: str) -> None:
    builder = read(source)
    assert builder.text == text
    assert builder.left_out == []


def test_defined_command_is_expanded() -> None:
    assert read(r"\trust{} grew.", r"\newcommand{\trust}{Rowan Trust}").text == "Rowan Trust grew."


def test_what_does_not_become_text_is_named() -> None:
    builder = read(r"The \trustname{} grew.\todo{check 999}\begin{filecontents}{a.bib}x\end{filecontents}")
    assert builder.text == "The grew."
    assert [thing.text for thing in builder.left_out if thing.kind == "unknown command"] == [
        r"\trustname{}", r"\todo{check 999}",
    ]  # fmt: skip
    assert "embedded file" in [thing.kind for thing in builder.left_out]


def test_included_file_is_named() -> None:
    assert read(r"As \cite{rosen2016} show.\input{chapter2}").warnings == [
        'The included file "chapter2.tex" is not read.'
    ]


def test_table_with_an_empty_foot_keeps_its_first_cell() -> None:
    table = (
        "\\begin{longtable}[]{@{}ll@{}}\n\\toprule\\noalign{}\nYear & Beds \\\\\n\\midrule\\noalign{}\n\\endhead\n"
        "\\bottomrule\\noalign{}\n\\endlastfoot\n2008 & 31 \\\\\n\\end{longtable}"
    )
    assert read(rf"\finding{{Text.}} {table}").text == "Text.\n\n2008 · Beds: 31"


def test_text_of_a_command_named_like_one_for_the_layout_is_named() -> None:
    builder = parse(rb"\begin{document}The wards. \newfinding{Most wards are full.} \setwidth{3cm}\end{document}")
    assert [part.text for part in builder.left_out] == ["\\newfinding{Most wards are full.}"]


@pytest.mark.parametrize("name", ["Garc\\'{\\i}a", "Garc\\'\\i a", "Garc\\'{i}a", "Garc\\'{ \\i }a"])
def test_accent_on_a_letter_without_a_dot(name: str) -> None:
    assert parse(f"\\begin{{document}}{name} was there.\\end{{document}}".encode()).text == "García was there."
