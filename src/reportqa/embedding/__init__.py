"""Unit vectors of texts from a sentence-transformers model, by default the shipped all-MiniLM-L6-v2."""

from reportqa.embedding.base import Embedded, Embedder, Span
from reportqa.embedding.identity import identify, model_to_load
from reportqa.embedding.late_interaction import Signs, Tokens, max_similarities, token_words
from reportqa.embedding.loading import encoder_for, open_embedder, prepare_embedder, remove_unused_exports
from reportqa.embedding.onnx_model import export_problem
from reportqa.embedding.profiles import is_multilingual, knows_language
from reportqa.embedding.transformer import load_transformer as load_embedder

__all__ = [
    "Embedded",
    "Embedder",
    "Signs",
    "Span",
    "Tokens",
    "encoder_for",
    "export_problem",
    "identify",
    "is_multilingual",
    "knows_language",
    "load_embedder",
    "max_similarities",
    "model_to_load",
    "open_embedder",
    "prepare_embedder",
    "remove_unused_exports",
    "token_words",
]
