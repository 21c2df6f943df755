"""The locked requirements: every dependency, with hashes, and no address of a registry."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "docs" / "deploy" / "requirements.lock").read_text(encoding="utf-8")
NOT_LOCKED = {"torch"}
"""Installed as the build for the CPU, from a wheel."""
EXTRAS = ("llm", "mcp", "ocr", "postgresql")


def entries() -> list[list[str]]:
    """Return the lines of each requirement."""
    found: list[list[str]] = []
    for line in LOCK.splitlines():
        if not line.startswith(" "):
            found.append([])
        found[-1].append(line)
    return found


def locked() -> dict[str, set[Version]]:
    versions: dict[str, set[Version]] = {}
    for lines in entries():
        requirement = Requirement(lines[0].removesuffix("\\").strip())
        (pin,) = requirement.specifier
        assert pin.operator == "=="
        versions.setdefault(canonicalize_name(requirement.name), set()).add(Version(pin.version))
    return versions


def test_every_dependency_is_locked_at_a_version_that_fits() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(one for name in EXTRAS for one in project["optional-dependencies"][name])]
    versions = locked()
    wrong = []
    for requirement in map(Requirement, wanted):
        name = canonicalize_name(requirement.name)
        fitting = [version for version in versions.get(name, ()) if version in requirement.specifier]
        if name not in NOT_LOCKED and not fitting:
            wrong.append(f'{requirement}: locked is {versions.get(name, "nothing")}. Run "make lock".')
    assert wrong == []


def test_every_requirement_has_hashes_and_no_address() -> None:
    for first, *rest in entries():
        assert rest, f"{first} has no hash"
        assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line) for line in rest), first
    assert not re.search(r"https?:|file:|index-url|find-links|@ ", LOCK)


def test_graphics_libraries_are_not_locked() -> None:
    assert not [name for name in locked() if name.startswith(("nvidia-", "cuda-", "triton", "torch"))]
