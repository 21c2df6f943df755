"""Log odds that passages answer a question, from a cross-encoder or an extractive question-answering model."""

from reportqa.reading.base import Reader
from reportqa.reading.known_readers import KNOWN_READERS, KnownReader
from reportqa.reading.loading import load_reader
from reportqa.reading.model_folders import AddedModel, add_model, added_models

__all__ = [
    "KNOWN_READERS",
    "AddedModel",
    "KnownReader",
    "Reader",
    "add_model",
    "added_models",
    "load_reader",
]
