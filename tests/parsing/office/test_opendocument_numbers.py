from reportqa.parsing.office.opendocument_numbers import write_numbers
from reportqa.parsing.office.opendocument_styles import OpenDocumentStyles
from support.opendocument import content, element


def look(level: int, form: str, others: str = 'style:num-suffix="."') -> str:
    return f'<text:list-level-style-number text:level="{level}" style:num-format="{form}" {others}/>'


OUTLINE_LEVELS = look(1, "1", "") + look(2, "1", 'text:display-levels="2"')
OUTLINE = f'<text:outline-style style:name="Outline">{OUTLINE_LEVELS}</text:outline-style>'
LEVELS = look(1, "1") + look(2, "a", 'style:num-suffix=")"')
LIST = f'<text:list-style style:name="L1">{LEVELS}</text:list-style>'


def paragraphs(body: str, outline: str = OUTLINE) -> list[str]:
    """Return the texts of the paragraphs of a body with their numbers."""
    root = element(content(body, LIST))
    named = element(f"<office:document-styles><office:styles>{outline}</office:styles></office:document-styles>")
    write_numbers(root[1], OpenDocumentStyles(named, root))
    return ["".join(str(text) for text in node.itertext()) for node in root.iter("{*}p", "{*}h")]


def heading(level: int, text: str, others: str = "") -> str:
    return f'<text:h text:outline-level="{level}" {others}>{text}</text:h>'


def item(text: str, inner: str = "", others: str = "") -> str:
    return f"<text:list-item {others}><text:p>{text}</text:p>{inner}</text:list-item>"


def numbered(items: str, others: str = 'text:style-name="L1"') -> str:
    return f"<text:list {others}>{items}</text:list>"


def test_headings_have_the_numbers_of_the_outline() -> None:
    body = heading(1, "Scope") + heading(2, "<text:span>Aim</text:span>") + heading(1, "Duties") + heading(2, "Who")
    assert paragraphs(body) == ["1 Scope", "1.1 Aim", "2 Duties", "2.1 Who"]
    unnumbered = heading(1, "", "") + heading(1, "Preface", 'text:is-list-header="true"')
    assert paragraphs(unnumbered) == ["", "Preface"]
    assert paragraphs(body, "") == ["Scope", "Aim", "Duties", "Who"]


def test_items_have_numbers_by_level_and_start_where_they_say() -> None:
    inner = numbered(item("In") + item("Of"), "")
    body = numbered(item("One", inner) + item("Two", "<text:p>More.</text:p>", 'text:start-value="7"') + item("Three"))
    assert paragraphs(body) == ["1. One", "a) In", "b) Of", "7. Two", "More.", "8. Three"]


def test_list_continues_another_or_begins_again() -> None:
    first = numbered(item("One"), 'xml:id="x" text:style-name="L1"')
    again = numbered(item("Two"))
    on = numbered(item("Three"), 'text:style-name="L1" text:continue-numbering="true"')
    other = numbered(item("Four"), 'text:style-name="L1" text:continue-list="x"')
    assert paragraphs(first + again + on + other) == ["1. One", "1. Two", "2. Three", "2. Four"]


def test_template_of_a_level_and_a_list_without_a_style() -> None:
    template = look(1, "I", 'loext:num-list-format="Part %1%:"')
    named = f'<text:outline-style style:name="Outline">{template}</text:outline-style>'
    assert paragraphs(heading(1, "Scope"), named) == ["Part I: Scope"]
    plain = numbered(item("One"), "")
    assert paragraphs(plain) == ["One"]
    assert paragraphs(numbered(item("One", "", 'text:start-value="7"') + item("Two"), "")) == ["7. One", "8. Two"]


def test_headings_within_a_list_are_numbered_once() -> None:
    body = numbered(f"<text:list-item>{heading(1, 'Scope')}</text:list-item>", 'text:style-name="Outline"')
    assert paragraphs(body + heading(1, "Duties")) == ["1 Scope", "2 Duties"]
