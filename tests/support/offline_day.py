"""A program that does a day's work, each step in a process of its own; it is run where there is no network.

Python processes that start with the folder `watched` in PYTHONPATH write each address that they connect to or look
up into the file CONNECTIONS.
"""

import json
import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import quote

PLACE = re.compile(r"\S+#\d+-\d+")
QUESTION = "How many patients did Modality have in April 2016?"


def main(root: Path) -> None:
    def run(*arguments: str, status: int = 0) -> str:
        command = [sys.executable, "-m", "reportqa", "--root", str(root), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
        assert done.returncode == status, f"{arguments}: {done.stderr}"
        return done.stdout

    run("index")
    run("index", "--rebuild")
    answer = json.loads(run("ask", QUESTION, "--json"))
    assert answer["state"] == "answers", answer["state"]
    found = PLACE.search(run("ask", QUESTION, "--short"))
    assert found
    place = found[0]
    run("cite", place, "--style", "oscola", "--format", "text")
    (root / "draft.md").write_text(f"# Staff\n\nModality was large.\n\n[quote: {place}]\n")
    for suffix in ("docx", "odt", "html", "pdf", "md"):
        run("brief", "draft.md", "-o", f"out.{suffix}")
    run("verify", "out.docx")
    run("audit")
    run("verify-index")
    run("backup", "backup.tar")
    run("restore", "backup.tar")
    _serve(root)
    sys.stdout.write("done\n")


def _serve(root: Path) -> None:
    command = [sys.executable, "-m", "reportqa", "--root", str(root), "serve", "--port", "0", *sys.argv[2:]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout
        try:
            address = next(match[0] for line in server.stdout if (match := re.search(r"http://127\S+:\d+", line)))
            for path in ("/", f"/?q={quote(QUESTION)}", f"/api/ask?q={quote(QUESTION)}", "/documents", "/livez"):
                with urllib.request.urlopen(address + path) as response:  # noqa: S310
                    assert response.status == 200, path
                    assert response.read()
        finally:
            server.terminate()


if __name__ == "__main__":
    os.environ["HOME"] = sys.argv[1]
    main(Path(sys.argv[1]))
