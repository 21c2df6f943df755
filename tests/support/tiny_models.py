"""Tiny models with random weights, saved as the models of transformers are."""

import string
from pathlib import Path

WORDS = (
    "[PAD] [UNK] [CLS] [SEP] [MASK] how many practices patients did the trust have had was founded in it board and of"
    " elm oak care many may visited who pays 40 2009 ? . to by each for"
).split()
WORDS += [f"{mark}{character}" for mark in ("", "##") for character in string.ascii_lowercase + string.digits]
"""Whole words, and characters from which all others are put together."""


def save_cross_encoder(folder: Path, outputs: int = 1) -> Path:
    """Save a cross-encoder whose log odds differ a lot between texts."""
    import torch
    from transformers import BertForSequenceClassification

    torch.manual_seed(3)
    model = BertForSequenceClassification(_config(outputs))
    torch.nn.init.normal_(model.classifier.weight, std=0.7)
    return _save(model, folder)


def save_question_answering(folder: Path) -> Path:
    import torch
    from transformers import BertForQuestionAnswering

    torch.manual_seed(4)
    return _save(BertForQuestionAnswering(_config(2)), folder)


def save_language_model(folder: Path) -> Path:
    """Save a model that is no reader."""
    from transformers import BertForMaskedLM

    return _save(BertForMaskedLM(_config(2)), folder)


def _config(outputs: int):  # type: ignore[no-untyped-def]
    from transformers import BertConfig

    return BertConfig(
        vocab_size=len(WORDS), hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=64, num_labels=outputs, initializer_range=0.5,
    )  # fmt: skip


def _save(model, folder: Path) -> Path:  # type: ignore[no-untyped-def]
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.WordPiece({word: n for n, word in enumerate(WORDS)}, unk_token=WORDS[1]))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    ends = [("[CLS]", WORDS.index("[CLS]")), ("[SEP]", WORDS.index("[SEP]"))]
    tokenizer.post_processor = processors.TemplateProcessing(
        "[CLS] $A [SEP]", "[CLS] $A [SEP] $B:1 [SEP]:1", ends
    )  # fmt: skip
    named = {f"{name}_token": f"[{name.upper()}]" for name in ("pad", "unk", "cls", "sep", "mask")}
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=64, **named)
    folder.mkdir(parents=True)
    model.save_pretrained(folder)
    fast.save_pretrained(folder)
    return folder
