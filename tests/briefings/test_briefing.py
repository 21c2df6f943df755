from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportqa.briefings.briefing import Briefing, make_briefing, styled, unstyled
from reportqa.briefings.draft import Draft, draft_of, draft_of_markdown
from reportqa.citations.pandoc import make_tree, run_pandoc
from reportqa.citations.record import Record
from reportqa.citations.styles import load_style
from reportqa.errors import InputError
from reportqa.index.catalogue import Catalogue
from support.cited import DOCUMENTS, TEXT, make_catalogue, open_library, place, range_of

HARVARD, OSCOLA = load_style("harvard-cite-them-right"), load_style("oscola")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return make_catalogue(tmp_path_factory.mktemp("library"))


def written(briefing: Briefing, style: str = "apa", writer: str = "markdown-smart") -> str:
    return run_pandoc(make_tree(styled(briefing, load_style(style))), writer).decode()


def test_quote_stands_word_for_word_with_its_citation(catalogue: Catalogue) -> None:
    draft = draft_of_markdown(f"# Title\n\n## Costs\n\nSee:\n> [[{place('bigger.pdf', 'Costs rose')}]]\nSo *there*.")
    text = written(make_briefing(draft, catalogue), writer="plain")
    assert "“Costs rose” (Nuffield Trust, 2016, p. 15)" in " ".join(text.split())
    assert text.index("See:") < text.index("Costs rose") < text.index("So there.") < text.index("References")


def test_first_heading_is_the_title_when_there_is_no_other(catalogue: Catalogue) -> None:
    briefing = make_briefing(draft_of_markdown("# Staff & *pay*\n\n## One\n\n### Two\n"), catalogue)
    assert briefing.title == "Staff & pay"
    assert [block["c"][0] for block in briefing.blocks] == [1, 2]


def test_yaml_in_front_gives_title_authors_date_style_and_language(catalogue: Catalogue) -> None:
    fields = "title: 'A: *b*'\nauthor: [One, Two]\ndate: 2026\nstyle: apa\nlang: de-DE\nbibliography: /etc/passwd"
    text = f"---\n{fields}\n---\n\n# Kept\n"
    briefing = make_briefing(draft_of_markdown(text), catalogue)
    assert briefing.meta == {"title": "A: b", "author": ["One", "Two"], "date": "2026"}
    assert (briefing.style, briefing.language) == ("apa", "de-DE")
    assert len(briefing.blocks) == 1


def test_note_style_makes_footnotes_with_ibid(catalogue: Catalogue) -> None:
    lines = [f"[[{place('bigger.pdf', words)}]]" for words in ("Costs rose", "Another paragraph")]
    text = written(make_briefing(draft_of_markdown("\n\n".join(lines)), catalogue), "oscola", "plain")
    assert "‘Costs rose’[1]" in text
    assert "[1] Nuffield Trust, ‘Is Bigger Better?’ (Nuffield Trust 2016) 15" in text
    assert "[2] Ibid." in text


def test_page_that_is_not_printed_is_named_as_the_files(catalogue: Catalogue) -> None:
    draft = draft_of_markdown(f"[[{place('guidance.pdf', 'Costs rose')}]]")
    assert "(Department of Health, n.d., PDF p. 2)" in written(make_briefing(draft, catalogue), writer="plain")


def test_notes_may_cite_by_key_and_count_in_the_order(catalogue: Catalogue) -> None:
    draft = draft_of_markdown(f"As said [@rosen2019, p. 5].\n\n[[{place('bigger.pdf', 'Costs rose')}]]\n")
    briefing = make_briefing(draft, catalogue)
    assert [work.key for work in briefing.works] == ["rosen2019", "nuffieldtrust2016"]
    text = written(briefing, "ieee", "plain")
    assert "As said [1, p. 5]." in text
    assert "“Costs rose” [2, p. 15]" in text


def test_unknown_key_is_refused_with_the_nearest(catalogue: Catalogue) -> None:
    with pytest.raises(InputError, match=r"@rosen2018.*Did you mean @rosen2019\?"):
        make_briefing(draft_of_markdown("As said [@rosen2018]."), catalogue)


def test_place_that_is_not_in_the_index_is_refused_with_its_line(catalogue: Catalogue) -> None:
    with pytest.raises(InputError, match=r'The quote in line 3: No document "nowhere\.pdf" in the index'):
        make_briefing(draft_of_markdown("One.\n\n[[nowhere.pdf#1-9]]"), catalogue)
    with pytest.raises(InputError, match="The quote in line 1: 1-99999 is not a range"):
        make_briefing(draft_of_markdown("[[bigger.pdf#1-99999]]"), catalogue)


def after_a_note(note: str) -> Draft:
    content = [{"note": note}, {"quote": place("bigger.pdf", "Costs rose")}, {"note": "```\n:::\n-->"}]
    return draft_of({"section": [{"content": content}]})


@pytest.mark.parametrize("note", ["```\ncode", "::: box\nwords", "[^1]:"])
def test_quote_in_a_part_that_is_not_closed_is_refused(catalogue: Catalogue, note: str) -> None:
    with pytest.raises(InputError, match="quote in section 1, part 2 is inside an unclosed part of a note"):
        make_briefing(after_a_note(note), catalogue)


@pytest.mark.parametrize(
    "note", ["- a list\n\n  - more", "<!-- open", "<div>", "$x", "*bold", "| a\n| b", "Term\n\n:   said"]
)
def test_quote_after_any_other_note_stands_by_itself(catalogue: Catalogue, note: str) -> None:
    blocks = make_briefing(after_a_note(note), catalogue).blocks
    assert len([block for block in blocks if block["t"] == "Para" and block["c"][0].get("c", "").startswith("m")]) == 1


