"""A small corpus whose documents differ in every field of the filters."""

import json
from pathlib import Path
from typing import Any

from reportqa.cli.progress_bars import showing_progress
from reportqa.ingest.build import index
from reportqa.settings import Settings
from support.corpora import ONE_PROCESS

TEXTS = {
    "trust/rise.md": "In April the partnership had 80,000 registered patients. It shares staff, rooms and training"
    " among all the practices that have joined it, and it now looks for more of them in the north.",
    "trust/federations.md": "By then each federation had grown: 31,500 registered patients in April of that year, on"
    " average, and seven practices that kept their own contracts.",
    "fund/networks.html": "A network of this kind had about 50,000 registered patients in April. Its practices employ"
    " pharmacists together and look after the people in care homes near by.",
    "kbv/hausarzt.txt": "Hausärzte schließen sich zusammen, um Personal und Räume zu teilen, doch die Umfrage zeigt,"
    " dass Größe allein nicht genügt. Im April hatte die Praxis 4.100 Patienten, so viele wie nie zuvor.",
    "notes.txt": "Talked to the manager about telephones. She counted 12,345 registered patients in April, and says"
    " that it is easier to see a nurse now, and harder to see the same doctor twice.",
}
ROSEN = {"family": "Rosen", "given": "Rebecca"}
ITEMS: dict[str, dict[str, Any]] = {
    "trust/rise.md": {"publisher": "Nuffield Trust", "author": [ROSEN], "issued": [[2016, 7]]},
    "trust/federations.md": {"publisher": "Nuffield Trust", "author": [ROSEN], "issued": [[2015, 11, 3]]},
    "fund/networks.html": {"publisher": "The King’s Fund", "author": [{"literal": "Beccy Baird"}], "issued": [[2020]]},
    "kbv/hausarzt.txt": {
        "publisher": "Kassenärztliche Bundesvereinigung",
        "author": [{"family": "Müller", "given": "Jörg"}, ROSEN],
        "issued": [[2018, 1, 1], [2019, 6, 30]],
    },
    "notes.txt": {},
}
QUESTION = "How many registered patients did it have in April?"


def write_shelf(folder: Path) -> Path:
    """Write the reports with their library.json; return the folder."""
    library = []
    for doc_id, item in ITEMS.items():
        path = folder / doc_id
        path.parent.mkdir(parents=True, exist_ok=True)
        text = TEXTS[doc_id]
        path.write_text(f"<h1>{doc_id}</h1><p>{text}</p>" if path.suffix == ".html" else f"{text}\n", encoding="utf-8")
        issued = {"issued": {"date-parts": item["issued"]}} if item else {}
        library.append(
            {"id": doc_id, "type": "report", "title": f"Title of {doc_id}", "custom": {"file": doc_id}} | item | issued
        )
    (folder / "library.json").write_text(json.dumps(library), encoding="utf-8")
    return folder


def build_shelf(folder: Path, root: Path) -> Settings:
    """Write the corpus into a folder and index it; return its settings."""
    settings = Settings.from_env(
        ONE_PROCESS, root=root, corpus_dir=write_shelf(folder / "corpus"), index_dir=folder / "index"
    )
    with showing_progress() as progress:
        index(settings, progress)
    return settings
