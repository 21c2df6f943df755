from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.briefings.briefing import make_briefing, styled, unstyled
from reportqa.briefings.draft import draft_of, draft_of_markdown
from reportqa.briefings.export import FORMATS, export, one_file
from reportqa.citations.pandoc import make_tree, run_pandoc
from reportqa.citations.styles import load_style
from reportqa.errors import InputError
from reportqa.index.catalogue import Catalogue
from reportqa.proofreading.manuscript_reader import read_manuscript
from reportqa.proofreading.proofreader import Outcome
from support.cited import DOCUMENTS, make_catalogue, open_library, place
from support.roundtrips import lay_out

COSTS = place("pay.pdf", "Costs rose by £5m & fell again.")
SAID = place("bigger.pdf", "Practices said that *nothing* had changed")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return make_catalogue(tmp_path_factory.mktemp("library"))


def sentence(catalogue: Catalogue, note: str, style: str) -> str:
    """Return the words of a note, with the marks of its footnotes, in a style."""
    briefing = make_briefing(draft_of_markdown(note), catalogue)
    text = run_pandoc(make_tree(styled(briefing, load_style(style))), "plain").decode()
    return " ".join(text.split("\n\n")[0].split())


@pytest.mark.parametrize(
    ("style", "note", "wanted"),
    [
        ("apa", "Some say [[{}]], others not.",
         "Some say “Costs rose by £5m & fell again” (Rosen et al., 2019, p. iv), others not."),
        ("apa", "As Rosen shows, [[{}]]", "As Rosen shows, “Costs rose by £5m & fell again” (2019, p. iv)."),
        ("apa", "Rosen asked. Some say ([[{}]]).",
         "Rosen asked. Some say (“Costs rose by £5m & fell again” (Rosen et al., 2019, p. iv))."),
        ("modern-language-association", "As Rosen shows, [[{}]]: so.",
         "As Rosen shows, “Costs rose by £5m & fell again” (iv): so."),
        ("ieee", "As Rosen shows, *[[{}]]*.", "As Rosen shows, “Costs rose by £5m & fell again” [1, p. iv]."),
        ("harvard-cite-them-right", "[[{}]] is true.",
         "“Costs rose by £5m & fell again” (Rosen, Müller and Curry, 2019, p. iv) is true."),
        ("oscola", "As Rosen shows, [[{}]], and", "As Rosen shows, ‘Costs rose by £5m & fell again’,[1] and"),
        ("oscola", "As Rosen shows, [[{}]]", "As Rosen shows, ‘Costs rose by £5m & fell again.’[1]"),
        ("oscola", "As Rosen shows, [[{}]].", "As Rosen shows, ‘Costs rose by £5m & fell again’.[1]"),
    ],
)  # fmt: skip
def test_quote_is_in_its_sentence_with_its_citation(catalogue: Catalogue, style: str, note: str, wanted: str) -> None:
    assert sentence(catalogue, note.format(COSTS), style) == wanted


def test_note_is_a_list_of_texts_and_quotes(catalogue: Catalogue) -> None:
    note = ["They said ", {"quote": SAID}, "2 and ", {"quote": COSTS}, "."]
    briefing = make_briefing(draft_of({"section": [{"content": [{"note": note}]}]}), catalogue)
    assert [work.key for work in briefing.works] == ["nuffieldtrust2016", "rosen2019"]
    assert len(briefing.quotations) == 2
    text = run_pandoc(make_tree(styled(briefing, load_style("apa"))), "plain").decode()
    assert "(Nuffield Trust, 2016, p. 14)2 and “Costs" in " ".join(text.split())


def test_quotes_are_in_lists_and_footnotes_too(catalogue: Catalogue) -> None:
    note = f"- so[^1]\n- or [[{COSTS}]]\n\n[^1]: See [[{SAID}]].\n"
    text = run_pandoc(
        make_tree(styled(make_briefing(draft_of_markdown(note), catalogue), load_style("oscola"))), "plain"
    )
    assert "or ‘Costs rose by £5m & fell again.’[2]" in text.decode()
    assert "See ‘Practices said that *nothing* had changed’" in text.decode()


def test_several_lines_are_one_in_a_sentence(catalogue: Catalogue) -> None:
    lines = place("pay.pdf", "Costs rose by £5m & fell again.\nA second line of it.")
    assert sentence(catalogue, f"See [[{lines}]]: so", "oscola") == (
        "See ‘Costs rose by £5m & fell again. A second line of it’:[1] so"
    )


def test_without_a_style_the_citation_is_pandocs(catalogue: Catalogue) -> None:
    briefing = make_briefing(draft_of_markdown(f"As Rosen shows, [[{COSTS}]]"), catalogue)
    text = run_pandoc(make_tree(unstyled(briefing, load_style("apa"))), "markdown-smart").decode()
    assert text.strip() == "As Rosen shows, “Costs rose by £5m & fell again” [-@rosen2019, p. iv]."


@pytest.mark.parametrize("note", ["`[[{}]]`", "# Head [[{}]]\n\n# Two", "[x](y[[{}]])", "```\n[[{}]]\n```"])
def test_quote_where_no_sentence_is_is_refused(catalogue: Catalogue, note: str) -> None:
    text = note.format(COSTS)
    content = [{"note": [text.partition("[[")[0], {"quote": COSTS}, text.rpartition("]]")[2]]}]
    with pytest.raises(InputError, match="quote in section 1, part 1 is inside a heading, code, or an unclosed part"):
        make_briefing(draft_of({"section": [{"content": content}]}), catalogue)


def test_citation_of_a_web_page_leads_to_its_words(tmp_path: Path) -> None:
    web = replace(DOCUMENTS["waiting.html"])
    here = open_library(tmp_path, [web])
    briefing = make_briefing(draft_of_markdown(f"So [[{place('waiting.html', 'Costs rose')}]], they say."), here)
    html = run_pandoc(make_tree(styled(briefing, load_style("apa"))), "html5").decode()
    assert 'href="https://example.org/waiting#:~:text=Costs%20rose"' in html


@pytest.mark.parametrize(
    "style", ["apa", "modern-language-association", "nature", "oscola", "chicago-notes-bibliography"]
)
@pytest.mark.parametrize("form", [*sorted(FORMATS.keys() - {"zip"}), "docx zotero"])
def test_check_finds_each_inline_quote_of_a_finished_briefing(tmp_path: Path, style: str, form: str) -> None:
    desk = lay_out(tmp_path, [DOCUMENTS["pay.pdf"], DOCUMENTS["bigger.pdf"]])
    note = f"As the Nuffield Trust shows, [[{SAID}]], which is disputed. Others report: [[{COSTS}]]\n"
    briefing = make_briefing(draft_of_markdown(note), desk.catalogue)
    ending, _, live = form.partition(" ")
    if live:
        data = export(briefing, load_style(style), ending, live=live)["briefing.docx"]
    else:
        data = one_file(briefing, load_style(style), form)
    found = desk.proofreader.check(read_manuscript(f"briefing.{ending}", data))
    assert sorted((check.outcome, check.places[0].citation.doc_id) for check in found) == [
        (Outcome.RIGHT, "bigger.pdf"), (Outcome.RIGHT, "pay.pdf"),
    ]  # fmt: skip
