"""Users who may not see each other's documents: what one is sent is the same as if the others' did not exist."""

from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from reportqa.permalinks import permanent_link
from reportqa.settings import Settings
from support.isolated import GENERAL, build_isolated, secrets_of
from support.isolated_requests import (
    BLUE,
    BRIEFING,
    CASES,
    QUESTIONS,
    RED,
    TITLE,
    WORD,
    Sent,
    draft_of,
    random_request,
    shown,
)
from support.isolated_server import app_of


@pytest.fixture(scope="module")
def apps(settings: Settings, exports: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, Flask]:
    """A server with the documents of both departments, and one with those of the red one."""
    folder = tmp_path_factory.mktemp("isolation")
    made = []
    for departments in (("red", "blue"), ("red",)):
        place = folder / "-".join(departments)
        place.mkdir()
        made.append(app_of(build_isolated(place, settings, departments), departments))
    return made[0], made[1]


def test_every_route_has_requests(apps: tuple[Flask, Flask]) -> None:
    assert {rule.endpoint for rule in apps[0].url_map.iter_rules()} == CASES.keys()
    assert all(one.endpoint == endpoint for endpoint, requests in CASES.items() for one in requests)


@pytest.fixture(scope="module", autouse=True)
def others_work(apps: tuple[Flask, Flask]) -> None:
    """What users of the other department have left on the server: files for review, feedback, a checked briefing."""
    word = BLUE[0].encode()
    for app in apps[:1]:
        for sent in (
            Sent("upload_api.upload", method="POST", form={"file": (word, f"{TITLE.lower()}-new.md")}),
            Sent("feedback.save", method="POST", form={"q": f"What is {WORD}?", "verdict": "nothing"}),
            Sent(
                "feedback.save",
                method="POST",
                form={"q": QUESTIONS[0], "verdict": "answers", "place": f"{BLUE[0]}#0-40"},
            ),
        ):
            assert sent.to(app, "blue").status_code in {201, 303}


def user_of(endpoint: str) -> str:
    """Return a user of the red department; one without files of their own where these are listed."""
    return "red-reader" if endpoint in {"upload_api.list_uploads", "uploads.waiting"} else "red"


@pytest.mark.parametrize("endpoint", sorted(CASES.keys() - {"readiness.ready"}))
def test_what_others_have_changes_no_byte(apps: tuple[Flask, Flask], endpoint: str) -> None:
    # Whether the parts of a server are ready depends on the load of the machine.
    for sent in CASES[endpoint]:
        here, there = (shown(sent.to(app, user_of(endpoint))) for app in apps)
        assert here == there, sent


REFUSED = set(
    """
    accounts.account accounts.change accounts.check_password accounts.sign_out kept.save
    collections.change transfer_api.cancel transfer_api.show transfer_api.write upload_api.accept upload_api.add
    upload_api.addition upload_api.build upload_api.cancel upload_api.cancel_addition upload_api.check upload_api.follow
    upload_api.reject upload_api.retry upload_api.start upload_api.undo uploads.build uploads.change_adding
    uploads.change_build verify.corrected verify.result
    api.writing.summarise api.writing.summary_cost api.writing.write each.each_read each.each_read_file pages.written
    """.split()
)
"""Endpoints that refuse all requests of the cases; those of the last line need a language model."""


@pytest.mark.parametrize("endpoint", sorted(CASES.keys() - REFUSED - {"readiness.ready"}))
def test_some_requests_to_each_other_route_are_answered(apps: tuple[Flask, Flask], endpoint: str) -> None:
    assert any(shown(sent.to(apps[1], user_of(endpoint)))[0] < 400 for sent in CASES[endpoint])


def link_of(record: Any) -> str:
    pages = [(page["physical"], page["label"]) for page in record["pages"]]
    place = record["doc_id"], record["start"], record["end"], record["sha256"]
    return permanent_link(*place, record["quote"], pages, record["before"], record["after"])


def test_records_and_permanent_links_say_nothing_of_the_documents_of_others(apps: tuple[Flask, Flask]) -> None:
    places = [{"document": one, "start": 2, "end": 60} for one in (*RED, GENERAL, *BLUE)]
    records: list[Any] = [Sent("api.citing.record", query=one).to(apps[0], "admin").json for one in places]
    assert None not in records
    for sent in (
        *(Sent("api.verify", method="POST", json=one) for one in (*records, {"records": records})),
        *(Sent("api.citing.cite_many", method="POST", json=one) for one in (*records, {"records": records})),
        *(Sent("api.brief", query={"format": "md"}, method="POST", json=draft_of(one)) for one in records),
        *(Sent("api.citing.cite", query={"link": link_of(one)}) for one in records),
        *(
            Sent("documents.document", {"doc_id": one["doc_id"]}, parse_qs(urlsplit(link_of(one)).query))
            for one in records
        ),
        *(
            Sent("documents.picture", {"doc_id": BLUE[1]}, {"page": 1, "width": 800, "sha256": one["sha256"]})
            for one in records
        ),
    ):
        here, there = (shown(sent.to(app, "red")) for app in apps)
        assert here == there, sent


@pytest.mark.parametrize("endpoint", sorted(CASES))
def test_no_word_of_others_is_sent_unless_it_was_asked(apps: tuple[Flask, Flask], endpoint: str) -> None:
    for sent in CASES[endpoint]:
        response = sent.to(apps[0], user_of(endpoint))
        whole = f"{list(response.headers)}".lower().encode() + response.get_data().lower()
        response.close()
        said = repr(sent).lower()
        assert [word for word in secrets_of("blue") if word.encode() in whole and word not in said] == []


def test_the_checked_briefing_of_another_is_one_that_does_not_exist(apps: tuple[Flask, Flask]) -> None:
    sent = Sent("verify.send", method="POST", form={"file": (BRIEFING, "draft.md")}).to(apps[0], "blue")
    key = sent.headers["Location"].rpartition("/")[2]
    result = Sent("verify.result", {"key": key})
    theirs, others = (result.to(apps[0], user) for user in ("blue", "red"))
    assert "trains nurses in all practices" in theirs.text
    assert shown(others) == shown(Sent("verify.result", {"key": "0" * 32}).to(apps[0], "red"))


@given(st.integers(0, 2**64))
def test_no_parameter_tells_of_others(apps: tuple[Flask, Flask], seed: int) -> None:
    random = Random(seed)  # noqa: S311, not a secret
    for sent in (random_request(random) for _ in range(5)):
        # A user who has changed nothing: the other tests change the two servers differently.
        here, there = (shown(sent.to(app, "red-reader")) for app in apps)
        assert here == there, sent
