import pytest

from reportqa.parsing.pdf.tags import Tag, read_tags
from support.hostile import CATALOG, FONT, ONE_PAGE, SENTENCE, TEXT, page, pdf, tagged
from support.typeset import typeset


def with_roles(data: bytes, roles: bytes) -> bytes:
    return data.replace(b"/K 7 0 R >>", b"/K 7 0 R /RoleMap << %s >> >>" % roles)


def test_marked_text_has_the_block_it_is_in_and_its_kind() -> None:
    tags = read_tags(typeset("= A title\n\nWords.\n#pagebreak()\n#quote(block: true)[Others.]"))
    assert sorted({(number, tag.block, tag.kind, tag.group) for (number, _), tag in tags.items()}) == [
        (0, 1, "heading", 0),
        (0, 2, "", 0),
        (1, 3, "quote", 1),
    ]


def test_note_is_numbered_and_the_block_around_it_continues_behind_it() -> None:
    tags = read_tags(typeset("Some words#footnote[A note.] and others."))
    assert {tag.note for tag in tags.values()} == {0, 1}
    assert len({tag.block for tag in tags.values() if not tag.note}) == 1


def test_label_of_a_list_item_is_of_one_block_with_its_words() -> None:
    tags = read_tags(typeset('+ One item\n+ #text(weight: "bold")[Another] one'))
    assert {(tag.block, tag.kind) for tag in tags.values()} == {(1, "item"), (2, "item")}


def test_kind_is_that_of_the_standard_role_of_a_name() -> None:
    data = tagged(["One"], b"<< /S /Mine /Pg 3 0 R /K 0 >>")
    assert read_tags(with_roles(data, b"/Mine /Other /Other /BlockQuote /Loop /Loop")) == {(0, 0): Tag(1, "quote", 1)}


def test_paragraphs_in_the_style_of_a_quotation_are_one_where_nothing_but_notes_parts_them() -> None:
    def styled(kids: bytes) -> bytes:
        return b"<< /S /Block#20Text /Pg 3 0 R /K [%s] >>" % kids

    note = b"<< /S /Div /K << /S /Note /Pg 3 0 R /K << /S /P /Pg 3 0 R /K 2 >> >> >>"
    whole = b"<< /S /Document /K [8 0 R 9 0 R 10 0 R 11 0 R 12 0 R] >>"
    first = styled(b"0 << /S /Link /Pg 3 0 R /K 1 >>")
    elements = [first, note, styled(b"3"), b"<< /S /P /Pg 3 0 R /K 4 >>", styled(b"5")]
    data = tagged(["One", "1", "1 A note.", "two", " ", "Three"], whole, *elements)
    tags = read_tags(with_roles(data, b"/Block#20Text /P"))
    assert [(tag.kind, tag.group, tag.note) for _, tag in sorted(tags.items())] == [
        ("quote", 1, 0), ("quote", 1, 0), ("", 0, 1), ("quote", 1, 0), ("", 0, 0), ("quote", 2, 0)
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    "elements",
    [
        pytest.param([b"<< /S /P /K 7 0 R >>"], id="its own part"),
        pytest.param([b"<< /S /P /K [8 0 R] >>", b"<< /S /P /K [0 7 0 R] >>"], id="a circle of two"),
        pytest.param([b"<< /S /P /K [8 0 R 8 0 R] >>", b"<< /S /P /Pg 3 0 R /K 0 >>"], id="one part twice"),
        pytest.param([b"[8 0 R]", b"[7 0 R]"], id="a circle of lists"),
        pytest.param([b"<< /S /P /Pg 3 0 R /K %s0%s >>" % (b"[" * 400, b"]" * 400)], id="lists in lists"),
        pytest.param(
            [b"<< /S /Div /K %d 0 R >>" % number for number in range(8, 2000)] + [b"<< /S /P >>"], id="too deep"
        ),
        pytest.param([b"<< /S /P /Pg 3 0 R /K [%s] >>" % (b"0 " * 600_000)], id="too many"),
        pytest.param([b"<< /S /P /K << /Type /MCR /Stm 5 0 R /Pg 3 0 R /MCID 0 >> >>"], id="marks of a drawing"),
    ],
)
def test_structure_that_cannot_be_followed_has_no_tags(elements: list[bytes]) -> None:
    assert read_tags(tagged([SENTENCE], *elements)) == {}


@pytest.mark.parametrize("roles", [b"/A /B /B /A", b"/A /A"])
def test_circular_role_names_are_resolved_in_bounded_time(roles: bytes) -> None:
    data = tagged(["One"], b"<< /S /A /Pg 3 0 R /K 0 >>")
    assert read_tags(with_roles(data, roles)) == {(0, 0): Tag(1)}


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.4 nothing", b"<html>", pdf(CATALOG, ONE_PAGE, page(), FONT, TEXT), typeset("Words", tags=False)],
)
def test_file_without_structure_has_no_tags(data: bytes) -> None:
    assert read_tags(data) == {}
