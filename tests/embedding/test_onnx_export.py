"""Models of other architectures with the transformer of the shipped one."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reportqa.embedding import Embedder
from reportqa.embedding.onnx_embedder import ExportedEmbedder
from reportqa.embedding.onnx_export import LEAST_COSINE, ExportRefused, check, export
from reportqa.embedding.transformer import SentenceTransformerEmbedder

pytestmark = pytest.mark.slow


def variant(
    transformer: SentenceTransformerEmbedder, *layers: tuple[Any, ...], **options: Any
) -> SentenceTransformerEmbedder:
    """Return a model of the shipped transformer and other modules, each named by its class and its arguments."""
    # Imported late: collecting the tests would load torch in every process.
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules

    made = [getattr(modules, name)(*arguments) for name, *arguments in layers]
    model = SentenceTransformer(modules=[transformer.model[0], *made], device="cpu", **options)
    return SentenceTransformerEmbedder(model, "variant", "0" * 64)


@pytest.mark.parametrize("pooling", ["cls", "max"])
def test_other_poolings_and_prompts_are_those_of_the_model(
    transformer: SentenceTransformerEmbedder, tmp_path: Path, pooling: str
) -> None:
    prompts = {"query": "query: ", "document": "passage: "}
    model = variant(transformer, ("Pooling", 384, pooling), prompts=prompts)
    export(model, tmp_path / "export", "fp32")
    exported = ExportedEmbedder.open(tmp_path / "export")
    check(exported, model, LEAST_COSINE["fp32"])
    assert float(exported.embed_question("Why?") @ transformer.embed_question("Why?")) < 0.99


def test_model_of_more_modules_is_refused_and_leaves_nothing(
    transformer: SentenceTransformerEmbedder, tmp_path: Path
) -> None:
    model = variant(transformer, ("Pooling", 384), ("Dense", 384, 64), ("Normalize",))
    with pytest.raises(ExportRefused, match="consists of Transformer, Pooling, Dense, Normalize"):
        export(model, tmp_path / "export", "fp32")
    assert list(tmp_path.iterdir()) == []


def test_pooling_of_another_kind_is_refused(transformer: SentenceTransformerEmbedder, tmp_path: Path) -> None:
    with pytest.raises(ExportRefused, match="its pooling is weightedmean"):
        export(variant(transformer, ("Pooling", 384, "weightedmean")), tmp_path / "export", "fp32")


def test_export_that_embeds_differently_is_refused(transformer: Embedder, exports: Path) -> None:
    (folder,) = (exports / "encoders").glob("*-int8")
    with pytest.raises(ExportRefused, match=r"cosine of 0\.\d+ with the model's, below 0.9999"):
        check(ExportedEmbedder.open(folder), transformer, LEAST_COSINE["fp32"])


def test_export_leaves_the_model_as_it_was(transformer: SentenceTransformerEmbedder, tmp_path: Path) -> None:
    before = transformer.embed_question("Why?")
    export(transformer, tmp_path / "export", "int8")
    assert np.array_equal(transformer.embed_question("Why?"), before)
    import torch

    assert torch.is_grad_enabled()
