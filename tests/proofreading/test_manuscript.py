from hypothesis import given
from hypothesis import strategies as st

from reportqa.proofreading.manuscript import HEADING, PARAGRAPH, QUOTE, Manuscript, ManuscriptBlock, ManuscriptBuilder
from support.strategies import any_text, fast

kinds = st.sampled_from([PARAGRAPH, QUOTE, HEADING])


@fast
@given(st.lists(st.tuples(any_text, kinds, st.integers(0, 3)), max_size=6))
def test_blocks_are_the_texts_that_were_added_with_empty_lines_between(added: list[tuple[str, str, int]]) -> None:
    builder = ManuscriptBuilder()
    for text, kind, group in added:
        builder.add(text, kind, group=group)
    made = builder.build()
    kept = [one for one in added if one[0].strip()]
    assert [(made.text[block.start : block.end], block.kind, block.group) for block in made.blocks] == kept
    assert made.text == "\n\n".join(text for text, _, _ in kept)


@fast
@given(st.lists(st.tuples(st.text("ab c", min_size=1, max_size=9), st.integers(0, 9)), max_size=6))
def test_marks_of_notes_keep_their_place_in_their_block(added: list[tuple[str, int]]) -> None:
    builder = ManuscriptBuilder()
    for number, (text, offset) in enumerate(added):
        builder.add(text, PARAGRAPH, [(min(offset, len(text)), f"Note {number}.")])
    made = builder.build()
    kept = [(text, offset) for text, offset in added if text.strip()]
    places = [note.offset - block.start for note, block in zip(made.notes, made.blocks, strict=True)]
    assert places == [min(offset, len(text)) for text, offset in kept]
    assert [note.text for note in made.notes] == [f"Note {n}." for n, (text, _) in enumerate(added) if text.strip()]


def test_note_has_its_mark_and_block_its_page_where_they_are_known() -> None:
    builder = ManuscriptBuilder()
    builder.add("They say so.", PARAGRAPH, [(12, "Rosen, p. 3.", "1"), (12, "Ibid.")], page=4)
    builder.add("Unpaged.", QUOTE)
    made = builder.build()
    assert [(note.text, note.mark) for note in made.notes] == [("Rosen, p. 3.", "1"), ("Ibid.", "")]
    assert made.blocks == (ManuscriptBlock(0, 12, PARAGRAPH, 4), ManuscriptBlock(14, 22, QUOTE))


def test_briefing_without_text_is_empty() -> None:
    assert ManuscriptBuilder().build() == Manuscript("", (), ())
