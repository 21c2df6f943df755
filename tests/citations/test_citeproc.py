"""What ten well-known styles make of documents of every kind, by the rules of form of each style's manual.

The expected texts are written by these rules: order, punctuation, and what is in italics. The language is British
English wherever a style names none, which sets quotation marks and no more.
"""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportqa.citations.citeproc import cite, format_quotations, process
from reportqa.citations.pandoc import inlines, make_tree, run_pandoc, write_inlines
from reportqa.citations.styles import Style, load_style, read_style
from reportqa.document import Page
from reportqa.errors import InputError
from support.cited import CORPORATE, SEVERAL, UNDATED, WEB, page, quotation
from support.csl_styles import CSL

ARABIC = (page("15"),)
RANGE = (page("15"), page("16", 10))
ROMAN = (page("iv"), page("v", 10))
QUOTATIONS = [
    quotation(CORPORATE, ARABIC, key="corporate"),
    quotation(SEVERAL, RANGE, key="several"),
    quotation(UNDATED, ROMAN, key="undated"),
    quotation(WEB, (), key="web"),
]
VANCOUVER = load_style("vancouver")
SECTION = "section “Findings”"

# For each style the citations, then the entries in the order of the style.
EXPECTED: dict[str, tuple[list[str], list[str]]] = {
    "apa": (
        [
            "(Nuffield Trust, 2016, p. 15)",
            "(Rosen et al., 2019, pp. 15–16)",
            "(Department of Health, n.d., pp. iv–v)",
            f"(NHS England, 2021, {SECTION})",
        ],
        [
            "Department of Health. (n.d.). *Guidance for practices*. HMSO.",
            "NHS England. (2021, May 6). *Waiting times*. https://example.org/waiting",
            "Nuffield Trust. (2016). *Is bigger better?* https://example.org/bigger",
            "Rosen, R., Müller, J., & Curry, N. (2019). *Staff & pay*. King’s Fund.",
        ],
    ),
    "harvard-cite-them-right": (
        [
            "(Nuffield Trust, 2016, p. 15)",
            "(Rosen, Müller and Curry, 2019, pp. 15–16)",
            "(Department of Health, no date, pp. iv–v)",
            f"(NHS England, 2021, {SECTION})",
        ],
        [
            "Department of Health (no date) *Guidance for practices*. HMSO.",
            "NHS England (2021) *Waiting times*. Available at: https://example.org/waiting.",
            "Nuffield Trust (2016) *Is bigger better?* Nuffield Trust. Available at: https://example.org/bigger.",
            "Rosen, R., Müller, J. and Curry, N. (2019) *Staff & pay*. London: King’s Fund.",
        ],
    ),
    "oscola": (
        [
            "Nuffield Trust, ‘Is Bigger Better?’ (Nuffield Trust 2016) 15 <https://example.org/bigger>.",
            "Rebecca Rosen, Jörg Müller and Natasha Curry, ‘Staff & Pay’ (King’s Fund 2019) 15–16.",
            "Department of Health, ‘Guidance for Practices’ (HMSO) iv–v.",
            f"NHS England, ‘Waiting Times’ (6 May 2021) <https://example.org/waiting>, {SECTION}.",
        ],
        [
            "Department of Health, ‘Guidance for Practices’ (HMSO)",
            "NHS England, ‘Waiting Times’ (6 May 2021) <https://example.org/waiting>",
            "Nuffield Trust, ‘Is Bigger Better?’ (Nuffield Trust 2016) <https://example.org/bigger>",
            "Rosen R, Müller J and Curry N, ‘Staff & Pay’ (King’s Fund 2019)",
        ],
    ),
    "vancouver": (
        ["(1, p. 15)", "(2, pp. 15–16)", "(3, pp. iv–v)", f"(4, {SECTION})"],
        [
            "1. Nuffield Trust. Is bigger better? [Internet]. Nuffield Trust; 2016 Jul."
            " Available from: https://example.org/bigger",
            "2. Rosen R, Müller J, Curry N. Staff & pay. London: King’s Fund; 2019 Mar.",
            "3. Department of Health. Guidance for practices. HMSO.",
            "4. NHS England. Waiting times [Internet]. 2021. Available from: https://example.org/waiting",
        ],
    ),
    "chicago-author-date": (
        [
            "(Nuffield Trust 2016, 15)",
            "(Rosen et al. 2019, 15–16)",
            "(Department of Health, n.d., iv–v)",
            f"(NHS England 2021, {SECTION})",
        ],
        [
            "Department of Health. n.d. *Guidance for Practices*. HMSO.",
            "NHS England. 2021. ‘Waiting Times’. May 6. https://example.org/waiting.",
            "Nuffield Trust. 2016. *Is Bigger Better?* Nuffield Trust. https://example.org/bigger.",
            "Rosen, Rebecca, Jörg Müller, and Natasha Curry. 2019. *Staff & Pay*. King’s Fund.",
        ],
    ),
    "chicago-notes-bibliography": (
        [
            "Nuffield Trust, *Is Bigger Better?* (Nuffield Trust, 2016), 15, https://example.org/bigger.",
            "Rebecca Rosen et al., *Staff & Pay* (King’s Fund, 2019), 15–16.",
            "Department of Health, *Guidance for Practices* (HMSO, n.d.), iv–v.",
            f"NHS England, ‘Waiting Times’, 6 May 2021, https://example.org/waiting, {SECTION}.",
        ],
        [
            "Department of Health. *Guidance for Practices*. HMSO, n.d.",
            "NHS England. ‘Waiting Times’. 6 May 2021. https://example.org/waiting.",
            "Nuffield Trust. *Is Bigger Better?* Nuffield Trust, 2016. https://example.org/bigger.",
            "Rosen, Rebecca, Jörg Müller, and Natasha Curry. *Staff & Pay*. King’s Fund, 2019.",
        ],
    ),
    "ieee": (
        ["[1, p. 15]", "[2, pp. 15–16]", "[3, pp. iv–v]", f"[4], {SECTION}"],
        [
            "[1] Nuffield Trust, ‘Is bigger better?’, Nuffield Trust, Jul. 2016. Available: https://example.org/bigger",
            "[2] R. Rosen, J. Müller, and N. Curry, ‘Staff & pay’, King’s Fund, London, Mar. 2019.",
            "[3] Department of Health, ‘Guidance for practices’, HMSO.",
            "[4] NHS England, ‘Waiting times’. [Online]. Available: https://example.org/waiting",
        ],
    ),
    "modern-language-association": (
        ["(Nuffield Trust 15)", "(Rosen et al. 15–16)", "(Department of Health iv–v)", f"(NHS England, {SECTION})"],
        [
            "Department of Health. *Guidance for Practices*. HMSO.",
            "NHS England. *Waiting Times*. 6 May 2021, https://example.org/waiting.",
            "Nuffield Trust. *Is Bigger Better?* Nuffield Trust, July 2016, https://example.org/bigger.",
            "Rosen, Rebecca, et al. *Staff & Pay*. King’s Fund, 4 Mar. 2019.",
        ],
    ),
    "american-medical-association": (
        ["^1(p15)^", "^2(pp15-16)^", "^3(ppiv-v)^", f"^4^, {SECTION}"],
        [
            "1. Nuffield Trust. *Is Bigger Better?* Nuffield Trust; 2016. https://example.org/bigger",
            "2. Rosen R, Müller J, Curry N. *Staff & Pay*. King’s Fund; 2019.",
            "3. Department of Health. *Guidance for Practices*. HMSO.",
            "4. NHS England. Waiting times. May 6, 2021. https://example.org/waiting",
        ],
    ),
    "nature": (
        ["^1^, p. 15", "^2^, pp. 15–16", "^3^, pp. iv–v", f"^4^, {SECTION}"],
        [
            "1. Nuffield Trust. *Is Bigger Better?* https://example.org/bigger (2016).",
            "2. Rosen, R., Müller, J. & Curry, N. *Staff & Pay*. (2019).",
            "3. Department of Health. *Guidance for Practices*.",
            "4. NHS England. Waiting times. https://example.org/waiting (2021).",
        ],
    ),
}


