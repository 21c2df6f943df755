from hashlib import sha256
from pathlib import Path

import pytest

from reportqa.embedding import identify
from reportqa.embedding.identity import WEIGHTS_SHA256, checked_weights, is_shipped
from reportqa.errors import ModelError
from reportqa.settings import DEFAULT_MODEL


@pytest.mark.parametrize("name", [None, DEFAULT_MODEL, f"sentence-transformers/{DEFAULT_MODEL}"])
def test_shipped_model_is_identified_without_loading_it(name: str | None) -> None:
    assert is_shipped(name)
    assert identify(name) == (DEFAULT_MODEL, WEIGHTS_SHA256)


def test_changed_file_of_a_folder_changes_its_identity(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[]")
    before = identify(str(tmp_path))
    assert before is not None
    assert before == identify(str(tmp_path))
    (tmp_path / "config.json").write_text("{}")
    after = identify(str(tmp_path))
    assert after is not None
    assert (after[0], after[1] == before[1]) == (before[0], False)


def test_name_and_other_folders_must_be_loaded(tmp_path: Path) -> None:
    assert identify(str(tmp_path)) is None
    assert identify("some-organisation/some-model") is None


def test_other_weights_are_refused(tmp_path: Path) -> None:
    for content in (b"other", b"again another"):
        (tmp_path / "model.safetensors").write_bytes(content)
        with pytest.raises(ModelError, match=rf"are not the expected ones \(sha256 {sha256(content).hexdigest()[:12]}"):
            checked_weights(tmp_path)
