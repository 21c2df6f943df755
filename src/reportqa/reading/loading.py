"""The reader for a name or folder, by what kind of model it is."""

import json
import logging
from functools import lru_cache
from pathlib import Path

from reportqa.errors import ModelError
from reportqa.reading.base import Reader
from reportqa.reading.model_folders import SUMS, check_files, folder_of

_CROSS_ENCODER = "ForSequenceClassification"
_QUESTION_ANSWERING = "ForQuestionAnswering"


@lru_cache(maxsize=2)
def load_reader(name: str, models_dir: Path) -> Reader:
    """Load a cross-encoder or a question-answering model: a folder, an added model, else one that is in the cache.

    :raises InputError: when the name is no model's.
    :raises ModelError: when it is missing, has changed since it was added, or is of another kind.
    """
    added = folder_of(name, models_dir)
    folder = Path(name) if Path(name).is_dir() else added if added.is_dir() else None
    if folder is not None and (folder / SUMS).is_file():
        check_files(folder)
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
    place = str(folder or name)
    try:
        kinds = _architectures(place)
        if any(kind.endswith(_QUESTION_ANSWERING) for kind in kinds):
            from reportqa.reading.question_answering import QuestionAnsweringReader

            return QuestionAnsweringReader.load(name, place)
        if any(kind.endswith(_CROSS_ENCODER) for kind in kinds):
            from reportqa.reading.cross_encoder import CrossEncoderReader

            return CrossEncoderReader.load(name, place)
    except (OSError, ValueError, KeyError, ImportError, RuntimeError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise ModelError(
            f'The reader "{name}" cannot be loaded ({reason}). Run "reportqa models add {name}" while you are online,'
            " or name a folder."
        ) from error
    found = ", ".join(kinds) or "unknown"
    raise ModelError(f'The reader "{name}" is neither a cross-encoder nor a question-answering model ({found}).')


def _architectures(place: str) -> list[str]:
    """Return the classes for which a model was trained."""
    if Path(place).is_dir():
        content = json.loads((Path(place) / "config.json").read_text(encoding="utf-8"))
        return [str(one) for one in content.get("architectures") or ()]
    from transformers import AutoConfig

    return list(AutoConfig.from_pretrained(place).architectures or ())
