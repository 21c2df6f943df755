from reportqa.parsing.office.word_numbers import WordNumbers
from reportqa.parsing.office.word_styles import WordStyles
from support.word import element

STYLES = """<w:styles>
<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/>
<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Clause"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
</w:styles>"""


def level(at: int, form: str, text: str, others: str = "") -> str:
    named = f'<w:numFmt w:val="{form}"/>{others}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/>{named}</w:lvl>'


def numbers_of(levels: str, paragraphs: list[str], nums: str = "") -> list[str]:
    root = element(
        f'<w:numbering><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{nums}</w:numbering>'
    )
    numbers = WordNumbers(root, WordStyles(element(STYLES)))
    return [numbers.number(element(f"<w:p><w:pPr>{look}</w:pPr></w:p>")) for look in paragraphs]


def place(num: int, at: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{num}"/></w:numPr>'


def styled(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


OUTLINE = level(0, "decimal", "%1") + level(1, "decimal", "%1.%2") + level(2, "lowerLetter", "(%3)")


def test_levels_count_and_restart_below_the_level_above() -> None:
    looks = [place(1, at) for at in (0, 0, 1, 1, 2, 0, 1)]
    assert numbers_of(OUTLINE, looks) == ["1", "2", "2.1", "2.2", "(a)", "3", "3.1"]


def test_headings_are_numbered_by_their_styles() -> None:
    levels = OUTLINE + level(3, "upperRoman", "Part %4.", '<w:pStyle w:val="Clause"/>')
    looks = [styled("H1"), styled("H2"), "", styled("H2"), styled("Clause")]
    assert numbers_of(levels, looks) == ["1", "1.1", "", "1.2", "Part I."]


def test_legal_numbers_are_arabic_and_bullets_none() -> None:
    levels = level(0, "upperRoman", "Article %1.") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    assert numbers_of(levels, [place(1, 0), place(1, 1)]) == ["Article I.", "1.1"]
    assert numbers_of(level(0, "bullet", "\uf0b7"), [place(1, 0)]) == [""]


def test_list_may_start_again_and_have_no_restart() -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    nums = f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{start}</w:num>'
    looks = [place(1, 0), place(2, 0), place(2, 0), place(0, 0), place(9, 0)]
    assert numbers_of(level(0, "decimal", "%1."), looks, nums) == ["1.", "7.", "8.", "", ""]
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')
    assert numbers_of(levels, [place(1, at) for at in (0, 1, 0, 1)]) == ["1.", "1)", "2.", "2)"]


def test_list_of_a_list_style_has_the_levels_of_that_style() -> None:
    nums = (
        f'<w:abstractNum w:abstractNumId="3"><w:styleLink w:val="L"/>{level(0, "decimal", "§ %1")}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="4"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="4"/></w:num>'
    )
    assert numbers_of(OUTLINE, [place(5, 0)], nums) == ["§ 1"]


def test_file_without_numbers_has_none() -> None:
    assert WordNumbers(None, WordStyles(None)).number(element(f"<w:p><w:pPr>{place(1, 0)}</w:pPr></w:p>")) == ""
