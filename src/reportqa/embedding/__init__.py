"""Turns texts into unit vectors with a sentence-transformers model, the shipped all-MiniLM-L6-v2 by default."""

from reportqa.embedding.base import Embedded, Embedder, Span, Vectors
from reportqa.embedding.identity import WEIGHTS_SHA256, identify
from reportqa.embedding.late_interaction import max_similarity, token_weights
from reportqa.embedding.loading import encoder_for, has_export, open_embedder, prepare_embedder, settle_exports
from reportqa.embedding.onnx_model import export_dir, problems
from reportqa.embedding.transformer import load_transformer as load_embedder

__all__ = [
    "WEIGHTS_SHA256",
    "Embedded",
    "Embedder",
    "Span",
    "Vectors",
    "encoder_for",
    "export_dir",
    "has_export",
    "identify",
    "load_embedder",
    "max_similarity",
    "open_embedder",
    "prepare_embedder",
    "problems",
    "settle_exports",
    "token_weights",
]
