import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.proofreading.manuscript import HEADING, PARAGRAPH, QUOTE, Manuscript, ManuscriptBuilder
from reportqa.proofreading.quotations import find_quotations
from support.strategies import any_text, fast, prose

WORDS = "these are more than four words"
POLE = "the 3’6 foot pole of the staff"


def manuscript(*blocks: str | tuple[str, str], notes: dict[int, str] | None = None) -> Manuscript:
    """Make a briefing of paragraphs; notes are given by their offset in the first of them."""
    builder = ManuscriptBuilder()
    for number, block in enumerate(blocks):
        text, kind = (block, PARAGRAPH) if isinstance(block, str) else block
        builder.add(text, kind, list((notes or {}).items()) if not number else None)
    return builder.build()


def texts(*blocks: str | tuple[str, str]) -> list[str]:
    return [quotation.text for quotation in find_quotations(manuscript(*blocks))]


@pytest.mark.parametrize(
    "marks", ["“”", "‘’", '""', "''", "«»", "»«", "„“", "„”", "‚‘", "‹›", "””", "「」", ("« ", " »"), ("''", "''")]
)
def test_quotation_marks_of_all_kinds_are_known(marks: tuple[str, str]) -> None:
    opening, closing = marks
    found = texts(f"They say {opening}{WORDS}{closing}, as we do.")
    assert [text.strip(" '") for text in found] == [WORDS]


@pytest.mark.parametrize(
    ("paragraph", "quoted"),
    [
        ("The GPs’ view isn't that of the practices’ staff, they say; it's theirs.", []),
        ("It was a ‘so-called’ “success story” for all.", []),
        ("A 5\" pipe and a 6' pole are not as long as 7\" or 8' of them.", []),
        (
            "‘It isn’t the GPs’ view, they said’, and it's the GPs’ own.",
            ["It isn’t the GPs’ view, they said"],
        ),
        (
            "“He said ‘no such thing’ and left the room”.",
            ["He said ‘no such thing’ and left the room"],
        ),
        (
            "‘He said “no such thing” and left the room’.",
            ["He said “no such thing” and left the room"],
        ),
        (
            "'It isn't so at all', they said, 'and it never was'.",
            ["It isn't so at all", "and it never was"],
        ),
        (f"An opening mark “ alone, then “{WORDS}”.", [WORDS]),
        (f'“{WORDS}” and "{WORDS}"', [WORDS, WORDS]),
        (f"He wrote:“{WORDS}”", [WORDS]),
        (f"(“{WORDS}”)", [WORDS]),
        (f"the rock 'n' roll of '90s reports says ‘{WORDS}’", [WORDS]),
        (f"In the ’90s, the staff’s view was not theirs, and ’tis said that ‘{WORDS}’.", [WORDS]),
        # The marks of notes, as they are pasted.
        (f"‘{WORDS}.’5 They say ‘{WORDS}’12 and ‘the 3’6 foot pole of the staff’.", [f"{WORDS}.", WORDS, POLE]),
        (
            "‘It was in the practices’ 12 rooms all the time’, they say.",
            ["It was in the practices’ 12 rooms all the time"],
        ),
    ],
)
def test_apostrophes_and_doubts_are_no_quotations(paragraph: str, quoted: list[str]) -> None:
    assert texts(paragraph) == quoted


def test_few_words_count_when_a_note_follows() -> None:
    assert texts("It is a “success story” (Rosen 2016, p. 3).") == ["success story"]
    assert texts("It is a “success story” for all.") == []
    noted = manuscript("It is a “success story” for all.", notes={23: "Rosen 2016, p. 3."})
    assert [quotation.text for quotation in find_quotations(noted)] == ["success story"]


def test_quotation_that_goes_on_in_the_next_paragraph_is_one() -> None:
    (text,) = texts(f"“One paragraph, {WORDS}.", f"“And another one, {WORDS}.” That is all.")
    assert text.startswith("One paragraph")
    assert text.endswith(f"And another one, {WORDS}.")


def test_quotation_that_is_set_apart_ends_before_its_source() -> None:
    (quotation,) = find_quotations(
        manuscript("They say:", (WORDS, QUOTE), (f"{WORDS} too", QUOTE), ("— Rosen (2016), p. 15.", QUOTE))
    )
    assert quotation.text.split() == [*WORDS.split(), *f"{WORDS} too".split()]
    assert quotation.sources[0].text.strip() == "— Rosen (2016), p. 15."


def test_lists_of_references_have_no_quotations() -> None:
    blocks: list[str | tuple[str, str]] = [
        f"We quote “{WORDS}”.",
        ("References", HEADING),
        f"Rosen R. “A title of so many words”. {WORDS}.",
    ]
    assert texts(*blocks) == [WORDS]


