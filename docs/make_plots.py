"""Draw docs/plots/*.svg from docs/scale.json, which benchmarks/scale.py writes.

python docs/make_plots.py
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullLocator, StrMethodFormatter

HERE = Path(__file__).resolve().parent
Curves = Mapping[str, Sequence[float]]


def main() -> None:
    """Draw all plots."""
    runs = json.loads((HERE / "scale.json").read_text(encoding="utf-8"))["sizes"]
    sizes = [run["size"] for run in runs]
    built, asked = ([run[part] for run in runs] for part in ("built", "asked"))
    (HERE / "plots").mkdir(exist_ok=True)
    mpl.rc("axes.spines", right=False, top=False)
    mpl.rc("axes", grid=True)
    mpl.rc("grid", color="#dddddd")
    mpl.rc("font", size=9)
    mpl.rc("svg", fonttype="none", hashsalt="reportqa")
    draw("build", "seconds", sizes, {"writing the index": [one["seconds"] for one in built]})
    draw(
        "question",
        "milliseconds per question, without the encoder",
        sizes,
        {
            "95th percentile": [float(np.percentile(one["wall_ms"], 95)) for one in asked],
            "median": [float(np.median(one["wall_ms"])) for one in asked],
        },
    )
    draw(
        "memory",
        "MB",
        sizes,
        {
            "files of the index": [sum(one["file_bytes"].values()) / 1e6 for one in built],
            "resident while asking": [one["resident_mb"] for one in asked],
            "resident while writing": [one["peak_mb"] for one in built],
        },
    )


def draw(name: str, unit: str, sizes: Sequence[int], curves: Curves) -> None:
    """Write plots/`name`.svg: one line per curve over the number of passages, both axes logarithmic."""
    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.subplots()
    for label, values in curves.items():
        axes.loglog(sizes, values, marker="o", label=label)
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        axis.set_minor_locator(NullLocator())
    axes.set(xlabel="passages", ylabel=unit)
    axes.legend(frameon=False)
    figure.savefig(HERE / "plots" / f"{name}.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
