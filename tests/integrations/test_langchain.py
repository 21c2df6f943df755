"""The retriever in its own framework, which is imported when a test runs: that takes a second in each process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import anyio
import pytest

from reportqa.corpus import Corpus
from reportqa.errors import InputError
from reportqa.ingest.build import Summary
from reportqa.settings import Settings
from support.answers import QUESTION
from support.briefings import DIGEST, PATIENTS

if TYPE_CHECKING:
    from reportqa.integrations.langchain import ReportQARetriever


@pytest.fixture
def retriever(settings: Settings, built: Summary) -> Iterator[ReportQARetriever]:
    from reportqa.integrations.langchain import ReportQARetriever

    with Corpus(settings) as corpus:
        yield ReportQARetriever(corpus=corpus, k=3, filters={"document": DIGEST})


def test_passages_are_documents_with_their_citations(retriever: ReportQARetriever) -> None:
    documents = retriever.invoke(QUESTION)
    assert len(documents) == 3
    first = documents[0]
    assert PATIENTS in first.page_content
    assert {document.metadata["doc_id"] for document in documents} == {DIGEST}
    assert first.id is not None
    assert retriever.corpus.citation(first.id).quote == first.page_content
    assert json.loads(json.dumps(first.metadata))["pages"] == [{"physical": 10, "label": "6"}]
    assert "quote" not in first.metadata


def test_retriever_is_part_of_a_chain_and_runs_asynchronously(retriever: ReportQARetriever) -> None:
    from langchain_core.runnables import RunnableLambda

    chain = retriever | RunnableLambda(lambda documents: documents[0].metadata["title"])
    assert chain.invoke(QUESTION) == "Large-scale general practice: a digest of the evidence"
    assert anyio.run(retriever.ainvoke, QUESTION) == retriever.invoke(QUESTION)


def test_errors_are_those_of_the_corpus(retriever: ReportQARetriever) -> None:
    with pytest.raises(InputError, match="The question is empty"):
        retriever.invoke("")


@pytest.mark.slow
def test_missing_package_says_what_to_install() -> None:
    program = "import sys; sys.modules['langchain_core'] = None; import reportqa.integrations.langchain"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert 'pip install "reportqa[langchain]"' in done.stderr.splitlines()[-1]