def shown(texts: list[str]) -> list[str]:
    """Take out of Markdown all marks but those of italics and of what is set high."""
    return [re.sub(r"\\(.)", r"\1", re.sub(r"(\\?)<(https?://[^>]+?)(\\?)>", r"\2", text)) for text in texts]


@pytest.mark.slow
@pytest.mark.parametrize("name", EXPECTED)
def test_well_known_style_has_the_form_of_its_manual(name: str) -> None:
    formatted = format_quotations(QUOTATIONS, load_style(name))
    notes, entries = EXPECTED[name]
    assert shown(write_inlines(formatted.notes, "markdown-smart")) == notes
    assert shown(write_inlines(formatted.entries, "markdown-smart")) == entries


def test_american_english_has_its_own_quotation_marks() -> None:
    formatted = format_quotations([QUOTATIONS[0]], load_style("ieee"), "en-US")
    assert write_inlines(formatted.entries, "plain")[0].startswith("[1] Nuffield Trust, “Is bigger better?”")


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        ((page("A-3"),), "p. A-3"),
        ((page("2-5"), page("2-6", 10)), "pp. 2-5–2-6"),
        ((page("x{y}"),), "p. x(y)"),
        ((page(None),), "PDF p. 9"),
        ((page(None), page("16", 10)), "PDF pp. 9–10"),
        ((page("Cover"),), "p. Cover"),
        ((page("iv"), page("7", 10)), "pp. iv–7"),
    ],
)
@pytest.mark.parametrize("style", ["apa", "nature"])
def test_page_is_the_printed_one_however_it_is_written(pages: tuple[Page, ...], text: str, style: str) -> None:
    formatted = format_quotations([quotation(CORPORATE, pages)], load_style(style))
    assert text.replace("x(y)", "x{y}") in write_inlines(formatted.notes, "plain")[0].replace("x(y)", "x{y}")


