from reportqa.parsing.markup.markdown import parse as parse_markdown


def test_signs_and_numbers_stay_as_written() -> None:
    source = b'It cost $5 and then $10, "they" said -- (c) 2016.\nSuch as:\n- one\n- two\n\n1986. A good year.\n'
    assert parse_markdown(source).text == (
        'It cost $5 and then $10, "they" said -- (c) 2016. Such as:\none\ntwo\n1986. A good year.'
    )


def test_raw_html_in_markdown_leaves_its_text() -> None:
    text = parse_markdown(b"Some <b>bold</b> text.\n\n<script>alert(1)</script>\n\n<div>\nInside.\n</div>\n").text
    assert text == "Some bold text.\n\nInside."


def test_hard_breaks_are_kept_in_addresses_only() -> None:
    text = parse_markdown(b"59 New Street\\\nLondon\\\nW1G 7LP\n\nA line that\\\ngoes on.\n").text
    assert text == "59 New Street\nLondon\nW1G 7LP\n\nA line that goes on."


def test_superscripts_do_not_change_numbers() -> None:
    assert parse_markdown(b"10^2^ m and CO~2~\n").text == "10² m and CO2"


def test_description_of_a_picture_is_kept_unless_it_is_junk() -> None:
    assert parse_markdown(b"![Practices by year](x.png)\n\n![image1.png](y.png)\n\nEnd.\n").text == (
        "Practices by year\n\nEnd."
    )


def test_definitions_keep_term_and_meaning_together() -> None:
    assert parse_markdown(b"PMS\n:   Personal medical services\n").text == "PMS: Personal medical services"
