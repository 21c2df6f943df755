import pytest

from reportqa.parsing.office.rtf_characters import plain_characters

WORDS = {
    1251: "В больнице 318 врачей",
    1253: "Το νοσοκομείο",
    1255: "בבית החולים",
    1250: "Žďár má 12 lůžek",
    1254: "Şişli hastanesi",
    932: "山田病院では医師がソ表",
    936: "朱镕医院",
    949: "한국 병원",
    950: "功能許蓋",
    65001: "Žďár 山 В",
}


def escaped(text: str, codec: str) -> bytes:
    return "".join(rf"\'{byte:02x}" for byte in text.encode(codec)).encode()


def text_of(source: bytes) -> str:
    return plain_characters(source)[0].decode()


@pytest.mark.parametrize("page", WORDS)
def test_bytes_are_read_in_the_code_page_of_the_file(page: int) -> None:
    codec = "utf-8" if page == 65001 else f"cp{page}"
    source = rb"{\rtf1\ansi\ansicpg%d\deff0 " % page
    assert WORDS[page] in text_of(source + escaped(WORDS[page], codec) + rb"\par}")
    assert WORDS[page] in text_of(source + WORDS[page].encode(codec).replace(b"\\", rb"\'5c") + rb"\par}")


@pytest.mark.parametrize(
    ("font", "page"),
    [(rb"\fcharset204 Arial", 1251), (rb"\fcharset128 MS", 932), (rb"\cpg1253 X", 1253), (rb"\fnil Arial CYR", 1251)],
)
def test_bytes_are_read_in_the_code_page_of_their_font(font: bytes, page: int) -> None:
    words = escaped(WORDS[page], f"cp{page}")
    source = (
        rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1" + font + rb";}}"
        rb"caf\'e9 {\f1 " + words + rb"}\'e9 {\f1\b " + words + rb"\plain\'e9}}"
    )
    assert text_of(source).count(WORDS[page]) == 2
    assert text_of(source).count("é") == 3


def test_second_byte_may_be_a_letter_on_the_next_line() -> None:
    assert "山田" in text_of(b"{\\rtf1\\ansi\\ansicpg932 \\'8eR\\'93\r\nc\\par}")


def test_fallback_of_a_character_is_left_out() -> None:
    source = rb"{\rtf1\ansi A\u8217?s \u-10179?\u-8703? {\uc2\u1042\'c2\'e2x}\u1043  y{\uc0\u1044 z}\u1045\emdash q}"
    text = text_of(source)
    assert "A’s 😁 {Вx}Гy{Дz}Е\\emdash q" in text


def test_letters_do_not_belong_to_the_control_word_before_them() -> None:
    assert r"\b é" in text_of(rb"{\rtf1 \b\'e9}")


def test_ansi_font_in_a_cyrillic_file_is_cyrillic_only_if_its_bytes_make_words() -> None:
    start = rb"{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0\fcharset0 Arial;}}"
    assert WORDS[1251] in text_of(start + escaped(WORDS[1251], "cp1251") + b"}")
    assert "Café" in text_of(start + rb"Caf\'e9}")


def test_headers_comments_deletions_and_hidden_text_are_named_with_their_place() -> None:
    source = (
        rb"{\rtf1\ansi{\header Trust report\par}Beds: 37{\*\annotation Is it?}{\v 99\v0 }"
        rb"{\deleted\revauthdel1  or 38}.}"
    )
    asides = plain_characters(source)[1]
    assert [(aside.kind, aside.text) for aside in asides] == [
        ("running header", "Trust report"), ("comment", "Is it?"), ("hidden text", "99"), ("deleted text", "or 38"),
    ]  # fmt: skip
    assert [aside.before for aside in asides] == ["", *["Beds:37"] * 3]


def test_raw_bytes_of_a_picture_are_not_text() -> None:
    assert text_of(b"{\\rtf1 a{\\pict\\bin4 {{{{}b}").startswith("{\\rtf1 a{\\pict")
    assert text_of(b"{\\rtf1 a{\\pict\\bin4 {{{{}b}").endswith("b}")
