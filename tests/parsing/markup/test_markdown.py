import pytest

from reportqa.parsing.markup.markdown import parse


def test_toml_metadata_is_metadata() -> None:
    source = b'+++\ntitle = "Hospice audit"\nauthors = ["Ann Cole"]\ndate = 2019-03-04\nnote = "secret"\n+++\n\nText.\n'
    builder = parse(source)
    assert builder.text == "Hospice audit\n\nText."
    assert builder.csl_item["author"] == [{"literal": "Ann Cole"}]
    assert builder.csl_item["issued"] == {"date-parts": [[2019, 3, 4]]}
    assert [(thing.kind, thing.text) for thing in builder.left_out] == [("metadata", 'note = "secret"')]


def test_broken_toml_metadata_is_named() -> None:
    builder = parse(b"+++\ntitle = \nnote = 5\n+++\nText.\n")
    assert builder.text == "Text."
    assert [thing.text for thing in builder.left_out] == ["note = 5"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The [[Rowan Trust|Rowan]] and [[Hale]] units.", "The Rowan and Hale units."),
        ("| Unit | Beds |\n|---|---|\n| [[Rowan Trust\\|Rowan]] | 4 |", "Rowan · Beds: 4"),
        ("A ==marked== word. ^block-1", "A marked word."),
        ("It is a[[1]](https://a.b) and [[2]] note.", "It is a[1] and [[2]] note."),
        ("In `[[code]]` and 50%% of 60%%.", "In [[code]] and 50%% of 60%%."),
    ],
)
def test_marks_of_obsidian_are_not_text(source: str, text: str) -> None:
    assert parse(source.encode()).text == text


def test_comments_embedded_files_and_templates_are_named_with_their_place() -> None:
    source = "Beds: 37.\n\n%% check\n\n999 %%\n\nSee ![[map.png]] it.<!-- old: 41 -->\n\n{{< figure src=x >}}\n\nEnd.\n"
    builder = parse(source.encode())
    assert builder.text == "Beds: 37.\n\nSee it.\n\nEnd."
    named = [(thing.kind, thing.text, builder.text[: thing.position]) for thing in builder.left_out]
    assert sorted(named) == [
        ("comment", "check 999", "Beds: 37."),
        ("comment", "old: 41", "Beds: 37.\n\nSee it."),
        ("embedded file", "![[map.png]]", "Beds: 37.\n\nSee"),
        ("template code", "{{< figure src=x >}}", "Beds: 37.\n\nSee it."),
    ]


def test_code_is_kept_as_written() -> None:
    source = "Text.\n\n```\n%% a [[b]] %% <!-- c -->\n```\n"
    builder = parse(source.encode())
    assert builder.text == "Text.\n\n%% a [[b]] %% <!-- c -->"
    assert builder.left_out == []


def test_hidden_element_is_named() -> None:
    builder = parse(
        b'Seen <span style="display: none">not <b>this</b></span> words.\n\n<div hidden>\n\nNor this.\n\n</div>\n'
    )
    assert builder.text == "Seen words."
    assert [(part.kind, part.text) for part in builder.left_out] == [
        ("hidden text", "not this"), ("hidden text", "Nor this."),
    ]  # fmt: skip
    assert "hidden" in parse(b"Write `<p hidden>x</p>` for this.").text
