import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.embedding.identity import WEIGHTS_SHA256
from reportqa.embedding.onnx_embedder import ExportedEmbedder
from reportqa.embedding.onnx_model import UnsoundExport, export_dir, export_problem, read_description, write_description
from reportqa.storage import files_in

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(exports: Path, tmp_path: Path) -> Path:
    """A copy of an export in an index folder of its own."""
    copy = export_dir(tmp_path, WEIGHTS_SHA256, "int8")
    return Path(shutil.copytree(export_dir(exports, WEIGHTS_SHA256, "int8"), copy))


def test_one_flipped_bit_in_any_file_is_found(folder: Path, tmp_path: Path) -> None:
    files = files_in(folder)
    assert len(files) == 4
    for path in files.values():
        content = path.read_bytes()
        for position in (0, len(content) // 2, len(content) - 1):
            path.write_bytes(content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :])
            with pytest.raises(UnsoundExport, match="damaged"):
                ExportedEmbedder.open(folder)
            assert export_problem(tmp_path, WEIGHTS_SHA256, "int8")
        path.write_bytes(content)
    assert export_problem(tmp_path, WEIGHTS_SHA256, "int8") is None
    assert ExportedEmbedder.open(folder).encoder == "int8"


def test_missing_file_is_found(folder: Path) -> None:
    for name, path in files_in(folder).items():
        moved = path.rename(folder.parent / name)
        with pytest.raises(UnsoundExport, match="missing"):
            ExportedEmbedder.open(folder)
        moved.rename(path)


def test_same_export_in_two_folders_is_in_memory_once(folder: Path, exports: Path) -> None:
    one = ExportedEmbedder.open(export_dir(exports, WEIGHTS_SHA256, "int8"))
    assert ExportedEmbedder.open(folder) is one
    write_description(folder, replace(read_description(folder), question_prompt="query: "))
    other = ExportedEmbedder.open(folder)
    assert not (one.embed_question("Why?") == other.embed_question("Why?")).all()


def test_export_of_another_version_is_not_used(folder: Path) -> None:
    write_description(folder, replace(read_description(folder), version=0))
    with pytest.raises(UnsoundExport, match="another version"):
        ExportedEmbedder.open(folder)
