from pathlib import Path

import pytest

from reportqa.citations.styles import find_style, load_style, nearest_names, read_style, search_styles
from reportqa.errors import InputError, StyleNotFound
from support.csl_styles import CSL

KNOWN = [
    "apa", "harvard-cite-them-right", "oscola", "vancouver", "chicago-author-date", "chicago-notes-bibliography",
    "ieee", "modern-language-association", "american-medical-association", "nature",
]  # fmt: skip


@pytest.mark.parametrize("name", KNOWN)
def test_well_known_styles_are_there_by_their_names(name: str) -> None:
    style = load_style(name)
    assert style.csl.startswith(b"<?xml")
    assert style.title != style.name


def test_styles_say_what_they_do() -> None:
    assert [load_style(name).is_note for name in ("oscola", "chicago-notes-bibliography", "apa")] == [True, True, False]
    assert [load_style(name).has_pages for name in ("apa", "nature")] == [True, False]
    assert load_style("apa").language == "en-GB"
    assert load_style("din-1505-2").language == "de-DE"


def test_name_of_a_journal_has_the_rules_of_its_parent() -> None:
    assert load_style("nature-communications").name == "nature"


def test_old_name_has_the_rules_of_the_new() -> None:
    assert load_style("vancouver").name == "nlm-citation-sequence"
    assert search_styles("vancouver")[0].name == "nlm-citation-sequence"


def test_case_and_ending_of_a_name_do_not_matter() -> None:
    assert load_style("APA.csl").csl == load_style("apa").csl


@pytest.mark.slow
@pytest.mark.parametrize("name", ["harvrd-cite-them-right", "chicago-autor-date", "appa"])
def test_unknown_name_is_refused_with_the_nearest(name: str) -> None:
    with pytest.raises(StyleNotFound, match=f'No citation style "{name}". Did you mean .+\\?') as refused:
        load_style(name)
    assert nearest_names(name)[0] in str(refused.value)


def test_nearest_name_of_one_misspelt_is_the_one_meant() -> None:
    assert nearest_names("harvrd-cite-them-right")[0] == "harvard-cite-them-right"
    assert nearest_names("oscolla")[0] == "oscola"


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "\0", "a/b", "x" * 5000, "\udcff"])
def test_name_that_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(StyleNotFound):
        load_style(name)


def test_styles_are_found_by_words_of_name_or_title_whatever_the_order() -> None:
    assert "harvard-cite-them-right" in [style.name for style in search_styles("them RIGHT cite")][:3]
    assert [style.name for style in search_styles("american psychological")] != []
    assert search_styles("nothing has this name") == []


def test_every_style_is_listed_with_a_title() -> None:
    found = search_styles()
    assert len(found) > 10_000
    assert all(style.title for style in found)
    assert len({style.name for style in found}) == len(found)


def test_parents_of_all_names_are_there() -> None:
    found = search_styles()
    names = {style.name for style in found}
    orphans = {style.parent for style in found if style.parent} - names
    assert {load_style(str(parent)).name for parent in orphans} <= names


def test_file_of_the_users_own_is_a_style(tmp_path: Path) -> None:
    path = tmp_path / "ours.csl"
    path.write_text(CSL)
    style = find_style(str(path))
    assert (style.title, style.is_note, style.has_pages) == ("Ours", False, False)


def test_file_that_is_another_name_takes_the_rules_of_its_parent(tmp_path: Path) -> None:
    path = tmp_path / "journal.csl"
    path.write_text(
        '<style><info><link href="http://www.zotero.org/styles/apa" rel="independent-parent"/></info></style>'
    )
    assert read_style(path).name == "apa"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (CSL.replace("</info>", ""), "line 5 is wrong"),
        ("", "not valid XML"),
        ("words", "not valid XML"),
        ("<html><citation/></html>", "not a citation style"),
        (CSL.replace("<citation>", "<quotation>").replace("</citation>", "</quotation>"), "not a citation style"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "not a citation style"),
    ],
)
def test_file_that_is_no_style_is_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "ours.csl"
    path.write_text(content)
    with pytest.raises(InputError, match=message):
        find_style(str(path))


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        find_style(str(tmp_path / "ours.csl"))


@pytest.mark.parametrize("name", ["./ours.csl", "ours.csl", "folder/apa.csl"])
def test_style_file_that_is_not_there_is_not_taken_for_a_name(name: str) -> None:
    with pytest.raises(InputError, match=r'The style file ".*" cannot be read \(No such file'):
        find_style(name)


def test_only_the_beginning_of_a_long_search_is_read() -> None:
    assert search_styles("apa " * 100) == search_styles("apa " * 50)
    assert len(nearest_names("x" * 100_000)) <= 3
