from pathlib import Path

import numpy as np
import pytest

from reportqa.reading.cross_encoder import CrossEncoderReader
from support.tiny_models import save_cross_encoder

pytestmark = pytest.mark.slow
PASSAGES = ["The elm trust had 40 practices.", "Oak care was founded in 2009.", "The board visited. " * 40]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_cross_encoder(tmp_path_factory.mktemp("models") / "cross")


def test_log_odds_are_the_outputs_of_the_model(folder: Path) -> None:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    reader = CrossEncoderReader.load("cross", str(folder))
    found = reader.log_odds("How many practices had the trust?", PASSAGES)
    model, tokenizer = AutoModelForSequenceClassification.from_pretrained(folder), AutoTokenizer.from_pretrained(folder)
    questions = ["How many practices had the trust?"] * 3
    encoded = tokenizer(questions, PASSAGES, truncation=True, padding=True, return_tensors="pt")
    with torch.no_grad():
        expected = model.eval()(**encoded).logits[:, 0].clamp(-12, 12).tolist()
    assert np.allclose(found, expected, atol=1e-4)
    assert len(set(np.round(found, 3))) == 3


def test_no_passages_have_no_log_odds(folder: Path) -> None:
    assert CrossEncoderReader.load("cross", str(folder)).log_odds("Why?", []) == []


def test_model_with_several_outputs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="3 outputs"):
        CrossEncoderReader.load("three", str(save_cross_encoder(tmp_path / "three", outputs=3)))
