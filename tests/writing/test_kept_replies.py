"""Replies that are kept between runs."""

from pathlib import Path

import pytest

from reportqa.errors import LanguageModelError
from reportqa.llm import Completion, Message
from reportqa.writing.kept_replies import KeptReplies

MESSAGES = [Message("system", "Write."), Message("user", "Costs rose.")]
REPLY = Completion("{}", 100, 10, "m-2026")


def test_a_reply_is_found_for_the_same_model_and_messages_only(tmp_path: Path) -> None:
    cache = KeptReplies(tmp_path)
    assert cache.find("m", MESSAGES) is None
    cache.keep("m", MESSAGES, REPLY)
    assert KeptReplies(tmp_path).find("m", MESSAGES) == Completion("{}", 0, 0, "m-2026")
    assert cache.find("n", MESSAGES) is None
    assert cache.find("m", [Message("system", "Write!"), MESSAGES[1]]) is None
    assert cache.find("m", [MESSAGES[0], Message("user", "Costs fell.")]) is None


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"text": "{}"}', "\xff"])
def test_a_damaged_file_is_no_reply(tmp_path: Path, damage: str) -> None:
    cache = KeptReplies(tmp_path)
    cache.keep("m", MESSAGES, REPLY)
    (file,) = (tmp_path / "cache" / "replies").iterdir()
    file.write_text(damage, encoding="latin-1")
    assert cache.find("m", MESSAGES) is None


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("no folder")
    with pytest.raises(LanguageModelError, match="cannot be written"):
        KeptReplies(tmp_path).keep("m", MESSAGES, REPLY)
