"""A real model behind a real server. It is weak: whatever it says, only sentences of documents are shown."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.request import Request, urlopen

import pytest

from reportqa.answering.engine import Engine
from reportqa.embedding import Embedder
from reportqa.errors import LanguageModelError
from reportqa.llm import Message, open_model, parse_object
from reportqa.settings import Endpoint, Settings
from support.answers import QUESTION
from support.small_model import missing, small_model

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing()), reason=f"{missing()} is not installed: see CONTRIBUTING.md"),
]

QUESTIONS = [QUESTION, "How tall is the Eiffel Tower?"]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with small_model(seconds=120) as endpoint:
        yield endpoint


def test_model_speaks_and_counts_its_tokens(endpoint: Endpoint, copied: Settings) -> None:
    model = open_model(replace(copied, llm=endpoint))
    assert model is not None
    ask = [Message("user", "What is the capital of France? Answer in one word.")]
    completion = model.complete(ask, max_tokens=20)
    assert "Paris" in completion.text
    assert 10 < completion.prompt_tokens <= model.estimate(ask, max_tokens=0)
    assert 1 <= completion.completion_tokens <= 20
    assert "Paris" in "".join(model.for_question().stream(ask, max_tokens=20))


def test_server_keeps_the_schema(endpoint: Endpoint, copied: Settings) -> None:
    model = open_model(replace(copied, llm=endpoint))
    assert model is not None
    schema = {
        "type": "object",
        "properties": {"answer": {"type": "array", "items": {"enum": [3, 5]}, "maxItems": 2}},
        "required": ["answer"],
        "additionalProperties": False,
    }
    found = parse_object(model.complete([Message("user", "Tell me a story.")], max_tokens=60, schema=schema).text)
    assert set(found["answer"]) <= {3, 5}


def test_wrong_key_is_refused(endpoint: Endpoint, copied: Settings) -> None:
    model = open_model(replace(copied, llm=replace(endpoint, key="sk-wrong")))
    assert model is not None
    with pytest.raises(LanguageModelError, match=r"refused the key \(401\)"):
        model.complete([Message("user", "Hello")], max_tokens=5)


def test_every_sentence_shown_is_in_its_document(endpoint: Endpoint, copied: Settings, embedder: Embedder) -> None:
    engine = Engine.open(replace(copied, llm=replace(endpoint, question_tokens=4_000)), embedder)
    states = set()
    for question in QUESTIONS:
        answer = engine.ask(question)
        assert answer.model is not None
        assert 0 < answer.model.tokens <= answer.model.estimate
        states.add(answer.model.state)
        for one in answer.sentences:
            doc_id = answer.citations[one.citation - 1].doc_id
            assert one.text == engine.document(doc_id).text[one.start : one.end]
    assert states != {None}


def test_server_stops_by_itself() -> None:
    with small_model() as endpoint:
        request = Request(f"{endpoint.url}/models", headers={"Authorization": f"Bearer {endpoint.key}"})  # noqa: S310
        with urlopen(request, timeout=20) as response:  # noqa: S310
            assert response.status == 200
    with pytest.raises(OSError, match="refused"):
        urlopen(request, timeout=5)  # noqa: S310
