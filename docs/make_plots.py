"""Draw docs/plots/*.svg from docs/scale.json, which benchmarks/scale.py writes.

python docs/make_plots.py
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from reportqa.evaluation.charts import growth

HERE = Path(__file__).resolve().parent
STYLE = """
svg{background:#fff;font:11px system-ui,sans-serif}text{fill:#333}.tick{fill:#666;font-size:10px}
.grid{stroke:#ddd}polyline{fill:none;stroke-width:2}.first{stroke:#0b5fa5}.second{stroke:#b3541e}.third{stroke:#2e7d32}
.first-dot,.first-name{fill:#0b5fa5}.second-dot,.second-name{fill:#b3541e}.third-dot,.third-name{fill:#2e7d32}
"""
Curves = Mapping[str, Sequence[tuple[float, float]]]


def main() -> None:
    """Draw them all."""
    sizes = json.loads((HERE / "scale.json").read_text(encoding="utf-8"))["sizes"]
    plots: dict[str, tuple[str, Curves]] = {
        "build": ("seconds", {"writing the index": [(one["size"], one["built"]["seconds"]) for one in sizes]}),
        "question": (
            "milliseconds a question, without the encoder",
            {
                "p95": [(one["size"], float(np.percentile(one["asked"]["wall_ms"], 95))) for one in sizes],
                "p50": [(one["size"], float(np.median(one["asked"]["wall_ms"]))) for one in sizes],
                "processor, p95": [
                    (one["size"], float(np.percentile(one["asked"]["processor_ms"], 95))) for one in sizes
                ],
            },
        ),
        "memory": (
            "MB",
            {
                "files of the index": [(one["size"], sum(one["built"]["file_bytes"].values()) / 1e6) for one in sizes],
                "resident, asking": [(one["size"], one["asked"]["resident_mb"]) for one in sizes],
                "resident, writing": [(one["size"], one["built"]["peak_mb"]) for one in sizes],
            },
        ),
    }
    (HERE / "plots").mkdir(exist_ok=True)
    for name, (y_name, curves) in plots.items():
        drawing = str(growth(curves, "passages", y_name))
        begin = drawing.index(">") + 1
        head = drawing[: begin - 1].replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg" width="720" height="484"')
        content = f"{head}><style>{STYLE}</style>{drawing[begin:]}\n"
        (HERE / "plots" / f"{name}.svg").write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
