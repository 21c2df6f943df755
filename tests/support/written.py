"""Replies of a model that writes, and passages that it is given."""

import json
from collections.abc import Sequence
from pathlib import Path

from reportqa.answer import Citation
from reportqa.document import Page
from reportqa.llm import LanguageModel, open_model
from reportqa.settings import Settings
from support.completion_server import Canned, CompletionServer, said

MODALITY = "In April 2016 Modality had 87,556 registered patients. It did not merge. GP Care was founded in 2006."


def reply(*sentences: tuple[str, Sequence[int]]) -> Canned:
    """Return the reply of a model that writes these sentences with the numbers that they cite."""
    return said(json.dumps({"sentences": [{"text": text, "cites": list(cites)} for text, cites in sentences]}))


def passage(quote: str = MODALITY, number: int = 1, start: int = 0, doc_id: str = "digest.pdf") -> Citation:
    """Return a citation of a passage on two pages."""
    pages = (Page(6, "6", start, start + 60), Page(7, "7", start + 60, start + len(quote) + 60))
    return Citation(
        number=number, doc_id=doc_id, title="A digest", authors=(), publisher=None, year=2016, url=None, pages=pages,
        section=(), start=start, end=start + len(quote), quote=quote, score=1.0, document_sha256="0" * 64,
    )  # fmt: skip


def model_of(server: CompletionServer, folder: Path) -> LanguageModel:
    """Return the language model of settings that name a server; its budget is kept in a folder."""
    environment = {"REPORTQA_LLM_URL": server.url, "REPORTQA_LLM_MODEL": "replayed"}
    model = open_model(Settings.from_env(environment, root=folder))
    assert model is not None
    return model
