"""Rebuild the PDF of the desk documents from its typst source."""

from pathlib import Path

import typst

HERE = Path(__file__).resolve().parent
NAME = "social-care-bulletin-2024"
EPOCH = 1727308800  # 2024-09-26T00:00:00Z


def main() -> None:
    target = HERE / "documents" / f"{NAME}.pdf"
    typst.compile(HERE / "sources" / f"{NAME}.typ", output=target, ignore_system_fonts=True, timestamp=EPOCH)
    print(f"{target.name}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
