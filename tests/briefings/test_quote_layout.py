from dataclasses import replace

import pytest

from reportqa.briefings.quote_layout import QuoteRule, place_quotes, rule_of
from reportqa.citations.pandoc import Node, inlines
from reportqa.citations.styles import load_style
from reportqa.index.catalogue import Catalogue
from support.cited import make_catalogue, place

FORTY = " ".join(["word"] * 40)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return make_catalogue(tmp_path_factory.mktemp("library"))


@pytest.mark.parametrize(
    ("style", "short", "long"),
    [
        ("apa", FORTY[5:], FORTY),
        ("mhra-notes", FORTY, f"{FORTY} more"),
        ("chicago-notes-bibliography", " ".join(["word"] * 99), " ".join(["word"] * 100)),
        ("turabian-notes-bibliography", FORTY, f"{FORTY} {FORTY} {FORTY}"),
        ("modern-language-association", "a" * 360, "a" * 361),
        ("oscola", "a" * 270, "a" * 271),
    ],
)
def test_styles_set_apart_quotes_from_their_own_length(style: str, short: str, long: str) -> None:
    rule = rule_of(load_style(style))
    assert rule is not None
    assert (rule.runs_in(short), rule.runs_in(long)) == (True, False)


@pytest.mark.parametrize("style", ["nature", "harvard-cite-them-right", "vancouver"])
def test_other_styles_have_no_rule(style: str) -> None:
    assert rule_of(load_style(style)) is None


@pytest.mark.parametrize("quote", ["two\nlines", "half “of it", "of it” that", 'a "straight" one', "a” and “b"])
def test_quote_with_lines_or_unpaired_marks_is_set_apart(quote: str) -> None:
    assert not QuoteRule().runs_in(quote)


@pytest.mark.parametrize(
    ("quote", "marks"),
    [
        ("as it stands", "‘’"),
        ("the practice’s “own” staff", "‘’"),
        ("the practices’ staff", "“”"),
        ("they ‘agree’", "“”"),
        ("’tis so", "“”"),
    ],
)
def test_single_marks_are_double_around_single_ones(quote: str, marks: str) -> None:
    assert QuoteRule(marks=("‘", "’")).marks_around(quote) == tuple(marks)


def text_of(blocks: list[Node]) -> list[tuple[str, str]]:
    """Return kind and text of each block, a citation as "[]" and a note as "*"."""
    found = []
    for block in blocks:
        paragraphs = block["c"] if block["t"] == "BlockQuote" else [block]
        inner = {"Space": " ", "LineBreak": "\n", "Cite": "[]", "Note": "*"}
        texts = ["".join(inner.get(node["t"]) or node["c"] for node in part["c"]) for part in paragraphs]
        found.append((block["t"], "\n\n".join(texts)))
    return found


@pytest.mark.parametrize(
    ("style", "lead", "quote", "wanted"),
    [
        ("apa", "", "Costs rose by £5m", [("Para", "“Costs rose by £5m” [].")]),
        ("apa", "", "wanted more_staff.", [("Para", "“wanted more_staff” [].")]),
        ("apa", "They say:", "wanted more_staff.", [("Para", "They say: “wanted more_staff” [].")]),
        ("oscola", "They say:", "wanted more_staff.", [("Para", "They say: ‘wanted more_staff.’ []")]),
        ("oscola", "It is so.", "Costs rose", [("Para", "It is so."), ("Para", "‘Costs rose’ []")]),
        ("oscola", "They say:", "again.\nA second", [("Para", "They say:"), ("BlockQuote", "again.\nA second []")]),
        (
            "apa",
            "",
            "1. No list; it isn't the first of one.\n\n@n",
            [("BlockQuote", "“1. No list; it isn't the first of one.\n\n@n” []")],
        ),
        ("nature", "They say:", "Costs rose", [("Para", "They say:"), ("BlockQuote", "“Costs rose” []")]),
    ],
)
def test_quotes_are_run_in_or_set_apart(
    catalogue: Catalogue, style: str, lead: str, quote: str, wanted: list[tuple[str, str]]
) -> None:
    doc_id, _, numbers = place("pay.pdf", quote).partition("#")
    start, end = map(int, numbers.split("-"))
    marks = {"m1": catalogue.quotation(doc_id, start, end)}
    mark = {"t": "Para", "c": [*inlines("m1 "), {"t": "Cite", "c": [[], []]}]}
    blocks = [{"t": "Para", "c": inlines(lead)}, mark] if lead else [mark]
    assert text_of(place_quotes(blocks, marks, load_style(style))) == wanted


def test_title_of_its_document_is_set_apart(catalogue: Catalogue) -> None:
    doc_id, _, numbers = place("pay.pdf", "Costs rose").partition("#")
    start, end = map(int, numbers.split("-"))
    found = catalogue.quotation(doc_id, start, end)
    titled = replace(found, citation=replace(found.citation, title="COSTS rose: a report"))
    placed = place_quotes([{"t": "Para", "c": inlines("m1")}], {"m1": titled}, load_style("oscola"))
    assert text_of(placed) == [("BlockQuote", "Costs rose")]


def test_note_of_the_writer_before_a_quote_stays(catalogue: Catalogue) -> None:
    doc_id, _, numbers = place("pay.pdf", "Costs rose").partition("#")
    start, end = map(int, numbers.split("-"))
    lead = {"t": "Para", "c": [*inlines("They say:"), {"t": "Note", "c": []}]}
    blocks = [lead, {"t": "Para", "c": inlines("m1")}]
    placed = place_quotes(blocks, {"m1": catalogue.quotation(doc_id, start, end)}, load_style("oscola"))
    assert text_of(placed) == [("Para", "They say:* ‘Costs rose’")]
