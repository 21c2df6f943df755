"""Rebuild the generated files of the sample corpus (two PDFs and one DOCX).

The output is byte-reproducible: all dates are fixed, and only the fonts that
come inside the typst package are used.
"""

import os
from pathlib import Path

import pypandoc  # type: ignore[import-untyped]
import typst

SOURCES = Path(__file__).resolve().parent
CORPUS = SOURCES.parent
EPOCH = 1794787200  # 2026-11-16T00:00:00Z
PDFS = ("large-scale-general-practice-digest", "survey-briefing")
DOCX = "summary-for-commissioners"


def make_pdf(name: str) -> Path:
    target = CORPUS / f"{name}.pdf"
    typst.compile(
        SOURCES / f"{name}.typ",
        output=target,
        ignore_system_fonts=True,
        timestamp=EPOCH,
    )
    return target


def make_docx(name: str) -> Path:
    target = CORPUS / f"{name}.docx"
    os.environ["SOURCE_DATE_EPOCH"] = str(EPOCH)
    pypandoc.convert_file(SOURCES / f"{name}.md", to="docx", format="markdown", outputfile=target)
    return target


def main() -> None:
    made = [make_pdf(name) for name in PDFS] + [make_docx(DOCX)]
    for path in made:
        print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
