"""The exports of the model that the tests of the embedders compare."""

import shutil
from pathlib import Path

import pytest

from reportqa.embedding import prepare_embedder
from support.kept_exports import export_model
from support.shared import SharedFolders


@pytest.fixture(scope="session")
def both_exports(shared: SharedFolders, exports: Path, pytestconfig: pytest.Config) -> Path:
    """An index folder with the int8 and the fp32 export of the model."""

    def export(folder: Path) -> Path:
        shutil.copytree(exports, folder, dirs_exist_ok=True)
        return export_model(pytestconfig, folder, "fp32")

    folder = shared.build("both-exports", export)
    prepare_embedder(folder, None, "fp32")
    return folder
