"""Packages are in order: each imports only from those before it, through their faces, and siblings never."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src"

PACKAGES = (
    "root text sandbox parsing citations embedding index search answering ingest briefings proofreading evaluation "
    "server cli __main__"
).split()
"""In the order of import; `root` stands for the modules beside the packages."""
SIBLINGS = [("search", "ingest"), ("answering", "ingest"), ("briefings", "proofreading")]


def module_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)


MODULES = {module_of(path): path for path in sorted((SOURCE / "reportqa").rglob("*.py"))}


def imports_of(module: str) -> set[str]:
    """Return the modules of the package that a module imports, also inside its functions."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} has a relative import"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else str(node.module) for name in names}
    found = {name for name in found if name.split(".")[0] == "reportqa"}
    return {"reportqa.__init__" if name == "reportqa" else name for name in found} - {module}


def package_of(module: str) -> str:
    name = module.split(".")[1]
    return name if name in PACKAGES else "root"


IMPORTS = {module: imports_of(module) for module in MODULES}


@pytest.mark.parametrize("module", MODULES)
def test_imports_only_go_to_packages_before(module: str) -> None:
    own = package_of(module)
    before = PACKAGES[: PACKAGES.index(own) + 1]
    assert {imported for imported in IMPORTS[module] if package_of(imported) not in before} == set()


@pytest.mark.parametrize(("one", "other"), SIBLINGS)
def test_siblings_do_not_import_each_other(one: str, other: str) -> None:
    pair = {one, other}
    assert {
        (module, imported)
        for module, found in IMPORTS.items()
        for imported in found
        if package_of(module) != package_of(imported) and {package_of(module), package_of(imported)} == pair
    } == set()


def test_no_imports_run_in_a_circle() -> None:
    assert set(TopologicalSorter(IMPORTS).static_order()) == set(MODULES)


def test_import_graph_is_read_from_the_source() -> None:
    assert "reportqa.answering" in IMPORTS["reportqa.cli.ask_commands"]
    assert "reportqa.parsing.builder" in IMPORTS["reportqa.parsing"]
