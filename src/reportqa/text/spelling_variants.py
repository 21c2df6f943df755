"""One form for the British and the American spelling of a word, so that both are the same term.

The form is a key for comparison, not a word to show: "program" for "programme", but "organisation" for "organization",
which the stemmer would cut to "organ".

Source: https://en.wikipedia.org/wiki/American_and_British_English_spelling_differences
"""

import re

_OTHER_WORDS = """
    acknowledgment acknowledgement, adviser advisor, advisers advisors, aging ageing, airplane aeroplane,
    airplanes aeroplanes, aluminum aluminium, among amongst, artifact artefact, artifacts artefacts, cozy cosy,
    disc disk, discs disks, focused focussed, focusing focussing, gray grey, inquire enquire, inquired enquired,
    inquiries enquiries, inquiry enquiry, jail gaol, jewelry jewellery, judgment judgement, judgments judgements,
    learned learnt, mom mum, omelet omelette, oriented orientated, pajamas pyjamas, skilful skillful,
    specialties specialities, specialty speciality, tire tyre, tires tyres, toward towards, while whilst,
    whisky whiskey, wilful willful, woolen woollen, yogurt yoghurt
"""
"""Without words that one of the two countries distinguishes, such as "check" and "cheque"."""
_KEY_OF = {other: key for key, other in (pair.split() for pair in _OTHER_WORDS.split(","))}

_KEY_OF_PART = {
    "aemi": "emi", "aesth": "esth", "aetiol": "etiol", "archaeo": "archeo", "caesare": "cesare", "coeli": "celi",
    "faec": "fec", "foet": "fet", "gynaec": "gynec", "haem": "hem", "homoeo": "homeo", "manoeuvr": "maneuver",
    "manoeuvre": "maneuver", "mediaev": "mediev", "mould": "mold", "moustache": "mustache", "oedem": "edem",
    "oesoph": "esoph", "oestr": "estr", "paed": "ped", "palaeo": "paleo", "plough": "plow", "pnoe": "pne",
    "rrhoe": "rrhe", "sceptic": "skeptic", "sulph": "sulf",
}  # fmt: skip
_PART = re.compile("|".join(sorted(_KEY_OF_PART, reverse=True)))

_OUR = (
    "arb|ard|arm|behavi|cand|clam|col|demean|enam|endeav|fav|ferv|flav|harb|hon|hum|lab|neighb|od|parl|ranc|rig|rum"
    "|savi|sav|splend|succ|tum|val|vap|vig"
)
_RE = "calib|cent|fib|goit|lit|lust|meag|met|och|sab|saltpet|scept|sepulch|somb|spect|theat"

_RULES = tuple(
    (re.compile(f"^(?:{pattern})$"), replacement)
    for pattern, replacement in (
        # After at least three letters: "prize" is not "prise", and "size" and "seize" have no ending "-ise".
        (r"(\w{3,})iz(e|es|ed|er|ers|ing|able|ations?|ational)", r"\1is\2"),
        (r"(\w{2,})yz(e|es|ed|er|ers|ing)", r"\1ys\2"),
        (rf"((?:dis|mis|multi|post|pre|re|un)?(?:{_OUR})o)u(r\w*)", r"\1\2"),
        (rf"((?:centi|epi|kilo|micro|milli|nano|re)?(?:{_RE}))re(s?)", r"\1er\2"),
        (rf"((?:re)?(?:{_RE}))r(ed|ing)", r"\1er\2"),
        (r"((?:anal|catal|dial|epil|homol|monol|prol)og)ue(s?)", r"\1\2"),
        (r"(catalog)u(ed|ing)", r"\1\2"),
        (r"((?:un|sub)?(?:def|lic|off|pret)en)c(e|es|ed|ing|eless)", r"\1s\2"),
        (r"((?:mal)?practi)s(e|es|ed|ing)", r"\1c\2"),
        (r"(\w*gram)me(s?)", r"\1\2"),
        # After two vowels: "travelled", "installment"; not "filled", which is not "filed".
        (
            r"(\w*[aeiouy][^\Waeiou]+[aeiou]l|\w*(?:due|fue|grue|dia|tria)l)"
            r"l(e[dr]|ers|ors?|ists?|ings?|ments?|ations?|ous|ously)",
            r"\1\2",
        ),
        (r"((?:appa|disti|enro|enthra|fulfi|insta|insti)l)l(s?)", r"\1\2"),
    )
)


def one_spelling(word: str) -> str:
    """Return the form that a word in lower case shares with its other spelling; for most words the word itself.

    >>> one_spelling("organization"), one_spelling("centre"), one_spelling("size")
    ('organisation', 'center', 'size')
    """
    word = _PART.sub(lambda match: _KEY_OF_PART[match[0]], _KEY_OF.get(word, word))
    for pattern, replacement in _RULES:
        word = pattern.sub(replacement, word)
    return word
