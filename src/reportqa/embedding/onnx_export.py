"""The export of a sentence-transformers model to ONNX, verified against the model."""

import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from reportqa.embedding.base import Embedded, Embedder, Vectors
from reportqa.embedding.onnx_embedder import ExportedEmbedder
from reportqa.embedding.onnx_model import GRAPH, TOKENIZER, Description, replacing, write_description
from reportqa.embedding.transformer import SentenceTransformerEmbedder
from reportqa.storage import file_sha256
from reportqa.text import split_sentences

LEAST_COSINE = {"fp32": 0.9999, "int8": 0.985}
"""Minimum cosine of the export's and the model's vector of any sample text or sentence."""
_OPSET = 17
_POOLINGS = ("mean", "cls", "max")
SAMPLES = (
    "How many registered patients did the partnership have in April 2016?",
    "Large-scale general practice - Four organisations compared. The partnership was founded in 2009 to provide"
    " integrated care of high quality. It had two practices in 2008, nine in 2014 and 16 in April 2016. Staff were"
    " content; salaried doctors were not.",
    "Consolidated statement of income. | Year ended 31 December | 2023 | 2022 | Revenue | $ 12,345.6 | 11,870.0 |"
    " Cost of sales | (7,001.2) | (6,544.9) | Net income per share, diluted | 4.31 | 3.98 |",
    "## Who can claim\n\n- You must be **18 or over** (see [the rules](#rules)).\n- You can't get it if you live"
    " abroad.\n\n<p>Call 0800 123 456, Monday to Friday.</p> \\textit{Note} {{template|id=7}}",
    "We show that TGF-β1 raises the expression of COL1A1 in fibroblasts (p < 0.001, n = 24). The effect was absent in"
    " Smad3-/- mice. Neither dose nor age changed it.",
    "Straßenbahnen kosten 2,40 €. Où est la gare ? 서울은 한국의 수도이다. Это короткое предложение. 東京は大きい。",
    "Emoji 🙂 and «quotes», a non-breaking\u00a0space, ligatures ﬁne, and\ttabs.  \n",
    "The committee met again. " * 80,
    "Yes.",
    "",
)
"""Prose, tables, markup, formulas, other scripts, a text that is too long, and almost no text."""


class ExportRefused(Exception):
    """A model that cannot be exported, or whose export embeds differently; the message says why."""


def export(transformer: SentenceTransformerEmbedder, folder: Path, encoder: str) -> None:
    """Export a model to a folder, replacing it, and verify the export.

    :raises ExportRefused: when it fails.
    :raises OSError: when it cannot be written.
    """
    with replacing(folder) as making:
        description = _describe(transformer, encoder)
        _write_graph(transformer.model, making / GRAPH)
        if encoder == "int8":
            from reportqa.embedding.quantization import quantize

            quantize(str(making / GRAPH))
        (making / TOKENIZER).write_text(_tokenizer_json(transformer.model.tokenizer), encoding="utf-8")
        files = {name: file_sha256(making / name) for name in (GRAPH, TOKENIZER)}
        write_description(making, replace(description, files=files))
        check(_opened(making), transformer, LEAST_COSINE[encoder])


def refuse(transformer: SentenceTransformerEmbedder, folder: Path, encoder: str, reason: str) -> None:
    """Record in place of an export why there is none, so that the next build does not try again."""
    with replacing(folder) as making:
        write_description(making, Description(transformer.name, transformer.sha256, encoder, refused=reason))


def check(exported: Embedder, transformer: Embedder, least: float) -> None:
    """Compare the vectors of sample texts with those of sentence-transformers.

    :raises ExportRefused: when the tokens differ, or a cosine is below `least`.
    """
    if exported.count_tokens(SAMPLES) != transformer.count_tokens(SAMPLES):
        raise ExportRefused("its tokenizer splits text differently from sentence-transformers")
    spans = [[(s.start, s.end) for s in split_sentences(text, 0, len(text))] for text in SAMPLES]
    pairs = zip(
        [*map(_rows, exported.embed_passages(SAMPLES, spans)), exported.embed_question(SAMPLES[0])[None]],
        [*map(_rows, transformer.embed_passages(SAMPLES, spans)), transformer.embed_question(SAMPLES[0])[None]],
        strict=True,
    )
    nearest = min(float((ours * theirs).sum(axis=1).min()) for ours, theirs in pairs)
    if not nearest >= least:
        raise ExportRefused(
            f"the vector of a sample text has a cosine of {nearest:.4f} with the model's, below {least}"
        )


def _rows(found: Embedded) -> Vectors:
    return np.vstack([found.vector, found.sentences])


def _opened(folder: Path) -> ExportedEmbedder:
    try:
        return ExportedEmbedder.open(folder)
    # onnxruntime has many exception classes; any of them means that the export cannot be used.
    except Exception as error:
        raise ExportRefused(f"onnxruntime cannot read it ({_first_line(error)})") from error


def _describe(transformer: SentenceTransformerEmbedder, encoder: str) -> Description:
    """Return the description of a model's export, without its files.

    :raises ExportRefused: when the model does anything that an ExportedEmbedder does not.
    """
    model = transformer.model
    modules = [type(module).__name__ for module in model]
    if modules not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        raise ExportRefused(f"it consists of {', '.join(modules)}, not only of Transformer, Pooling and Normalize")
    if model[1].pooling_mode not in _POOLINGS:
        raise ExportRefused(f"its pooling is {model[1].pooling_mode}, not one of {', '.join(_POOLINGS)}")
    if not model[1].include_prompt and (transformer.question_prompt or transformer.passage_prompt):
        raise ExportRefused("its pooling excludes the prompts")
    if not getattr(model.tokenizer, "is_fast", False) or model.tokenizer.truncation_side != "right":
        raise ExportRefused("its tokenizer is not of the tokenizers package, or truncates long texts at the start")
    return Description(
        transformer.name, transformer.sha256, encoder, transformer.dim, model.max_seq_length, model[1].pooling_mode,
        transformer.passage_prompt, transformer.question_prompt,
        None if transformer.center is None else transformer.center.tolist(),
    )  # fmt: skip


def _tokenizer_json(tokenizer: Any) -> str:
    from tokenizers import Tokenizer

    plain = Tokenizer.from_str(tokenizer.backend_tokenizer.to_str())
    plain.no_padding()
    plain.no_truncation()
    return str(plain.to_str())


def _write_graph(model: Any, file: Path) -> None:
    """Write the graph from the ids of one text, (1, n), to its token outputs, (1, n, dim).

    :raises ExportRefused: when torch cannot export it.
    """
    import torch

    class TokenOutputs(torch.nn.Module):
        def __init__(self, transformer: Any) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, input_ids: Any) -> Any:
            return self.transformer(input_ids=input_ids).last_hidden_state

    ids = torch.tensor([model.tokenizer("A short text to follow through the model.")["input_ids"]])
    try:
        # The exporter that torch recommends makes the same graph, five times slower and with one more package.
        with warnings.catch_warnings(), torch.no_grad():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                TokenOutputs(model[0].auto_model).eval(),
                (ids,),
                str(file),
                input_names=["input_ids"],
                output_names=["tokens"],
                dynamic_axes={"input_ids": {1: "n"}, "tokens": {1: "n"}},
                opset_version=_OPSET,
                dynamo=False,
            )
    except OSError:
        raise
    # Tracing a model can raise anything.
    except Exception as error:
        raise ExportRefused(f"torch cannot export it ({_first_line(error)})") from error


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
