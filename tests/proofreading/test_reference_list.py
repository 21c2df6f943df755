import time
from itertools import product

from reportqa.proofreading.reference_list import ReferenceList

LISTED = ReferenceList(
    [
        "Lind, Jan Otto. Damp and Its Cure. Orme Press, 2012.",
        "———, and Ute Bär. Wards by the Sea. Orme Press, 2014.",
        "Moll, Vera. On Stairs. Lido, 2001.",
    ]
)


def years(*words: str) -> list[str]:
    """Return the last word of each entry that the words name."""
    return [entry[-1] for entry in LISTED.named(words)]


def test_entry_is_named_by_its_first_word_and_others_of_it() -> None:
    assert years("lind", "damp") == ["2012"]
    assert years("v", "moll") == years("moll") == ["2001"]
    assert years("vera") == years("moll", "lind") == years() == []


def test_dash_is_the_author_of_the_entry_before() -> None:
    assert years("lind") == ["2012", "2014"]
    assert years("lind", "bar") == ["2014"]


def test_many_notes_are_compared_with_a_long_list_in_little_time() -> None:
    names = ["".join(letters) for letters in product("bcdfghjklm", repeat=3)]
    long = ReferenceList([f"{name.title()}, Ann. A work on boats. Orme Press, 2012." for name in names])
    begun = time.process_time()
    assert all(len(long.named([name])) == 1 for name in names)
    assert time.process_time() - begun < 5