@pytest.mark.parametrize(
    "note",
    [
        "<script>alert(1)</script>", "![a picture](https://example.org/a.png)", "![x](/etc/passwd)",
        "[bad](javascript:alert(1))", "[bad](data:text/html,x)", "`<b>`{=html}", "\\input{/etc/passwd}",
        "```{=html}\n<script>\n```", '[x]{onclick="alert(1)" style="background:url(data:x)"}',
        "[good](https://example.org) and [here](#there)",
    ],
)  # fmt: skip
def test_nothing_is_fetched_or_run_for_a_note(catalogue: Catalogue, note: str) -> None:
    html = written(make_briefing(draft_of_markdown(note), catalogue), writer="html5")
    for bad in ("<script", "<img", "javascript:", "data:", "root:", 'alert(1)"'):
        assert bad not in html
    assert ("https://example.org" in html) == note.startswith("[good]")


def test_record_of_words_that_moved_is_cited_where_they_stand_now(tmp_path: Path) -> None:
    old = DOCUMENTS["bigger.pdf"]
    start, end = range_of("Another paragraph: 3 < 4 and 5 > 2")
    (before := tmp_path / "before").mkdir()
    (after := tmp_path / "after").mkdir()
    record = Record.of(open_library(before, [old]).cite("bigger.pdf", start, end), {}, "2026-11-22").to_dict()
    text = "A new page.\n\n" + old.text
    pages = tuple(replace(page, label="20", start=page.start + 13, end=page.end + 13) for page in old.pages)
    new = replace(old, text=text, pages=(replace(pages[0], start=0), *pages[1:]), sha256="1" * 64)
    briefing = make_briefing(draft_of({"section": [{"content": [{"quote": record}]}]}), open_library(after, [new]))
    assert briefing.quotations[0].citation.quote == text[start + 13 : end + 13]
    assert briefing.notices == (
        "The quote in section 1, part 1 has moved and is cited at its new place: bigger.pdf, p. 20.",
    )


def test_record_whose_words_changed_is_refused(catalogue: Catalogue) -> None:
    citation = catalogue.cite("bigger.pdf", *range_of("“82%” of them, or 1,234 in all"))
    record = Record.of(citation, {}, "2026-11-22").to_dict() | {"quote": "“83%” of them, or 1,234 in all"}
    with pytest.raises(InputError, match=r'section 1, part 1: It has changed in "bigger.pdf"\.'):
        make_briefing(draft_of({"section": [{"content": [{"quote": record}]}]}), catalogue)
    gone = {**record, "quote": "Nothing of this kind was ever said by anyone anywhere."}
    with pytest.raises(InputError, match=r'It is gone from "bigger.pdf"\.'):
        make_briefing(draft_of({"section": [{"content": [{"quote": gone}]}]}), catalogue)


def test_without_a_style_works_are_cited_by_keys(catalogue: Catalogue) -> None:
    draft = draft_of_markdown(f"[[{place('pay.pdf', 'Costs rose')}]]\n")
    text = run_pandoc(make_tree(unstyled(make_briefing(draft, catalogue), OSCOLA)), "markdown-smart").decode()
    assert text.strip() == "‘Costs rose’ [@rosen2019, p. iv]"


def test_short_quote_is_run_in_after_its_lead_and_a_long_one_set_apart(catalogue: Catalogue) -> None:
    short, long = place("pay.pdf", "Costs rose"), f"pay.pdf#0-{len(TEXT)}"
    briefing = make_briefing(draft_of_markdown(f"They say:\n\n[[{short}]]\n\nAnd:\n\n[[{long}]]\n"), catalogue)
    blocks = styled(briefing, OSCOLA)
    assert [block["t"] for block in blocks[:3]] == ["Para", "Para", "BlockQuote"]
    assert words(blocks[0]) == "They say: ‘Costs rose’"
    assert words(blocks[2]) == " ".join(TEXT.split())


def test_language_that_is_none_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(InputError, match="is not a language tag"):
        make_briefing(draft_of({"lang": 'en", font: "x'}), catalogue)


def test_briefing_without_quotes_has_no_references(catalogue: Catalogue) -> None:
    assert written(make_briefing(draft_of_markdown("Only words."), catalogue)) == "Only words.\n"


ranges = st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=2, unique=True).map(sorted)


@pytest.mark.slow
@settings(max_examples=15)
@given(st.lists(ranges.filter(lambda r: TEXT[r[0] : r[1]].strip() != ""), min_size=1, max_size=8))
def test_any_words_stand_in_the_tree_as_they_stand_in_the_document(
    catalogue: Catalogue, chosen: list[list[int]]
) -> None:
    lines = [f"[[bigger.pdf#{start}-{end}]]" for start, end in chosen]
    briefing = make_briefing(draft_of_markdown("\n\n".join(lines)), catalogue)
    quotes = [words(block) for block in styled(briefing, HARVARD) if block["t"] == "BlockQuote"]
    assert quotes == [f"“{' '.join(TEXT[start:end].split())}”" for start, end in chosen]


def words(node: Any) -> str:
    """Return the words of a tree but for its footnotes, with one space between them."""
    parts: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, list):
            for item in value:
                walk(item)
        elif isinstance(value, dict) and value.get("t") not in {"Cite", "Note"}:
            if value["t"] == "Str":
                parts.append(value["c"])
            elif value["t"] in {"Space", "LineBreak", "Para"}:
                parts.append(" ")
                walk(value.get("c", []))
            else:
                walk(value.get("c", []))

    walk(node)
    return " ".join("".join(parts).split())
