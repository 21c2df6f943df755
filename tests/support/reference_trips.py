"""Invented items of bibliographies, written in every format of references and read back."""

import json
import random
from typing import Any

from reportqa.citations.reference_export import write_bibtex, write_csl_json
from reportqa.citations.ris_reader import read_ris
from reportqa.citations.ris_writer import write_ris
from reportqa.citations.works import Work, clean_item
from reportqa.parsing.markup.pandoc import convert

REFERENCES = ("ris", "bibtex", "csl")

_FAMILIES = "Lind Núñez-García O’Brien Öz Berg Smith".split()
_GIVEN = ["Ana", "Jan Otto", "B. C.", "Ğ"]
_BODIES = ["Board of Harbours", "Marks and Spencer & Co.", "Smith, Son and Daughters"]
_TITLES = [
    "Staff & pay: 50% of it",
    "Waiting times",
    "Größe {and} a_b #1",
    "Is bigger better? Lessons",
    "“Damp” and its cure",
    "Costs of £5m, 3 < 4",
]
_PLACES = ["London", "Zürich", "St. Ives"]
_FIELDS: dict[str, dict[str, list[str]]] = {
    "report": {"number": ["RR-2016-07", "12"], "genre": ["Working paper", "Research report"]},
    "book": {"edition": ["2", "3"], "ISBN": ["978-0-306-40615-7"], "collection-title": ["Harbour studies"]},
    "article-journal": {
        "container-title": ["Journal of Pay"], "volume": ["3"], "issue": ["4"], "page": ["5-16"], "ISSN": ["0028-0836"],
    },
    "webpage": {"container-title": ["Harbour Watch"], "URL": ["https://example.org/a_b?x=1&y=2"]},
    "thesis": {"genre": ["PhD thesis"]},
    "chapter": {"container-title": ["A book of rooms"], "page": ["1-20", "7"]},
}  # fmt: skip


def invented_item(random_: random.Random) -> dict[str, Any]:
    """Return a CSL-JSON item of invented words."""
    kind = random_.choice(sorted(_FIELDS))
    item: dict[str, Any] = {"type": kind, "title": random_.choice(_TITLES)}
    if random_.random() < 0.9:
        item["author"] = [_name(random_) for _ in range(random_.randint(1, 4))]
    if random_.random() < 0.9:
        item["issued"] = {"date-parts": [_date(random_)]}
    if kind != "article-journal":
        item["publisher"] = random_.choice(_BODIES)
        item["publisher-place"] = random_.choice(_PLACES)
    for field, values in _FIELDS[kind].items():
        if random_.random() < 0.8:
            item[field] = random_.choice(values)
    if random_.random() < 0.5:
        item["DOI"] = f"10.1000/a_{random_.randint(1, 999)}"
    if "URL" in item and random_.random() < 0.5:
        item["accessed"] = {"date-parts": [[2026, 11, random_.randint(1, 30)]]}
    if random_.random() < 0.3:
        item["language"] = "en-GB"
    return item


def _name(random_: random.Random) -> dict[str, str]:
    if random_.random() < 0.3:
        return {"literal": random_.choice(_BODIES)}
    name = {"family": random_.choice(_FAMILIES), "given": random_.choice(_GIVEN)}
    return {**name, "non-dropping-particle": "van der"} if name["family"] == "Berg" else name


def _date(random_: random.Random) -> list[int]:
    return [random_.randint(1900, 2026), random_.randint(1, 12), random_.randint(1, 28)][: random_.randint(1, 3)]


def read_back(work: Work, form: str) -> dict[str, Any]:
    """Return the item of a work, written as RIS, BibTeX or CSL-JSON and read again."""
    if form == "ris":
        (record,) = read_ris(write_ris([work]))
        return clean_item(record.item)
    if form == "bibtex":
        (item,) = json.loads(convert(write_bibtex([work]).encode(), "biblatex", "csljson")[0])
    else:
        (item,) = json.loads(write_csl_json([work]))
    return dict(item)
