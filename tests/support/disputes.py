"""A small corpus whose documents state different figures for the same thing, and a list over two pages."""

import json
from pathlib import Path

from reportqa.cli.progress_bars import showing_progress
from reportqa.ingest.build import index
from reportqa.settings import Settings
from support.corpora import ONE_PROCESS

TEXTS = {
    "review.md": "# Northfield partnership\n\n## Size\n\nIn April the Northfield partnership had 80,000 registered"
    " patients, more than any other in the county. It shares staff, rooms and training among all the practices.\n",
    "return.md": "# Annual return\n\n## List size\n\nIn April the Northfield partnership had 74,300 registered"
    " patients. The return was made in May.\n",
    "advice.txt": "ADVICE TO COMMISSIONERS\n\nThe council met in June and heard the partnership. It thanked them.\n\n"
    "RECOMMENDATIONS TO COMMISSIONERS\n\nThe recommendations to commissioners are:\n\n"
    "- agree a budget that lasts for three years;\n- give every practice the same contract;\n"
    "- pay for the time that managers spend;\f- publish what is agreed; and\n- review it every autumn.\n",
    "garden.txt": "The beds were dug in spring. Compost was spread over them twice, and the roses were cut back.\n",
}
TITLES = {
    "review.md": ("The partnership’s annual review", [[2016, 7]]),
    "return.md": ("Return to the county", [[2015, 5, 3]]),
    "advice.txt": ("Advice to commissioners", [[2017]]),
    "garden.txt": ("Garden notes", [[2012]]),
}
PATIENTS = "How many registered patients did the Northfield partnership have in April?"
RECOMMENDATIONS = "What are the recommendations to commissioners?"


def build_disputes(folder: Path, root: Path) -> Settings:
    """Write the corpus into a folder and index it; return its settings."""
    corpus = folder / "corpus"
    corpus.mkdir()
    for doc_id, text in TEXTS.items():
        (corpus / doc_id).write_text(text, encoding="utf-8")
    library = [
        {"id": doc_id, "type": "report", "title": title, "custom": {"file": doc_id}, "issued": {"date-parts": issued}}
        for doc_id, (title, issued) in TITLES.items()
    ]
    (corpus / "library.json").write_text(json.dumps(library), encoding="utf-8")
    settings = Settings.from_env(ONE_PROCESS, root=root, corpus_dir=corpus, index_dir=folder / "index")
    with showing_progress() as progress:
        index(settings, progress)
    return settings
