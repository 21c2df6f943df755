"""A module imports only from layers below its own; parts of one package may import each other without a cycle."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src"

LAYERS = [
    "__init__ abbreviations addresses background build cache cleaning dialect errors figures filenames fusion "
    "glyphs items kinds language layout manuscript rowfile spelling stages suggesting templates wording",
    "confidence datatypes dates finding folding galley marks origins patterns pictures progress questions "
    "settings storage styles terms",
    "acceptance account alignment answers arrays blockquotes compounds content expectations filters gate joining "
    "late leaves library locators manifest naming nearest parsing sentences table_cells watching worker workers",
    "aligning bibliography chunker citing differences duplicates embedder explanation forward generations "
    "judgements lists matching queries quotations quotes reader record rewriting shelf standby tagged vectors "
    "works",
    "auditing builds citeproc corpus digest encoding entries findings guard lexical library_writer links placing "
    "printed reading switching verifying",
    "catalogue checking checks drafts intake manuscripts marking overlay referencing retriever submissions verdicts",
    "briefing doubting explaining inspecting listing outlook painter parts proofreading",
    "composing corrections exports indexing status",
    "asking drift files reporting",
    "batches evaluation proofs upkeep uploads workings",
    "proofing web",
    "cli",
    "__main__",
]
GROUPS = {
    "web": (
        "api api_cite app corpus_pages documents forms holder holdings judging openapi openapi_briefings "
        "openapi_cite openapi_uploads pages rendering serving showing source upload_api upload_pages "
        "uploading"
    ),
}
"""Modules that stand together at one place and may import each other, as those of parsing/ do."""

LAYER_OF = {place: layer for layer, places in enumerate(LAYERS) for place in places.split()}
GROUP_OF = {module: group for group, modules in GROUPS.items() for module in modules.split()}


def module_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)


MODULES = {module_of(path): path for path in sorted((SOURCE / "reportqa").rglob("*.py"))}


def imports_of(module: str) -> set[str]:
    """Give the modules of the package that a module imports, also inside its functions."""
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


def place_of(module: str) -> str:
    """Give where a module stands in LAYERS: its own name, its package's or its group's."""
    name = module.split(".")[1]
    return GROUP_OF.get(name, name)


def layer_of(module: str) -> int:
    place = place_of(module)
    return LAYER_OF[place] if place in LAYER_OF else pytest.fail(f"{module} has no place in LAYERS: give it one")


IMPORTS = {module: imports_of(module) for module in MODULES}


@pytest.mark.parametrize("module", MODULES)
def test_module_has_a_place(module: str) -> None:
    assert place_of(module) in LAYER_OF


@pytest.mark.parametrize("place", [place for place in [*LAYER_OF, *GROUP_OF] if place not in GROUPS])
def test_every_place_is_that_of_a_module(place: str) -> None:
    assert f"reportqa.{place}" in MODULES


@pytest.mark.parametrize("module", MODULES)
def test_imports_only_go_down(module: str) -> None:
    own = place_of(module)
    others = {imported for imported in IMPORTS[module] if place_of(imported) != own}
    assert {imported for imported in others if layer_of(imported) >= layer_of(module)} == set()


def test_no_imports_run_in_a_circle() -> None:
    assert set(TopologicalSorter(IMPORTS).static_order()) == set(MODULES)


def test_import_graph_is_read_from_the_source() -> None:
    assert "reportqa.asking" in IMPORTS["reportqa.cli.answers"]
    assert "reportqa.generations" in IMPORTS["reportqa.asking"]
    assert "reportqa.parsing.builder" in IMPORTS["reportqa.parsing"]
