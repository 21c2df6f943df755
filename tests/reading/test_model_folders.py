from pathlib import Path

import pytest

from reportqa.errors import InputError, ModelError
from reportqa.reading.model_folders import SUMS, add_model, added_models, check_files, folder_of


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    (folder / "onnx").mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "onnx" / "model.onnx").write_bytes(b"the same again")
    return folder


def test_added_folder_is_copied_with_its_hashes(model: Path, tmp_path: Path) -> None:
    models_dir = tmp_path / "models"
    added = add_model(str(model), models_dir)
    assert added_models(models_dir) == [added]
    assert added.name == "mine"
    assert [line.partition("  ")[2] for line in (added.folder / SUMS).read_text().splitlines()] == [
        "config.json",
        "model.safetensors",
    ]
    assert not (added.folder / "onnx").exists()
    check_files(added.folder)
    assert [path.name for path in models_dir.iterdir()] == ["mine"]


@pytest.mark.parametrize("damage", [lambda path: path.write_bytes(b"other"), lambda path: path.unlink()])
def test_changed_file_is_refused(model: Path, tmp_path: Path, damage) -> None:  # type: ignore[no-untyped-def]
    added = add_model(str(model), tmp_path / "models")
    damage(added.folder / "model.safetensors")
    with pytest.raises(ModelError, match="has changed since it was added"):
        check_files(added.folder)


def test_model_added_again_replaces_the_first(model: Path, tmp_path: Path) -> None:
    first = add_model(str(model), tmp_path / "models")
    (model / "model.safetensors").write_bytes(b"newer weights")
    second = add_model(str(model), tmp_path / "models")
    assert (second.name, second.sha256 == first.sha256) == (first.name, False)
    check_files(second.folder)


def test_weights_that_can_run_code_are_refused(model: Path, tmp_path: Path) -> None:
    (model / "model.safetensors").rename(model / "pytorch_model.bin")
    with pytest.raises(InputError, match="no weights in safetensors"):
        add_model(str(model), tmp_path / "models")
    assert added_models(tmp_path / "models") == []


def test_download_without_a_connection_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match="some/model cannot be downloaded"):
        add_model("some/model", tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


@pytest.mark.parametrize("name", ["", "..", ".", "a\\b"])
def test_other_names_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        folder_of(name, tmp_path)
    assert folder_of("some/model", tmp_path) == tmp_path / "some--model"
    assert folder_of("../../etc", tmp_path).parent == tmp_path
