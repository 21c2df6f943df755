"""Packages are in order: each imports only from those before it, through their faces, and siblings never."""

from graphlib import TopologicalSorter

import pytest

from support.source_tree import MODULES, PACKAGES, imports, package_of

SIBLINGS = [("search", "ingest"), ("answering", "ingest"), ("briefings", "proofreading")]


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_only_go_to_packages_before(package: str) -> None:
    before = PACKAGES[: PACKAGES.index(package) + 1]
    assert {
        (module, imported)
        for module, found in imports().items()
        for imported in found
        if package_of(module) == package and package_of(imported) not in before
    } == set()


@pytest.mark.parametrize(("one", "other"), SIBLINGS)
def test_siblings_do_not_import_each_other(one: str, other: str) -> None:
    pair = {one, other}
    assert {
        (module, imported)
        for module, found in imports().items()
        for imported in found
        if package_of(module) != package_of(imported) and {package_of(module), package_of(imported)} == pair
    } == set()


def test_no_imports_run_in_a_circle() -> None:
    assert set(TopologicalSorter(imports()).static_order()) == set(MODULES)


def test_import_graph_is_read_from_the_source() -> None:
    assert "reportqa.answering" in imports()["reportqa.cli.ask_commands"]
    assert "reportqa.parsing.builder" in imports()["reportqa.parsing"]
