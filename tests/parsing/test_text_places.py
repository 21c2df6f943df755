from reportqa.parsing.text_places import TextPlaces, letters_of


def test_letters_of_ligatures_and_raised_figures_are_plain() -> None:
    assert letters_of("25 m², ﬁne – [1]") == "25m2fine1"


def test_letters_are_found_in_order_with_the_offset_behind_them() -> None:
    places = TextPlaces("Ely has 31 beds. Hale has 12 m².")
    assert places.offset == 0
    assert places.find("31beds")
    assert places.offset == len("Ely has 31 beds")
    assert places.find("m2")
    assert places.offset == len("Ely has 31 beds. Hale has 12 m²")


def test_letters_before_the_place_are_found_but_move_nothing() -> None:
    places = TextPlaces("Ely has 31 beds.")
    assert places.find("beds")
    before = places.offset
    assert places.find("Ely")
    assert places.offset == before
    assert not places.find("Hale")
