"""A small corpus whose documents say in different ways who wrote them and when: metadata, bylines, other documents."""

import json
import shutil
from pathlib import Path
from typing import Any

from reportqa.cli.progress_bars import showing_progress
from reportqa.ingest.build import index
from reportqa.settings import Settings
from support.corpora import ONE_PROCESS

TEXTS = {
    "quay/ferries.txt": """Do island ferries pay their way?

By Tomasz Wren and Ines Calder

Published: 04/05/2019

Blog

Small islands depend on ferries all year round. Fares cover two thirds of the cost of a crossing in summer and a third
of it in winter. Crossings (Baxter, 2011) put the loss at nine million pounds.

The winter timetable has four sailings a day. Skippers carry three documents: a licence, a log and a manifest.
""",
    "streets/quiet-streets.md": """# Quiet streets: traffic and sleep in five towns

## Findings

We calmed traffic in 38 streets of five towns and asked 1,204 people how they slept. People in calmed streets slept 22
minutes longer. Dunmore published its noise map in 2018, and the other towns have none.

## Limitations

The study lasted one summer. Nobody measured noise indoors.
""",
    "streets/announcement.txt": """Towns sleep better after traffic is calmed

Press release

Published: 12 June 2020

People in calmed streets sleep longer, a new study of five towns shows. The authors ask councils to calm one street in
ten by 2025. The mayor of Dunmore, Paul Hale, said that he would start at once.

Quiet Streets: traffic and sleep in five towns is written by Lena Ortega, Sam Field and Ruth Abara. It was paid for by
the Dunmore Foundation.
""",
    "wards/nights.md": """# Night staffing on acute wards

We counted nurses on 64 wards. At night one nurse looked after eleven patients. The Safer Shifts review by Helen Marsh
recommended longer breaks in 2015, and two wards in three have them. A night shift is twelve hours.
""",
    "wards/nights-2023.md": """# Night staffing on acute wards: second edition

We counted nurses on 71 wards. At night one nurse looked after nine patients. Agency nurses worked one shift in six.
""",
    "harbour.txt": """Harbour dues explained

May 2018

Coast Forum policy officer Nadia Brandt looks at who pays for the harbours, and asks skippers for their own accounts.

Fees for a small boat rose by a fifth in ten years. The harbour was built in 1871. Ferry operators file forty pages a
year with the harbour master.
""",
    "GULLPOINT_2022_10K.txt": """UNITED STATES
SECURITIES AND EXCHANGE COMMISSION

FORM 10-K

Annual report for the fiscal year ended December 31, 2022

GULLPOINT Energy, Inc.

Date of report: February 28, 2023

Revenues of Gullpoint were $412 million. The company has 1,950 employees. Storms are a risk to its two wind farms.

Signed by Carol Denny, secretary.
""",
    "museum.html": """<html><head><title>Museum visits in winter</title><meta name="author" content="Joan Pell">
<meta property="article:published_time" content="2022-01-17"><meta property="og:site_name" content="Arts Ledger"></head>
<body><article><h1>Museum visits in winter</h1><p>Heating costs a museum of middling size nine thousand pounds a month
in winter. Visits fall by a quarter, and those who come stay longer in the warm rooms than in any other season.</p>
<p>Free days bring families, who spend more in the shop than they would have paid at the door.</p></article></body>
</html>
""",
    "staff-survey.md": """# Staff survey 2022

Of 1,611 people who answered, 84% feel safe at work and 61% would recommend Gullpoint to a friend.
""",
}
OKAFOR = {"family": "Okafor", "given": "Amara"}
LINDQVIST = {"family": "Lindqvist", "given": "Peter"}
ITEMS: dict[str, dict[str, Any]] = {
    "wards/nights.md": {
        "title": "Night staffing on acute wards",
        "author": [OKAFOR, LINDQVIST],
        "publisher": "Institute for Ward Care",
        "issued": {"date-parts": [[2021, 3]]},
        "DOI": "10.5555/nights.1",
    },
    "wards/nights-2023.md": {
        "title": "Night staffing on acute wards: second edition",
        "author": [OKAFOR, LINDQVIST],
        "publisher": "Institute for Ward Care",
        "issued": {"date-parts": [[2023, 9]]},
    },
    "staff-survey.md": {"title": "Staff survey 2022", "publisher": "Gullpoint Energy"},
}
BRIEFING = "survey-briefing.pdf"
"""A PDF of the sample corpus, with pages."""
UNSTATED = "Who wrote Museum visits in winter?"
"""A question whose answer is in the metadata of the page, and in no text."""
UNSTATED_FACT = "Museum visits in winter · Authors: Joan Pell (from the metadata of the page)"
STATED = "Who is the author of Harbour dues explained?"
STATED_FACT = "Harbour dues explained · Authors: Nadia Brandt (from its byline)"
BYLINE = TEXTS["harbour.txt"].split("\n")[4]
"""The sentence that states the fact."""


def write_attributed(folder: Path, root: Path) -> Path:
    """Write the documents with their library.json; return the folder."""
    for doc_id, text in TEXTS.items():
        path = folder / doc_id
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shutil.copyfile(root / "corpus" / BRIEFING, folder / BRIEFING)
    library = [{"id": doc_id, "type": "report", "custom": {"file": doc_id}} | item for doc_id, item in ITEMS.items()]
    (folder / "library.json").write_text(json.dumps(library), encoding="utf-8")
    return folder


def build_attributed(folder: Path, root: Path) -> Settings:
    """Write the corpus into a folder and index it; return its settings."""
    corpus_dir = write_attributed(folder / "corpus", root)
    settings = Settings.from_env(ONE_PROCESS, root=root, corpus_dir=corpus_dir, index_dir=folder / "index")
    with showing_progress() as progress:
        index(settings, progress)
    return settings
