import pytest

from reportqa.parsing.office.word_fields import flatten_fields
from reportqa.parsing.office.word_xml import text_of
from support.word import element

BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))


def code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def words(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (f'<w:fldSimple w:instr=" MERGEFIELD Visits ">{words("5,873")}</w:fldSimple>', "5,873"),
        (f"{BEGIN}{code(' DATE ')}{SEPARATE}{words('3 May')}{END}", "3 May"),
        (f"{BEGIN}{code(' IF ')}{BEGIN}{code('REF x')}{SEPARATE}{words('9')}{END}{SEPARATE}{words('yes')}{END}", "yes"),
        (f"{BEGIN}{code(' DATE ')}{words('open')}", "open"),
        (f"{BEGIN}{code(' SET x 1 ')}{END}", ""),
    ],
)
def test_field_is_its_result(field: str, text: str) -> None:
    root = element(f"<w:p>{words('A ')}{field}{words(' z')}</w:p>")
    assert flatten_fields(root) == []
    assert text_of(root) == f"A {text} z"
    assert not list(root.iter("{*}fldChar", "{*}instrText", "{*}fldSimple"))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ('<w:checkBox><w:default w:val="1"/></w:checkBox>', "☒"),
        ('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>', "☐"),
        ('<w:ddList><w:result w:val="1"/><w:listEntry w:val="No"/><w:listEntry w:val="Yes"/></w:ddList>', "Yes"),
        ('<w:ddList><w:result w:val="7"/><w:listEntry w:val="No"/></w:ddList>', ""),
        ("<w:textInput/>", ""),
    ],
)
def test_form_field_without_a_result_has_its_value(data: str, text: str) -> None:
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
    root = element(f"<w:p>{begin}{code(' FORM ')}{SEPARATE}{END}</w:p>")
    flatten_fields(root)
    assert text_of(root) == text


def test_paragraphs_of_a_table_of_contents_are_returned_without_the_one_of_its_end() -> None:
    first = f"<w:p>{BEGIN}{code(' TOC x ')}{SEPARATE}{words('One 1')}</w:p>"
    root = element(f"<w:body>{first}<w:p>{words('Two 2')}</w:p><w:p>{END}{words('After')}</w:p></w:body>")
    assert [text_of(each) for each in flatten_fields(root)] == ["One 1", "Two 2"]
