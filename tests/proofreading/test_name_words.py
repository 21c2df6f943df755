from reportqa.proofreading.name_words import has_run, name_words, title_score


def test_words_are_compared_without_case_and_accents() -> None:
    assert name_words("Bär & Muñoz") == name_words("BAER & Munoz")


def test_title_scores_by_its_length() -> None:
    title = name_words("Wards by the sea and inland")
    assert title_score(title, name_words("Lind, Wards by the Sea and Inland (2012)")) == 3
    assert title_score(title, name_words("Lind, Wards by the sea")) == 2
    assert title_score(name_words("Damp"), name_words("Damp, 12")) == 1
    assert title_score(title, name_words("by the way")) == 0


def test_no_words_are_no_run() -> None:
    assert not has_run(("a", "b"), ())
    assert has_run(("a", "b", "c"), ("b", "c"))