@pytest.mark.slow
@settings(max_examples=10)
@given(st.lists(st.integers(1, 9999), min_size=20, max_size=20))
def test_any_page_is_named(numbers: list[int]) -> None:
    quotations = [quotation(CORPORATE, (page(str(number)),)) for number in numbers]
    notes = write_inlines(format_quotations(quotations, VANCOUVER).notes, "plain")
    assert notes == [f"(1, p. {number})" for number in numbers]


def test_each_note_stands_for_itself_and_the_bibliography_has_each_work_once() -> None:
    twice = [QUOTATIONS[0], QUOTATIONS[0]]
    formatted = format_quotations(twice, load_style("oscola"))
    first, second = write_inlines(formatted.notes, "plain")
    assert first == second
    assert len(formatted.entries) == 1


def test_style_without_bibliography_gives_none() -> None:
    formatted = format_quotations([QUOTATIONS[0]], load_style("chicago-notes"))
    assert formatted.notes
    assert formatted.entries == ()


def test_nothing_is_cited_of_nothing() -> None:
    formatted = format_quotations([], load_style("apa"))
    assert (formatted.notes, formatted.entries) == ((), ())


def test_works_of_one_author_and_year_are_told_apart() -> None:
    other = {**CORPORATE, "title": "Another"}
    formatted = format_quotations([QUOTATIONS[0], quotation(other, ARABIC, key="other")], load_style("apa"))
    years = [re.search(r"2016\w", note) for note in write_inlines(formatted.notes, "plain")]
    assert [year and year[0] for year in years] == ["2016b", "2016a"]


def test_title_is_text_and_its_markup_is_that_of_csl() -> None:
    item = {**CORPORATE, "title": "A *b* <i>c</i> $d$ [e](f) @g <u>h</u>"}
    formatted = format_quotations([quotation(item)], load_style("chicago-author-date"))
    assert "<em>A *b* <em>c</em> $d$ [e](f) @g &lt;u&gt;h&lt;/u&gt;</em>" in write_inlines(formatted.entries, "html")[0]


def test_style_that_pandoc_cannot_use_is_refused() -> None:
    broken = re.sub("</?layout[^>]*>", "", CSL)
    style = Style("ours", "Ours", broken.encode(), False, False, "en-GB")
    with pytest.raises(InputError, match='The style "ours" has an error'):
        format_quotations([QUOTATIONS[0]], style)


def test_citation_for_people_to_read_is_short_where_it_can_be() -> None:
    def written(*pages: Page) -> str:
        tree = make_tree([{"t": "Para", "c": [cite(quotation(CORPORATE, pages))]}])
        return run_pandoc(tree, "markdown-smart").decode().strip()

    assert written(page("15")) == "[@key, p. 15]"
    assert written(*ROMAN) == "[@key, pp. iv–v]"
    assert written(page("A-3")) == "[@key, {p. A-3}]"
    assert "PDF p. 9" in written(page(None))


def test_metadata_of_a_tree_stays_its_own() -> None:
    tree = make_tree([{"t": "Para", "c": inlines("No citation.")}], {"title": "T"})
    done = process(tree, [QUOTATIONS[0].work], load_style("apa"))
    assert set(done["meta"]) == {"title", "lang"}


def test_user_style_is_used(tmp_path: Path) -> None:
    path = tmp_path / "ours.csl"
    path.write_text(CSL)
    assert write_inlines(format_quotations([QUOTATIONS[0]], read_style(path)).notes, "plain") == [
        "{Is bigger better?, p. 15}"
    ]
