import pytest

from reportqa.document import Document
from reportqa.parsing.builder import DocumentBuilder
from reportqa.proofreading.document_parts import MOST_PARTS, find_parts, spans_of
from support.mutations import document_of


@pytest.mark.parametrize(
    ("note", "parts"),
    [
        ("(Lind 2012, § 3.2)", ["section 3.2 3.2"]),
        ("(Lind 2012, sections 3–5)", ["section 3 5"]),
        ("Lind, Kap. IV", ["section IV IV"]),
        ("(Lind 2012, para 14; table 2)", ["paragraph 14 14", "table 2 2"]),
        ("(Lind 2012, ¶ 14)", ["paragraph 14 14"]),
        ("(Lind 2012, fig. 1)", ["figure 1 1"]),
        ("(Lind 2012, section “Rooms of the house”)", ["section Rooms of the house Rooms of the house"]),
        ("(Lind 2012, p. 14)", []),
        ("(Lind 2012, vegetable 3)", []),
    ],
)
def test_parts_of_a_note_are_found(note: str, parts: list[str]) -> None:
    assert [f"{part.kind} {part.first} {part.last}" for part in find_parts(note)] == parts


def test_few_parts_of_a_note_are_looked_for() -> None:
    assert len(list(find_parts(", ".join(f"§ {number}" for number in range(1, 1_000))))) == MOST_PARTS


def house() -> Document:
    builder = DocumentBuilder()
    builder.heading("1 The house", 1)
    builder.paragraph("It stands by the sea.")
    builder.heading("1.1 Rooms", 2)
    builder.paragraph("They are damp.")
    builder.table([["Room", "Beds"], ["Blue", "4"], ["Red", "7"]], "Table 3: Beds by room")
    builder.paragraph("Figure 2. The house from the north, with its boats.")
    builder.heading("Chapter II: The garden", 1)
    builder.paragraph("Apples grow in it.")
    made = document_of(builder.text, "house.md")
    return Document(
        made.doc_id, made.sha256, made.media_type, made.item, made.text,
        sections=tuple(builder.sections), tables=tuple(builder.tables),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("note", "has", "lacks"),
    [
        ("§ 1", ["by the sea", "damp"], ["Apples"]),
        ("section 1.1", ["damp", "Blue"], ["by the sea", "Apples"]),
        ("ch. II", ["Apples"], ["damp"]),
        ("section “Rooms”", [], []),
        ("section “1.1 rooms”", ["damp"], ["Apples"]),
        ("table 3", ["Beds by room", "Blue", "7"], ["damp", "north"]),
        ("fig. 2", ["from the north"], ["damp", "Apples"]),
        ("table 4", [], []),
        ("§ 9", [], []),
        ("para 1", [], []),
    ],
)
def test_part_is_where_the_document_shows_it(note: str, has: list[str], lacks: list[str]) -> None:
    made = house()
    (part,) = find_parts(note)
    text = "\n".join(made.text[start:end] for start, end in spans_of(part, made))
    assert bool(text) == bool(has)
    assert all(words in text for words in has)
    assert not any(words in text for words in lacks)


def test_numbered_paragraphs_are_those_of_the_whole_document() -> None:
    text = "\n\n".join(f"{number}. Of boat {number} it is said that it sank." for number in range(1, 9))
    (part,) = find_parts("paras 3–4")
    spans = spans_of(part, document_of(text, "boats.md"))
    assert [text[start:end].split()[3] for start, end in spans] == ["3", "4"]
    listed = "It is so. " * 80 + "\n\n" + text
    assert spans_of(part, document_of(listed + "\n\n" + "It is so. " * 80, "list.md")) == ()
