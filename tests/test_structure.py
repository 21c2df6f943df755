"""Rules of the source: faces, test files, docstrings, and what only some packages may use."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from support.source_tree import MODULES, PACKAGES, nodes_of, package_of

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests"
CHECKED = [path for folder in ("src", "tests", "benchmarks") for path in sorted((ROOT / folder).rglob("*.py"))]
FACES = [name for name in PACKAGES if (ROOT / "src" / "reportqa" / name).is_dir()]
AWKWARD = re.compile(r'(?:\A(?:#.*\n)*|:(?:  #.*)?\n)\s*r?"""\s*((?:Give|Tell|Turn)s?\b.*)')
BROWSER_IMPORT = re.compile(
    r"^ *(?:(?:from|import) (?:playwright|support\.browsing)\b.*|from support import (?:\([^)]*|.*)\bbrowsing\b)", re.M
)
NO_LOGIC = {"__init__", "__main__"}
MIGRATIONS = "reportqa.state.migrations"
"""Tested together, up and down, by tests/state/test_schema.py."""


@cache
def texts() -> dict[Path, str]:
    """Return the text of each file of the source, the tests and the benchmarks."""
    return {path: path.read_text(encoding="utf-8") for path in CHECKED}


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def package_imports(module: str) -> Iterator[tuple[str, str]]:
    """Yield the module of the package and the name of each `from … import …`."""
    for node in nodes_of(module):
        if isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] == "reportqa":
            yield from ((str(node.module), alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names if alias.name.split(".")[0] == "reportqa")


@pytest.mark.parametrize("package", FACES)
def test_face_of_a_package_is_sorted_and_complete(package: str) -> None:
    face = import_module(f"reportqa.{package}")
    names = list(face.__all__)
    assert names == sorted(names, key=lambda name: (not name.isupper(), name[0].islower(), name))
    assert [name for name in names if not hasattr(face, name)] == []


def test_other_packages_are_imported_through_their_faces() -> None:
    found = []
    for module in MODULES:
        for source, name in package_imports(module):
            target = source.split(".")[1] if "." in source else ""
            if target not in FACES or target == package_of(module):
                continue
            if name not in getattr(import_module(source), "__all__", ()):
                found.append(f"{module} imports {source}.{name}")
    assert found == []


def has_logic(module: str) -> bool:
    """Return whether a module defines a function that does something."""
    return MODULES[module].stem not in NO_LOGIC and any(
        isinstance(node, ast.FunctionDef) and not all(is_stub(part) for part in node.body) for node in nodes_of(module)
    )


def is_stub(node: ast.stmt) -> bool:
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def test_each_module_of_logic_has_a_test_file() -> None:
    missing = []
    for path in (MODULES[one] for one in MODULES if has_logic(one) and not one.startswith(MIGRATIONS)):
        folder = path.relative_to(ROOT / "src" / "reportqa").parent
        if not (test := TESTS / folder / f"test_{path.stem}.py").is_file():
            missing.append(relative(test))
    assert missing == []


def test_browser_tests_alone_import_playwright() -> None:
    browser = {TESTS / "browser", TESTS / "support"}
    found = [
        f"{relative(path)}: {line}"
        for path, text in texts().items()
        if path.is_relative_to(TESTS) and path.parent not in browser
        for line in BROWSER_IMPORT.findall(text)
    ]
    assert found == []


def modules_imported(module: str) -> Iterator[str]:
    for node in nodes_of(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
            yield str(node.module)


def test_docstrings_begin_with_what_is_returned_or_done() -> None:
    found = [f"{relative(path)}: {line}" for path, text in texts().items() for line in AWKWARD.findall(text)]
    assert found == []


def test_what_belongs_to_one_package_is_used_in_no_other() -> None:
    clicks, others = [], []
    for module in MODULES:
        names = set(modules_imported(module))
        if "click" in names and package_of(module) != "cli":
            clicks.append(f"{module} imports click")
        if "flask.url_for" in names and package_of(module) != "server":
            others.append(f"{module} imports url_for")
    assert clicks == []
    assert others == []


def test_no_handler_catches_everything() -> None:
    found = [
        f"{module}, line {node.lineno}"
        for module in MODULES
        for node in nodes_of(module)
        if isinstance(node, ast.ExceptHandler) and (node.type is None or "BaseException" in ast.dump(node.type))
    ]
    assert found == []


def test_class_names_are_unique() -> None:
    names = Counter(node.name for module in MODULES for node in nodes_of(module) if isinstance(node, ast.ClassDef))
    assert [name for name, count in names.items() if count > 1 and not name.startswith("_")] == []
