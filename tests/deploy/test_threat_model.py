"""The threat model: each threat has a test that exists."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROWS = re.findall(
    r"^\| [STRIDE] \| (.+?) \| (.+?) \| (.+?) \|$",
    (ROOT / "docs" / "explanation" / "threat-model.md").read_text(encoding="utf-8"),
    flags=re.MULTILINE,
)


def test_each_threat_has_tests_that_exist() -> None:
    assert len(ROWS) > 20
    for threat, _, shown in ROWS:
        tests = re.findall(r"`(tests/[\w/]+\.py)`", shown)
        assert tests, threat
        assert [name for name in tests if not (ROOT / name).is_file()] == [], threat
