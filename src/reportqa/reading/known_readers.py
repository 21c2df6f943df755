"""Readers that are known to be good, and what each costs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownReader:
    """A model by its name at https://huggingface.co, its size in MB, its licence, and what it is good for."""

    name: str
    megabytes: int
    licence: str
    description: str


KNOWN_READERS = (
    KnownReader(
        "cross-encoder/ms-marco-MiniLM-L6-v2", 91, "Apache-2.0",
        "cross-encoder, English; the smallest, about 0.3 s a question on two cores",
    ),
    KnownReader(
        "cross-encoder/ms-marco-MiniLM-L12-v2", 134, "Apache-2.0",
        "cross-encoder, English; twice the time for a little more",
    ),
    KnownReader(
        "cross-encoder/mmarco-mMiniLMv2-L12-H384-v1", 471, "Apache-2.0",
        "cross-encoder, 14 languages; twice the time of the smallest",
    ),
    KnownReader(
        "BAAI/bge-reranker-base", 1112, "MIT",
        "cross-encoder, English and Chinese; about eight times the time of the smallest",
    ),
    KnownReader(
        "deepset/minilm-uncased-squad2", 133, "CC-BY-4.0",
        "question answering, English; knows questions that a passage does not answer",
    ),
)  # fmt: skip
"""Sizes, licences and times are approximate: these models were not run here."""
