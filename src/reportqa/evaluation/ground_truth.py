"""Expected units, documents and strings of each question of a set in an index."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reportqa.document import Page
from reportqa.errors import InputError
from reportqa.evaluation.answer_strings import Gold, answer_strings
from reportqa.evaluation.datasets import KnownQuestion, QuestionSet
from reportqa.evaluation.relevance_units import (
    FileUnits,
    PageUnits,
    TextUnits,
    Units,
    find_documents,
    page_id,
    units_by_document,
)
from reportqa.index import Catalogue
from reportqa.ingest import find_page


@dataclass(frozen=True, slots=True)
class Expectation:
    """Units that answer a question, their documents, and the strings that an answer must contain.

    `relevant` is empty if no place is known. `is_quotable`: the expected units contain the strings word for word.
    """

    relevant: Mapping[str, int]
    units: Units
    doc_ids: tuple[str, ...]
    gold: Gold
    is_quotable: bool


class Truth:
    """Expectations of a set of questions for the documents of an index."""

    def __init__(self, questions: QuestionSet, catalogue: Catalogue) -> None:
        self._set = questions
        self._catalogue = catalogue
        self._doc_ids = [summary.doc_id for summary in catalogue.documents()]
        self._texts = {unit.id: unit.text or unit.title for unit in questions.units}
        self._files = FileUnits({doc_id: doc_id for doc_id in self._doc_ids})
        self._units, self._doc_ids_of = self._index_units()

    def of(self, question: KnownQuestion) -> Expectation:
        """Return the expectation of a question.

        :raises InputError: when it names a document or a page that is not in the index.
        """
        gold = _gold(question)
        if not self._set.units:
            return self._of_listed(question, gold)
        doc_ids = {doc_id: None for unit in question.relevant for doc_id in self._doc_ids_of.get(unit, ())}
        # An answer can span units.
        text = " ".join(self._texts.get(unit, "") for unit in self._texts if unit in question.relevant)
        return Expectation(question.relevant, self._units, tuple(doc_ids), gold, gold.is_right(text))

    def _of_listed(self, question: KnownQuestion, gold: Gold) -> Expectation:
        doc_ids: list[str] = []
        for name in question.documents:
            found = find_documents(name, self._doc_ids)
            if not found:
                raise InputError(
                    f'The question "{question.id}" of {self._set.name} expects the document "{name}", which is not in'
                    " the index. Correct it, or index the reports of the set."
                )
            doc_ids += found
        if question.page is None or not doc_ids:
            return Expectation(dict.fromkeys(doc_ids, 1), self._files, tuple(doc_ids), gold, bool(gold.strings))
        pages = [page_id(doc_id, self._page(question, doc_id).physical) for doc_id in doc_ids]
        return Expectation(dict.fromkeys(pages, 1), PageUnits(), tuple(doc_ids), gold, bool(gold.strings))

    def _page(self, question: KnownQuestion, doc_id: str) -> Page:
        try:
            return find_page(self._catalogue.document(doc_id), str(question.page))
        except InputError as error:
            raise InputError(
                f'The question "{question.id}" of {self._set.name} expects page "{question.page}" of {doc_id}, which'
                " has no such page."
            ) from error

    def _index_units(self) -> tuple[Units, dict[str, list[str]]]:
        """Return the units of the set by their places in the index, and the documents of each."""
        if self._set.docs_dir is None:
            ids = {file_name(unit.id): unit.id for unit in self._set.units}
            return FileUnits(ids), {unit: [doc_id] for doc_id, unit in ids.items() if doc_id in set(self._doc_ids)}
        grouped = units_by_document(self._set.units, self._doc_ids)
        documents: dict[str, list[str]] = {}
        for doc_id, units in grouped.items():
            for unit in units:
                documents.setdefault(unit.id, []).append(doc_id)
        if all(unit.page is not None for unit in self._set.units):
            return PageUnits(
                {(doc_id, unit.page or 0): unit.id for doc_id, units in grouped.items() for unit in units}
            ), documents  # fmt: skip
        return TextUnits(grouped), documents

    @property
    def has_documents(self) -> bool:
        """Whether a document can hold several units, so that finding the right document is a measure."""
        return self._set.docs_dir is not None or not self._set.units


def _gold(question: KnownQuestion) -> Gold:
    if question.all_of:
        return Gold(question.all_of, question.need, question.wrong)
    strings = answer_strings(question.answers)
    return Gold((strings,) if strings else (), wrong=question.wrong, any_sentence=question.any_sentence)


def corpus_of(questions: QuestionSet, work_dir: Path) -> Path:
    """Return the folder to index: that of the files, else a new one in `work_dir` with a text file per unit.

    library.json of the new folder holds the titles.
    """
    if questions.docs_dir is not None:
        return questions.docs_dir
    corpus_dir = work_dir / "corpus"
    corpus_dir.mkdir(parents=True, exist_ok=True)
    items = []
    for unit in questions.units:
        name = file_name(unit.id)
        (corpus_dir / name).write_text(unit.text or unit.title, encoding="utf-8")
        items.append({"id": unit.id, "title": unit.title or unit.id, "custom": {"file": name}})
    (corpus_dir / "library.json").write_text(json.dumps(items), encoding="utf-8")
    return corpus_dir


def file_name(unit_id: str) -> str:
    """Return the file name of a unit; names that begin with a dot or "_" would not be indexed."""
    return re.sub("^[._]", "u_", unit_id.replace("/", "_")) + ".txt"
