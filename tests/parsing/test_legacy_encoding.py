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
LATVIAN = "Slimnīcā ir vairāk gultu nekā agrāk."
SLOVENIAN = "Otroci gredo v šolo peš in se vrnejo šele zvečer."
CROATIAN = "Vlada je odlučila povećati plaće."
ROMANIAN = "Fără bani, spitalul din Iaşi nu are paturi."
PORTUGUESE = "As eleições serão em março, não há razões."
ALBANIAN = "Çmimi është më i lartë sot, fëmijët shkojnë në shkollë."
ESTONIAN = "Haiglas on rohkem voodeid kui möödunud aastal, õhtul mängivad."
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
        *[(text, encoding) for text in (LITHUANIAN, LATVIAN) for encoding in ("cp1257", "cp775")],
        *[(text, encoding) for text in (HUNGARIAN, CROATIAN, ROMANIAN) for encoding in ("cp1250", "cp852")],
        *[(CROATIAN, "iso8859_2"), (SLOVENIAN, "cp1250"), (TURKISH, "cp857")],
        *[(text, encoding) for text in (PORTUGUESE, ALBANIAN) for encoding in ("cp1252", "cp850")],
        *[("Região;Preço\nÉvora;412\nBragança;518\n", "mac_roman"), (ESTONIAN, "cp1252")],
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
