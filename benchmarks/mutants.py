"""Mutation test of search/ and answering/: the share of small changes to the code that the package's tests notice.

    python benchmarks/mutants.py --sample 60 --seed 1
    python benchmarks/mutants.py --module search/fusion

A mutant changes one number, comparison, boolean operator or condition of a module, or drops one statement. The tests of
its package run on a copy of the repository, those of its module first; a mutant survives when all of them pass.
"""

import argparse
import ast
import copy
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("search", "answering")
COPIED = ("src", "tests", "corpus", "web", "docs", "pyproject.toml", "README.md")
PRELOADED = ("faiss", "flask", "hypothesis", "onnxruntime", "sentence_transformers", "tantivy", "torch", "wordfreq")
"""Libraries that are imported once, before the process of a mutant is forked; nothing of ours is among them."""
TIMEOUT = 600
"""Seconds for the tests of one mutant; an endless loop counts as noticed."""

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one module; `before` and `after` are the changed code."""

    module: str
    line: int
    before: str
    after: str
    source: str


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Yield all mutants of a module."""
    module = path.relative_to(ROOT / "src" / "reportqa").with_suffix("").as_posix()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {inner for node in ast.walk(tree) for part in _without_effect(node) for inner in ast.walk(part)}
    for number, node in enumerate(ast.walk(tree)):
        for replacement in () if node in skipped else _replacements(node):
            changed = copy.deepcopy(tree)
            _replace(changed, list(ast.walk(changed))[number], replacement)
            source = ast.unparse(ast.fix_missing_locations(changed))
            yield Mutant(module, getattr(node, "lineno", 0), _shown(node), _shown(replacement), source)


def _without_effect(node: ast.AST) -> list[ast.expr]:
    """Return the parts of a node that no behaviour depends on: how a dataclass is made, `zip(strict=)`, cache sizes."""
    if isinstance(node, ast.ClassDef):
        return node.decorator_list
    return [node.value] if isinstance(node, ast.keyword) and node.arg in {"strict", "maxsize"} else []


def _replacements(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what a node is replaced by, in one mutant each."""
    match node:
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value // 10 if value >= 10 else value + 1)
        case ast.Constant(value=float(value)):
            yield ast.Constant(value * 3 if value else 1.0)
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            yield ast.Compare(left, [COMPARISONS[type(operator)]()], [right])
        case ast.BoolOp(op=operator, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(operator, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.IfExp(body=body, orelse=other):
            yield body
            yield other
        case ast.If(test=test, body=body, orelse=other):
            yield ast.If(ast.UnaryOp(ast.Not(), test), body, other)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield ast.BinOp(left, ast.Sub(), right)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            yield ast.BinOp(left, ast.Add(), right)
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Continue() | ast.Break():
            yield ast.Pass()


def _replace(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list):
                value[:] = [new if one is old else one for one in value]


def _shown(node: ast.AST) -> str:
    return " ".join(ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).split())[:60]


class Laboratory:
    """A copy of the repository in which mutants are tested; indexes are built once, by the tests without a mutant."""

    def __init__(self, folder: Path) -> None:
        self._copy = folder / "copy"
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, self._copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                (self._copy / name).write_bytes((ROOT / name).read_bytes())
        (folder / "shared").mkdir()
        os.environ["REPORTQA_TEST_FOLDERS"] = str(folder / "shared")
        sys.dont_write_bytecode = True
        for name in PRELOADED:
            import_module(name)

    def passes(self, package: str, first: str | None = None) -> bool:
        """Return whether the tests of a package pass; those of the module `first` run first."""
        tests = [f"tests/{package}"]
        if first and (self._copy / "tests" / package / f"test_{first}.py").exists():
            tests.insert(0, f"tests/{package}/test_{first}.py")
        process = multiprocessing.get_context("fork").Process(target=_run, args=(self._copy, tests))
        process.start()
        process.join(TIMEOUT)
        if process.is_alive():
            process.kill()
            process.join()
        return process.exitcode == 0

    def notices(self, mutant: Mutant) -> bool:
        """Return whether the tests of its package fail with a mutant."""
        path = self._copy / "src" / "reportqa" / f"{mutant.module}.py"
        original = path.read_text(encoding="utf-8")
        path.write_text(mutant.source, encoding="utf-8")
        try:
            package, name = mutant.module.split("/")
            return not self.passes(package, name)
        finally:
            path.write_text(original, encoding="utf-8")


def _run(folder: Path, tests: list[str]) -> None:
    """Run tests of the copy in this process, and exit with their status."""
    os.chdir(folder)
    sys.path.insert(0, str(folder / "src"))
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    # Preloaded libraries are not rewritten by pytest.
    options = ["-q", "-x", "-n0", "-m", "not slow", "-p", "no:cacheprovider"]
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    status = pytest.main([*options, *tests])
    os._exit(int(status))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, default=60, help="how many mutants")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--module", action="append", help="such as search/fusion; all modules otherwise")
    arguments = parser.parse_args()
    paths = [path for package in PACKAGES for path in sorted((ROOT / "src" / "reportqa" / package).glob("[!_]*.py"))]
    found = [mutant for path in paths for mutant in mutants_of(path)]
    found = [mutant for mutant in found if not arguments.module or mutant.module in arguments.module]
    sample = random.Random(arguments.seed).sample(found, min(arguments.sample, len(found)))
    noticed: dict[str, list[bool]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        laboratory = Laboratory(Path(folder))
        for package in sorted({mutant.module.split("/")[0] for mutant in sample}):
            if not laboratory.passes(package):
                sys.exit(f"The tests of {package} fail without a mutant.")
        for mutant in sample:
            noticed[mutant.module].append(laboratory.notices(mutant))
            outcome = "noticed " if noticed[mutant.module][-1] else "survived"
            print(f"{outcome}  {mutant.module}:{mutant.line}  {mutant.before}  →  {mutant.after}", flush=True)
    print(f"\n{'module':28}{'mutants':>8}{'noticed':>9}{'score':>7}")
    total = [one for results in noticed.values() for one in results]
    for name, results in [*sorted(noticed.items()), ("all", total)]:
        print(f"{name:28}{len(results):8}{sum(results):9}{sum(results) / len(results):7.2f}")


if __name__ == "__main__":
    main()
