import time

import pytest

from reportqa.parsing import parse


def test_furniture_of_plain_text_is_left_out_inside_a_sentence() -> None:
    pages = [
        f"Annual review of practices {page}\nThe {word} part says that groups of practices\n"
        for page, word in enumerate(("first", "second", "third", "fourth"), start=1)
    ]
    builder = parse(
        "a.txt", "\f".join(page + "work in many different ways, and tells why.\n" for page in pages).encode()
    )
    assert [(thing.kind, thing.page) for thing in builder.left_out] == [
        ("running header", page) for page in range(1, 5)
    ]
    assert [thing.position for thing in builder.left_out] == [page.start for page in builder.pages]


def test_boilerplate_of_plain_text_has_the_kind_of_its_heading() -> None:
    teasers = "\n\n".join(f"Story {n} of the week\n\nStory {n} of the week\n\nIt goes on…" for n in "ABC")
    builder = parse(
        "a.txt", f"Menu Home Search\n\nPractices joined in groups.\n\nJust published\n\n{teasers}\n".encode()
    )
    kinds = [thing.kind for thing in builder.left_out]
    assert kinds == ["menu", *["related links"] * 10]
    assert [thing.position for thing in builder.left_out] == [0, *[len(builder.text)] * 10]


@pytest.mark.parametrize("name", ["a.txt", "a.eml"])
def test_thousands_of_pages_take_linear_time(name: str) -> None:
    pages = "".join(f"Annual review\n\n{number} beds were built.\f" for number in range(3000))
    started = time.process_time()
    builder = parse(name, f"Subject: Beds\n\n{pages}{3000 * chr(12)}".encode())
    assert "2999 beds" in builder.text
    assert time.process_time() - started < 10
