from pathlib import Path

import pytest

from reportqa.errors import ModelError
from reportqa.reading.loading import load_reader
from reportqa.reading.model_folders import add_model
from support.tiny_models import save_cross_encoder, save_language_model, save_question_answering

QUESTION, PASSAGES = "How many practices?", ["It had 40 practices.", "Oak care was founded in 2009."]


@pytest.mark.slow
@pytest.mark.parametrize("save", [save_cross_encoder, save_question_answering])
def test_reader_is_loaded_from_a_folder_or_by_the_name_it_was_added_with(save, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = save(tmp_path / "tiny")
    by_folder = load_reader(str(folder), tmp_path / "none")
    add_model(str(folder), tmp_path / "models")
    by_name = load_reader("tiny", tmp_path / "models")
    assert (by_folder.name, by_name.name) == (str(folder), "tiny")
    assert by_name.log_odds(QUESTION, PASSAGES) == by_folder.log_odds(QUESTION, PASSAGES)


@pytest.mark.slow
def test_model_of_another_kind_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"neither a cross-encoder nor .* \(BertForMaskedLM\)"):
        load_reader(str(save_language_model(tmp_path / "other")), tmp_path)
    with pytest.raises(ModelError, match="it has 3 outputs"):
        load_reader(str(save_cross_encoder(tmp_path / "three", outputs=3)), tmp_path)


def test_folder_without_a_model_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_reader(str(tmp_path), tmp_path)


@pytest.mark.slow
def test_added_model_that_has_changed_is_refused(tmp_path: Path) -> None:
    added = add_model(str(save_cross_encoder(tmp_path / "tiny")), tmp_path / "models")
    (added.folder / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="has changed"):
        load_reader("tiny", tmp_path / "models")
