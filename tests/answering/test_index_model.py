from dataclasses import replace

import pytest

from reportqa.answering.index_model import check_model
from reportqa.embedding import Embedder
from reportqa.errors import IndexMismatch
from reportqa.index import Manifest, open_generation
from reportqa.ingest.build import Summary
from reportqa.settings import Settings


@pytest.fixture
def manifest(settings: Settings, built: Summary) -> Manifest:
    return open_generation(settings.index_dir).manifest


def test_the_model_of_the_index_is_loaded_or_taken(settings: Settings, manifest: Manifest, embedder: Embedder) -> None:
    assert check_model(manifest, settings, None).sha256 == manifest.model_sha256
    assert check_model(manifest, settings, embedder) is embedder
    named = replace(settings, model=f"sentence-transformers/{manifest.model}")
    assert check_model(manifest, named, embedder) is embedder


def test_another_model_and_other_weights_are_refused(
    settings: Settings, manifest: Manifest, embedder: Embedder
) -> None:
    with pytest.raises(IndexMismatch, match='not "another"'):
        check_model(manifest, replace(settings, model="another"), embedder)
    with pytest.raises(IndexMismatch, match="other weights"):
        check_model(replace(manifest, model_sha256="0" * 64), settings, embedder)
