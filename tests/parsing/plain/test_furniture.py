from support.plain_text import LONG, check_pages, read


def test_running_title_with_page_number_is_left_out_of_a_sentence() -> None:
    filler = "\n\n".join([LONG] * 12)
    text = (
        f"{filler}\n\n\n\n5 Is bigger better? Lessons for practice\n\n{filler}\n\n• At times, this created a\n\n\n\n"
        f"7 Is bigger better? Lessons for practice\n\ndilemma for the groups.\n\n{filler}\n\n"
        f"9\nIs bigger better? Lessons for practice\n\n{filler}"
    )
    builder = read(text)
    assert "Is bigger better?" not in builder.text
    assert "At times, this created a dilemma for the groups." in builder.text
    assert builder.csl_item["title"] == "Is bigger better? Lessons for practice"
    assert builder.pages == ()


def test_numbered_headings_are_not_furniture() -> None:
    text = "\n\n".join(f"{number} Lessons of case study {number}\n\n{LONG}" for number in range(1, 5))
    assert read(text).text.count("Lessons of case study") == 4


def test_numbers_at_the_end_of_pages_are_their_labels() -> None:
    builder = read("\f".join(f"The running title\n\n{LONG} A sentence that\n\n{number}\n" for number in range(3, 7)))
    assert [(page.physical, page.label) for page in builder.pages] == [(1, "3"), (2, "4"), (3, "5"), (4, "6")]
    assert "running title" not in builder.text
    check_pages(builder)


def test_pages_without_regular_numbers_have_no_label() -> None:
    builder = read("\f".join(f"{LONG}\n\n{number}" for number in (3, 9, 4, 1)))
    assert [page.label for page in builder.pages] == [None] * 4
    assert "\n\n9" in builder.text


def test_last_lines_that_only_look_alike_stay() -> None:
    pages = [f"{LONG}\n\nPractices in group {number}" for number in (12, 15, 11, 40)]
    assert read("\f".join(pages)).text.count("Practices in group") == 4
