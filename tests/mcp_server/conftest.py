"""The sample corpus as the server opens it."""

from collections.abc import Iterator

import pytest

from reportqa.corpus import Corpus
from reportqa.ingest.build import Summary
from reportqa.settings import Settings


@pytest.fixture
def corpus(settings: Settings, built: Summary) -> Iterator[Corpus]:
    with Corpus(settings) as corpus:
        yield corpus
