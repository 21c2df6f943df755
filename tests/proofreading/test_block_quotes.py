import pytest

from reportqa.proofreading.block_quotes import ends_cited, find_block_quotes
from reportqa.proofreading.manuscript import PARAGRAPH, QUOTE, ManuscriptBuilder


def block_quotes(*paragraphs: str, groups: tuple[int, ...] = ()) -> list[str]:
    builder = ManuscriptBuilder()
    builder.add("They say:", PARAGRAPH)
    for number, text in enumerate(paragraphs):
        builder.add(text, QUOTE, group=groups[number] if groups else 1)
    made = builder.build()
    return [made.text[start:end] for start, end, _, _ in find_block_quotes(made.text, made.blocks, ())]


@pytest.mark.parametrize("source", ["— Rosen (2016)", "(Rosen 2016)"])
def test_source_below_a_block_quote_is_none_of_its_words(source: str) -> None:
    assert block_quotes("So it is and so it was.", source) == ["So it is and so it was."]


def test_quotation_marks_around_a_block_quote_are_none_of_its_words() -> None:
    assert block_quotes("“So it is and so it was.”") == ["So it is and so it was."]


def test_paragraphs_of_one_group_are_one_quotation() -> None:
    assert block_quotes("So it is.", "So it was.") == ["So it is.\n\nSo it was."]
    assert block_quotes("So it is.", "So it was.", groups=(1, 2)) == ["So it is.", "So it was."]


@pytest.mark.parametrize(
    "source",
    [
        "(Rosen, 2016, p. 5)",
        "(Rosen 14)",
        "(‘Staff’ xiv–xv).",
        "[@rosen2016, p. 5]",
        "(Rosen, n.d.)",
        "(Li (ed.) 2016)",
    ],
)
def test_citation_behind_a_block_quote_is_none_of_its_words(source: str) -> None:
    assert block_quotes("So it is (or so it was).", f"So it will be. {source}") == [
        "So it is (or so it was).\n\nSo it will be."
    ]
    assert ends_cited(f"So it will be. {source}")


@pytest.mark.parametrize("ending", ["(or so)", "(162)", "f(x 2)", "(2)."])
def test_other_bracket_at_the_end_of_a_block_quote_is_a_part_of_it(ending: str) -> None:
    assert block_quotes(f"So it is {ending}") == [f"So it is {ending}"]
    assert not ends_cited(f"So it is {ending}")


def test_bracket_before_the_mark_of_a_note_is_a_part_of_the_quotation() -> None:
    builder = ManuscriptBuilder()
    text = "So it is and so it was. It draws on others (Rosen, 2016)."
    builder.add(text, QUOTE, [(len(text), "Curry 2018, 5.")], group=1)
    made = builder.build()
    assert [made.text[start:end] for start, end, _, _ in find_block_quotes(made.text, made.blocks, {len(text)})] == [
        text
    ]
