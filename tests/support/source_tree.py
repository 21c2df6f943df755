"""The modules of the source and what they import, read without importing them."""

import ast
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"

PACKAGES = (
    "root text state sandbox parsing citations embedding reading llm index search answering ingest briefings "
    "proofreading writing corpus integrations backups evaluation server mcp_server cli __main__"
).split()
"""In the order of import; `root` stands for the modules beside the packages."""


def module_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)


MODULES = {module_of(path): path for path in sorted((SOURCE / "reportqa").rglob("*.py"))}


@cache
def nodes_of(module: str) -> tuple[ast.AST, ...]:
    """Return all nodes of the syntax tree of a module."""
    return tuple(ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))))


def imports_of(module: str) -> set[str]:
    """Return the modules of the package that a module imports, also inside its functions."""
    found = set()
    for node in nodes_of(module):
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


@cache
def imports() -> dict[str, set[str]]:
    """Return for each module the modules of the package that it imports."""
    return {module: imports_of(module) for module in MODULES}
