import pytest

from reportqa.parsing.legacy_encoding import guess_encoding

ENGLISH = "It’s £25 – “café” and more of it, the report said."
FRENCH = "Le café coûte 4,50 à l’été; où le garçon reçoit les élèves."
GERMAN = "Fünf Krankenhäuser prüften größere Räume für die Ärzte."
CZECH = "Město;Lůžka;Lékaři\nŽďár;412;37\nTřebíč;518;44\n"
POLISH = "Łódź ma 412 łóżek, a Kraków więcej; są też małe."
HUNGARIAN = "Győr kórháza 412 ágyat működtet, a főváros többet."
TURKISH = "Şişli hastanesi dört yüz yatağı açtı ve ücreti düşürdü."
LITHUANIAN = "Šiaulių ligoninė turi šimtą lovų ir daugiau gydytojų nei įprasta."
RUSSIAN = "В больнице Заречья работали 318 врачей и медицинских сестёр."
GREEK = "Το νοσοκομείο είχε πολλές κλίνες και οι γιατροί του ήταν περισσότεροι από κάθε άλλη χρονιά στην πόλη αυτή."
JAPANESE = "山田病院では医師が318人働いていた。看護師の数は増えている。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *[(text, "cp1252") for text in (ENGLISH, FRENCH, GERMAN)],
        *[(text, "mac_roman") for text in (ENGLISH, FRENCH, GERMAN)],
        *[(text, "cp850") for text in ("Le café où l'élève reçoit.", GERMAN)],
        *[(text, "cp1250") for text in (CZECH, POLISH, HUNGARIAN)],
        *[(text, "cp852") for text in (CZECH, POLISH)],
        (TURKISH, "cp1254"),
        (LITHUANIAN, "cp1257"),
        *[(RUSSIAN, encoding) for encoding in ("cp1251", "koi8_r", "cp866")],
        (GREEK, "cp1253"),
        *[(JAPANESE, encoding) for encoding in ("cp932", "euc_jp")],
    ],
)
def test_text_is_decoded_as_it_was_written(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert data.decode(guess_encoding(data) or "utf-8") == text


@pytest.mark.parametrize("data", ["It’s café".encode() + b"\n" + "and £25".encode("cp1252"), "“£25”".encode()])
def test_unicode_with_a_few_other_bytes_is_unicode(data: bytes) -> None:
    assert guess_encoding(data) is None


@pytest.mark.parametrize("data", [b"", b"plain", bytes(range(256)) * 4, b"\xff" * 9999])
def test_any_bytes_have_a_guess(data: bytes) -> None:
    guess = guess_encoding(data)
    assert guess is None or isinstance(data.decode(guess, "replace"), str)
