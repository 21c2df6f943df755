"""Prompts, maximum lengths and centring of models that are known by name."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from reportqa.settings import MULTILINGUAL_MODEL

SAMPLES = (
    "The committee met twice in March and approved the budget for the coming year.",
    "Patients with type 2 diabetes were followed for five years after the operation.",
    "Net revenue rose by 4% to $12.3 billion, mainly because of higher sales abroad.",
    "You must apply within 28 days of the decision, and send copies of your receipts.",
    "The castle was built in the twelfth century and burned down two hundred years later.",
    "Bananas are grown in the tropics and shipped while they are green.",
    "To replace the filter, switch the machine off and open the cover on the left.",
    "She won the race in record time, ahead of two former champions.",
    "The new railway line will connect the port with the capital by 2030.",
    "Teachers reported that pupils read more when books could be taken home.",
    "The algorithm sorts the list in place and needs no further memory.",
    "Heavy rain and strong winds are expected along the west coast tonight.",
    "Der Ausschuss hat den Bericht im Mai beraten und einstimmig angenommen.",
    "Das Museum ist montags geschlossen; der Eintritt kostet acht Euro.",
    "Die Zahl der Beschäftigten in der Pflege ist seit 2015 deutlich gestiegen.",
    "Le conseil municipal a voté la construction d'une nouvelle école primaire.",
    "La recette demande trois œufs, du beurre et un verre de lait.",
    "Les émissions de carbone ont baissé de cinq pour cent en un an.",
    "El hospital abrió una unidad nueva para pacientes mayores en 2018.",
    "La película cuenta la historia de dos hermanos que viajan al norte.",
    "Los agricultores piden ayudas por la sequía de los últimos meses.",
    "Il treno per Firenze parte ogni ora dal binario quattro.",
    "De gemeente wil meer fietspaden aanleggen rond het station.",
    "O relatório descreve a situação económica das pequenas empresas.",
)
"""Texts on different subjects, whose mean vector is what all texts have in common."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How a model is used: prompts before questions and passages, and the maximum number of tokens of a text.

    `is_centred` says that all its texts are alike (cosines of .7 and more), so that the mean vector of SAMPLES is
    subtracted from every vector. Fusion adds cosines to the scores of words, and needs those of unrelated texts near 0.
    """

    question_prompt: str = ""
    passage_prompt: str = ""
    max_tokens: int | None = None
    is_centred: bool = False

    def identity(self, sha256: str) -> str:
        """Return the identity of vectors from the sha256 of the model."""
        if self == Profile():
            return sha256
        return hashlib.sha256(f"{sha256} {self!r}".encode()).hexdigest()


_SEARCH = "Represent this sentence for searching relevant passages: "
_PROFILES: Sequence[tuple[str, Profile]] = (
    (r"(multilingual-)?e5-(small|base|large)(-v2|-unsupervised)?", Profile("query: ", "passage: ", 512, True)),
    (r"bge-(small|base|large)-en(-v1\.5)?", Profile(_SEARCH, "", 512, True)),
    (r"(mxbai-embed-large-v1|snowflake-arctic-embed-(xs|s|m|l))", Profile(_SEARCH, "", 512, True)),
    (r"gte-(small|base|large)", Profile("", "", 512, True)),
    (r"paraphrase-multilingual-(minilm-l12|mpnet-base)-v2", Profile("", "", 256)),
)
"""By the last part of the name. Sources: the models' cards at https://huggingface.co; 128 tokens, which the last two
have, would cut passages."""

_OTHER_SCRIPTS = frozenset(
    "am ar be bg bn dv dz el fa gu he hi hy ja ka kk km kn ko ky lo mk ml mn mr my ne or pa ps ru sa sd si sr ta te tg"
    " th ti ug uk ur yi zh".split()
)
_MULTILINGUAL = re.compile(r"multilingual|^(labse|bge-m3|snowflake-arctic-embed-[ml]-v2\.0)$")


def profile_of(model: str) -> Profile:
    """Return the profile of a model by its name or folder; an empty one for others.

    >>> profile_of("intfloat/multilingual-e5-base").question_prompt
    'query: '
    """
    name = PurePath(model).name.lower()
    return next((profile for pattern, profile in _PROFILES if re.fullmatch(pattern, name)), Profile())


def knows_language(model: str, language: str) -> bool:
    """Return whether a model knows a language, by its ISO 639-1 code, well; models not known by name know English.

    >>> [knows_language("multilingual-e5-small", code) for code in ("en", "de", "ru")]
    [True, True, False]
    """
    if language == "en":
        return True
    return is_multilingual(model) and not (model == MULTILINGUAL_MODEL and language in _OTHER_SCRIPTS)


def is_multilingual(model: str) -> bool:
    """Return whether a model puts texts of different languages with the same meaning near each other, by its name.

    >>> is_multilingual("intfloat/multilingual-e5-base"), is_multilingual("all-MiniLM-L6-v2")
    (True, False)
    """
    return bool(_MULTILINGUAL.search(PurePath(model).name.lower()))
