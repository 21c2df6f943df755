"""The embedding model that an index was built with."""

from reportqa.embedding import Embedder, open_embedder
from reportqa.errors import IndexMismatch
from reportqa.index import Manifest
from reportqa.settings import Settings


def check_model(manifest: Manifest, settings: Settings, embedder: Embedder | None) -> Embedder:
    """Return the model of a generation, loaded when none is given.

    :raises IndexMismatch: when the settings name another model, or its weights are others.
    :raises ModelError: when it cannot be loaded.
    """
    wanted = settings.model or manifest.model
    if wanted.removeprefix("sentence-transformers/") != manifest.model:
        raise IndexMismatch(
            f'The index in {settings.index_dir} was built with the model "{manifest.model}", not "{wanted}".'
            f' Leave --model out, or run "reportqa index --model {wanted}".'
        )
    if embedder is None:
        identity = manifest.model, manifest.model_sha256, manifest.encoder
        embedder = open_embedder(settings.index_dir, *identity, named=settings.model)
    if embedder.sha256 != manifest.model_sha256:
        raise IndexMismatch(
            f'The index in {settings.index_dir} was built with other weights of "{manifest.model}" than those'
            ' here. Run "reportqa index".'
        )
    return embedder
