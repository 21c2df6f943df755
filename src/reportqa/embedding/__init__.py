"""Turns texts into unit vectors with a sentence-transformers model, the shipped all-MiniLM-L6-v2 by default."""

from reportqa.embedding.base import Embedded, Embedder, Span, Vectors
from reportqa.embedding.identity import WEIGHTS_SHA256, identify
from reportqa.embedding.loading import encoder_for, has_export, open_embedder, prepare_embedder, settle_exports
from reportqa.embedding.transformer import load_transformer as load_embedder

__all__ = [
    "WEIGHTS_SHA256",
    "Embedded",
    "Embedder",
    "Span",
    "Vectors",
    "encoder_for",
    "has_export",
    "identify",
    "load_embedder",
    "open_embedder",
    "prepare_embedder",
    "settle_exports",
]
