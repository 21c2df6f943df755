"""What `import reportqa` exports: it is listed in python_api.txt, loads nothing at first, and stays as it is."""

import ast
import inspect
import re
import subprocess
import sys
import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest

import reportqa

LISTED = Path(__file__).with_name("python_api.txt")
HEAVY = {"click", "faiss", "flask", "lxml", "mcp", "numpy", "onnxruntime", "pypandoc", "pypdf", "tantivy", "torch"}


def public_lines() -> Iterator[str]:
    """Yield a line for each public name and member, with its parameters, types and what it returns."""
    for name in reportqa.__all__:
        yield from map(_shortened, _lines(name, getattr(reportqa, name)))


def _shortened(line: str) -> str:
    """Return a line with types by their names alone, the same in each version of Python."""
    line = re.sub(r"\*?<class '([\w.]+)'>|Unpack\[([\w.]+)\]", lambda found: found[1] or found[2], line)
    return re.sub(r"\b(?:\w+\.)+(?=[A-Z]\w*\b(?!\())|(?<=-> )'(\w+)'$", r"\1", line)


def _lines(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, FunctionType):
        yield f"{name}{inspect.signature(value)}"
    elif isinstance(value, ModuleType):
        for error, kind in sorted(vars(value).items()):
            if isinstance(kind, type) and issubclass(kind, Exception):
                yield f"{name}.{error}({kind.__base__.__name__ if kind.__base__ else ''})"
    elif typing.is_typeddict(value):
        yield from (f"{name}[{key!r}]: {_type(kind)}" for key, kind in value.__annotations__.items())
    elif issubclass(value, Enum):
        yield from (f"{name}.{member.name} = {str(member)!r}" for member in value)
    else:
        bases = [base for base in value.__mro__ if base.__module__.startswith("reportqa.")]
        for base in reversed(bases):
            yield from _members(name, base)


def _members(name: str, kind: type) -> Iterator[str]:
    if is_dataclass(kind):
        yield from (f"{name}.{field.name}: {_type(field.type)}" for field in fields(kind))
    for member, value in sorted(vars(kind).items()):
        if member.startswith("_") and member not in {"__enter__", "_repr_html_"}:
            continue
        if isinstance(value, property):
            yield f"{name}.{member} -> {_type(inspect.signature(value.fget).return_annotation)}"  # type: ignore[arg-type]
        elif isinstance(value, classmethod | FunctionType):
            yield f"{name}.{member}{inspect.signature(getattr(kind, member))}"


def _type(annotation: Any) -> str:
    return str(annotation) if not isinstance(annotation, type) else inspect.formatannotation(annotation)


def test_public_names_parameters_and_types_are_those_listed() -> None:
    """From version 1.0 on, a line may be added to python_api.txt and none may change; errors may be added unlisted."""
    listed, found = LISTED.read_text(encoding="utf-8").splitlines(), list(public_lines())
    assert [line for line in listed if line not in found] == []
    assert [line for line in found if line not in listed and not line.startswith("errors.")] == []


def test_public_names_are_sorted_documented_and_known_to_type_checkers() -> None:
    names = list(reportqa.__all__)
    assert names == sorted(names, key=lambda name: (name[0].islower(), name))
    assert all(getattr(reportqa, name).__doc__ for name in names)
    assert set(names) <= set(dir(reportqa))
    stub = ast.parse(Path(reportqa.__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
    (listed,) = (node.value for node in stub.body if isinstance(node, ast.Assign))
    assert ast.literal_eval(listed) == names


def test_every_public_method_is_documented() -> None:
    methods = [value for name, value in vars(reportqa.Corpus).items() if not name.startswith("_")]
    assert [method for method in methods if not inspect.getdoc(method)] == []


def test_import_loads_no_other_package() -> None:
    program = "import sys; before = {*sys.modules}; import reportqa; print(*{*sys.modules} - before)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert HEAVY & {name.partition(".")[0] for name in loaded} == set()
    assert [name for name in loaded if name.startswith("reportqa.")] == []


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        reportqa.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_index_stays_a_function_after_its_package_is_imported() -> None:
    package = import_module("reportqa.index")
    assert isinstance(package, ModuleType)
    assert isinstance(reportqa.index, FunctionType)


def test_errors_are_those_of_the_package() -> None:
    assert issubclass(reportqa.errors.InputError, reportqa.errors.ReportQAError)