@pytest.mark.parametrize(
    ("paragraph", "said"),
    [
        (f"They say “{WORDS}” (Rosen 2016, p. 15), and more.", "(Rosen 2016, p. 15)"),
        (f"They say “{WORDS}” [@rosen2016, p. 15].", "[@rosen2016, p. 15]"),
        (f"They say “{WORDS}”, on p. 15 of it. The rest is ours.", ", on p. 15 of it. "),
        (f"It is new. On p. 15 they say “{WORDS}”.", "On p. 15 they say "),
    ],
)
def test_nearest_words_about_the_source_come_first(paragraph: str, said: str) -> None:
    (quotation,) = find_quotations(manuscript(paragraph))
    assert quotation.sources[0].text == said
    assert quotation.sources[0].offset == paragraph.index(said)


@pytest.mark.parametrize("mark", ["", "12", "¹²"])
def test_sentence_that_leads_to_another_quotation_is_said_of_that(mark: str) -> None:
    first, second = find_quotations(manuscript(f"“It is so, {WORDS}.”{mark} The digest (p. 3) adds: “{WORDS}.”"))
    assert not any("p. 3" in said.text for said in first.sources)
    assert "p. 3" in second.sources[0].text
    below, *_ = find_quotations(manuscript(f"“It is so, {WORDS}.”\n— Rosen, ‘{WORDS}’ (2016) 3."))
    assert "Rosen" in below.sources[0].text
    (alone,) = find_quotations(manuscript(f"“It is so, {WORDS}.”{mark} The digest (p. 3) says so."))
    assert "p. 3" in alone.sources[0].text


def test_note_belongs_to_the_quotation_that_it_follows() -> None:
    first, second = f"They say “{WORDS}”", f" and then “{WORDS} as well”."
    noted = manuscript(first + second, notes={len(first): "One.", len(first + second): "Two."})
    assert [quotation.sources[0].text for quotation in find_quotations(noted)] == ["One.", "Two."]


@fast
@given(st.lists(st.tuples(st.one_of(any_text, prose), st.sampled_from([PARAGRAPH, QUOTE, HEADING])), max_size=6))
def test_quotations_of_any_text_are_slices_of_it_in_order(blocks: list[tuple[str, str]]) -> None:
    made = manuscript(*blocks)
    position = 0
    for quotation in find_quotations(made):
        assert quotation.text == made.text[quotation.start : quotation.end]
        assert quotation.start >= position
        position = quotation.end


@fast
@given(st.lists(prose.filter(lambda text: len(text.split()) > 4 and not set(text) & set("“”")), min_size=1, max_size=5))
def test_every_quotation_that_is_marked_is_found(quoted: list[str]) -> None:
    paragraph = " So they say. ".join(f"We read: “{text}”." for text in quoted)
    wanted = [text for text in quoted if sum(word[0].isalnum() for word in text.split()) > 4]
    assert [text for text in texts(paragraph) if text in wanted] == wanted


def test_source_of_another_quotation_is_not_said_of_one_that_is_set_apart() -> None:
    made = manuscript(f"“{WORDS}”\n— Rosen (2016), p. 15", (f"“{WORDS} too”", QUOTE), ("— Curry (2017)", QUOTE))
    assert [said.text for said in find_quotations(made)[1].sources] == ["— Curry (2017)"]


def test_paragraph_that_ends_with_a_cited_quotation_is_not_said_of_the_next() -> None:
    made = manuscript("They say: “so it was and so it is” (Rosen, p. 4).", (WORDS, QUOTE))
    assert [said.text for said in find_quotations(made)[1].sources] == []


def test_paragraph_that_leads_to_a_quotation_set_apart_is_said_of_it() -> None:
    made = manuscript("On p. 15 they say “so”:", (WORDS, QUOTE))
    assert [said.text for said in find_quotations(made)[0].sources] == ["On p. 15 they say “so”:"]


def test_short_entry_of_a_list_of_references_does_not_end_it() -> None:
    made = manuscript(
        ("References", HEADING), "—, ‘Staff Again’ (2019)", f"Rosen, ‘{WORDS}’", ("Annex", HEADING), f"‘{WORDS}’"
    )
    assert [quotation.start for quotation in find_quotations(made)] == [made.text.rindex(WORDS)]


def test_quotations_with_raised_numbers_and_pages_in_one_paragraph_are_apart() -> None:
    quoted = [f"{WORDS} {number}" for number in range(3)]
    paragraph = " ".join(f"“{words}”¹, p. {31 + number}" for number, words in enumerate(quoted))
    assert texts(paragraph) == quoted
