"""Print the packages of reportqa with their files, lines and imports, read from the source.

python benchmarks/package_graph.py [--markdown]
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "reportqa"
ROOT = "(root)"
COLUMNS = ("package", "files", "lines", "largest", "imports from")


def package_of(path: Path) -> str:
    """Return the package of a file: the folder below `reportqa`, or (root) for the modules beside the packages."""
    parts = path.relative_to(SOURCE).parts
    return parts[0] if len(parts) > 1 else ROOT


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield the package of each import of reportqa in a module, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            top, _, rest = name.partition(".")
            if top == "reportqa":
                package = rest.partition(".")[0]
                yield package if (SOURCE / package / "__init__.py").is_file() and package else ROOT


def rows() -> list[tuple[str, int, int, int, str]]:
    """Return a row per package, in an order in which each imports only from those before it."""
    lines: dict[str, list[int]] = defaultdict(list)
    edges: dict[str, set[str]] = defaultdict(set)
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        package = "cli" if path.name == "__main__.py" else package_of(path)
        lines[package].append(text.count("\n"))
        edges[package] |= set(imported(ast.parse(text))) - {package}
    order: list[str] = []
    while remaining := [package for package in sorted(lines) if package not in order]:
        ready = [package for package in remaining if edges[package] <= set(order)]
        order.append((ready or remaining)[0])
    return [
        (name, len(lines[name]), sum(lines[name]), max(lines[name]), ", ".join(p for p in order if p in edges[name]))
        for name in order
    ]


def main() -> None:
    found = rows()
    total = ("all", sum(row[1] for row in found), sum(row[2] for row in found), max(row[3] for row in found), "")
    cells = [COLUMNS, *([*map(str, row[:1]), *(f"{n:,}" for n in row[1:4]), row[4]] for row in [*found, total])]
    if "--markdown" in sys.argv:
        cells.insert(1, ("---", "--:", "--:", "--:", "---"))
        print("\n".join(f"| {' | '.join(row)} |" for row in cells))
        return
    widths = [max(len(row[column]) for row in cells) for column in range(4)]
    for name, *numbers, imports in cells:
        print(name.ljust(widths[0]), *(n.rjust(w) for n, w in zip(numbers, widths[1:], strict=True)), "", imports)


if __name__ == "__main__":
    main()
