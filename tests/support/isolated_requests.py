"""Requests of a user of one department that try to learn of the documents of another."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.test import TestResponse

from support.isolated import GENERAL, WORDS, documents_of

VARYING = re.compile(
    rb"\d{8}T\d{12}"  # ids of generations
    rb"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\+00:00| UTC)?"
    rb"|\"milliseconds\":[\d.e-]+|[\d.,]+ (milli)?seconds|\b[\d.]+ ms\b"
    rb"|(/api/transfers/|done=|/verify/|\"upload_id\":\")[0-9a-f]+"
    rb"|\"request_id\": ?\"[0-9a-f]+|<code>[0-9a-f]{16}"
    rb"|name=\"form-token\" content=\"\w+|name=\"form_token\" value=\"\w+|form_token=\w+"
    rb"|/tmp/[^\s<\"]*"
)
"""What differs between two servers with the same documents: times, ids made by chance, folders."""
TOKENS = "TOKENS"
"""The API token of each user in the configuration of a server."""
UNSTEADY = {"Date", "Content-Length", "Set-Cookie", "Upload-Expires", "X-Request-ID"}


@dataclass(frozen=True)
class Sent:
    """A request: the endpoint, parts of its path, query, body."""

    endpoint: str
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    method: str = "GET"
    json: Any = None
    form: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def to(self, app: Flask, user: str) -> TestResponse:
        adapter = app.url_map.bind("localhost")
        address = adapter.build(self.endpoint, dict(self.path), method=self.method)
        if query := urlencode([(name, one) for name, value in self.query.items() for one in _listed(value)]):
            address += f"?{query}"
        options: dict[str, Any] = {} if self.json is None else {"json": self.json}
        if self.form is not None:
            options["data"] = {name: _fresh(value) for name, value in self.form.items()}
        headers = {"Authorization": f"Bearer {app.config[TOKENS][user]}", **self.headers}
        return app.test_client().open(address, method=self.method, headers=headers, **options)


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _fresh(value: Any) -> Any:
    return (io.BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value


def shown(response: TestResponse) -> tuple[int, list[tuple[str, bytes]], bytes]:
    """Return status, headers and body of a response without what varies."""
    headers = [(name, VARYING.sub(b"", value.encode())) for name, value in response.headers if name not in UNSTEADY]
    body = response.get_data()
    response.close()
    return response.status_code, sorted(headers), VARYING.sub(b"", body)


RED, BLUE = documents_of("red"), documents_of("blue")
TITLE, HEADING, WORD, AUTHOR, PUBLISHER = WORDS["blue"]
DOCUMENTS = (*RED, GENERAL, *BLUE, f"{TITLE.lower()}-twin.md", f"{TITLE.lower()}-broken.pdf", "nothing.md", "../x")
QUESTIONS = (
    "How many registered patients were there in April?",
    "What is the newest report?",
    "How many documents are there, and which reports?",
    f"What does {AUTHOR} say about costs?",
    f"What does {TITLE} annual review say about nurses?",
    f"Which reports does {PUBLISHER} publish?",
    f"What is the {WORD} programme?",
    f"What is the {WORD[:-1]} program?",
    f"{TITLE[0]}{HEADING[0]}{WORD[0]}",
    f"What does it say under {HEADING} findings?",
    "Who trains nurses in all practices?",
    f"“{HEADING} clinics”",
    "General practices of the region share a board",
)
FILTERS: tuple[dict[str, Any], ...] = (
    {},
    {"document": BLUE[0]},
    {"publisher": PUBLISHER},
    {"author": AUTHOR},
    {"collection": f"{TITLE} reports"},
    {"collection": f"{TITLE.lower()} FILES"},
    {"collection": "For all"},
    {"collection": "Nothing"},
    {"from": "2016"},
    {"type": "pdf"},
    {"document": [GENERAL, BLUE[1]]},
)


def asked(endpoint: str, method: str = "GET", **more: Any) -> list[Sent]:
    """Return requests that ask, with each question and each filter."""
    first = [Sent(endpoint, query={"q": one, **more}, method=method) for one in QUESTIONS]
    return first + [Sent(endpoint, query={"q": QUESTIONS[0], **one, **more}, method=method) for one in FILTERS]


def asked_json(endpoint: str) -> list[Sent]:
    first = [Sent(endpoint, method="POST", json={"question": one}) for one in QUESTIONS]
    return first + [Sent(endpoint, method="POST", json={"question": QUESTIONS[0], **one}) for one in FILTERS]


def of_documents(endpoint: str, method: str = "GET", **query: Any) -> list[Sent]:
    return [Sent(endpoint, {"doc_id": one}, query, method) for one in DOCUMENTS]


def places(endpoint: str, **query: Any) -> list[Sent]:
    """Return requests for places of documents, by their parts and by a link."""
    by_parts = [Sent(endpoint, query={"document": one, "start": 0, "end": 40, **query}) for one in DOCUMENTS]
    return by_parts + [Sent(endpoint, query={"link": f"{one}#2-30", **query}) for one in DOCUMENTS]


def uploaded(endpoint: str) -> list[Sent]:
    """Return requests that send files: of the name and of the content of a hidden one."""
    files = [(b"Some notes.", f"{TITLE.lower()}-review.md"), (b"%PDF-1.4 nothing", "mine.pdf"), (b"x", "x.exe")]
    return [Sent(endpoint, method="POST", form={"file": one}) for one in files]


def collected(**form: Any) -> list[Sent]:
    names = (f"{TITLE} reports", f"{TITLE} files", "For all", "Mine")
    return [Sent("collections.change", method="POST", form={"name": one, **form}) for one in names]


def draft_of(place: Any) -> Any:
    return {"title": "Draft", "section": [{"heading": "One", "content": [{"note": "It says:"}, {"quote": place}]}]}


LINKS = [f"{one}#0-40" for one in DOCUMENTS]
BRIEFING = f"# Draft\n\nIt says “The {WORD} programme trains nurses in all practices” (Ann {AUTHOR}, p. 1).\n".encode()

ACCOUNTS = {
    "accounts.account": "GET",
    "accounts.change": "POST",
    "accounts.check_password": "POST",
    "accounts.sign_in": "GET",
    "accounts.sign_out": "POST",
}

CASES: dict[str, list[Sent]] = {
    **{
        endpoint: [Sent(endpoint, method=method, form={"name": AUTHOR, "do": "x"} if method == "POST" else None)]
        for endpoint, method in ACCOUNTS.items()
    },
    "api.ask": [*asked("api.ask"), *asked("api.ask", explain=1, k=20)],
    "api.ask_json": asked_json("api.ask_json"),
    "api.brief": [Sent("api.brief", query={"format": "md"}, method="POST", json=draft_of(one)) for one in LINKS],
    "api.citing.cite": [*places("api.citing.cite"), *places("api.citing.cite", format="bibtex")],
    "api.citing.cite_many": [Sent("api.citing.cite_many", method="POST", json={"links": LINKS})],
    "api.citing.record": places("api.citing.record"),
    "api.collections": [Sent("api.collections")],
    "api.corpus": [Sent("api.corpus")],
    "api.documents": [Sent("api.documents", query=one) for one in FILTERS],
    "api.health": [Sent("api.health")],
    "api.live": [Sent("api.live")],
    "api.openapi": [Sent("api.openapi")],
    "api.styles": [Sent("api.styles", query={"q": TITLE})],
    "api.suggest": [
        Sent("api.suggest", query={"q": word[:length]})
        for word in (*WORDS["blue"], "newsletter", "annual", "cost")
        for length in (2, 3, 5)
    ],
    "api.verify": [Sent("api.verify", method="POST", json={"links": LINKS})],
    "api.writing.each": [*asked("api.writing.each"), *asked("api.writing.each", format="csv")],
    "api.writing.each_json": asked_json("api.writing.each_json"),
    "api.writing.summarise": [
        Sent("api.writing.summarise", method="POST", json={"document": one}) for one in DOCUMENTS
    ],
    "api.writing.summary_cost": [Sent("api.writing.summary_cost", query={"document": one}) for one in DOCUMENTS],
    "api.writing.write": asked_json("api.writing.write"),
    "collections.change": [
        *collected(do="save", publisher=PUBLISHER),
        *collected(do="add", document=BLUE[0]),
        *collected(do="add", document=GENERAL),
        *collected(do="remove", document=BLUE[0]),
        *collected(do="forget"),
        *collected(do="rename", new=f"{TITLE} reports"),
        *collected(do="delete"),
        *collected(do="other"),
    ],
    "collections.listing": [Sent("collections.listing")],
    "descriptions.change": [
        Sent("descriptions.change", {"doc_id": one}, method="POST", form={"title": "Another title"})
        for one in (*BLUE, *RED, "nothing.md")
    ],
    "descriptions.show": of_documents("descriptions.show"),
    "documents.document": [
        *of_documents("documents.document"),
        *of_documents("documents.document", start=0, end=40, q=QUESTIONS[0]),
        *of_documents("documents.document", find="practices", sha256="0" * 16, view="text", left_out=1),
    ],
    "documents.picture": [*of_documents("documents.picture", page=1, width=800), *of_documents("documents.picture")],
    "each.each": asked("each.each"),
    "each.each_file": asked("each.each_file"),
    "each.each_read": asked("each.each_read", "POST"),
    "each.each_read_file": asked("each.each_read_file", "POST"),
    "feedback.delete": [Sent("feedback.delete", method="POST", form={"id": "0" * 16})],
    "feedback.export": [Sent("feedback.export")],
    "feedback.listing": [Sent("feedback.listing")],
    "feedback.save": [
        Sent("feedback.save", method="POST", form={"q": QUESTIONS[0], "verdict": "answers", "place": f"{one}#0-40"})
        for one in DOCUMENTS
    ],
    "kept.save": [Sent("kept.save", {"kind": one}, method="PUT", json={"version": "x"}) for one in ("tray", "other")],
    "kept.show": [Sent("kept.show", {"kind": one}) for one in ("tray", "history", "other")],
    "originals.original": of_documents("originals.original"),
    "pages.ask": [*asked("pages.ask"), Sent("pages.ask", query={"q": "And in 2017?", "after": QUESTIONS[:2]})],
    "pages.documents": [
        *(Sent("pages.documents", query=one) for one in FILTERS if "collection" in one),
        *(Sent("pages.documents", query={"find": one.lower()}) for one in WORDS["blue"]),
        Sent("pages.documents", query={"sort": "problems", "order": "descending"}),
    ],
    "pages.explain": asked("pages.explain"),
    "pages.history": [Sent("pages.history")],
    "pages.home": [Sent("pages.home", query=one) for one in FILTERS],
    "pages.saved_answer": asked("pages.saved_answer"),
    "pages.tray": [Sent("pages.tray")],
    "pages.values": [
        Sent("pages.values", query={"field": name, "find": find, "start": start})
        for name in ("document", "publisher", "author", "collection", "type", "from")
        for find in ("", TITLE[:3])
        for start in ("0", "1")
    ],
    "pages.written": asked("pages.written", "POST"),
    "readiness.ready": [Sent("readiness.ready")],
    "static": [Sent("static", {"filename": "style.css"}), Sent("static", {"filename": BLUE[0]})],
    "transfer_api.cancel": [Sent("transfer_api.cancel", {"transfer_id": "0" * 16}, method="DELETE")],
    "transfer_api.create": [
        Sent(
            "transfer_api.create", method="POST", headers={"Upload-Length": size, "Upload-Metadata": f"filename {name}"}
        )
        for size in ("5", "x")
        for name in ("bWluZS50eHQ=", "eA==")
    ],
    "transfer_api.options": [Sent("transfer_api.options", method="OPTIONS")],
    "transfer_api.show": [Sent("transfer_api.show", {"transfer_id": "0" * 16}, method="HEAD")],
    "transfer_api.write": [Sent("transfer_api.write", {"transfer_id": "0" * 16}, method="PATCH")],
    "upload_api.accept": [Sent("upload_api.accept", {"upload_id": "0" * 16}, method="POST")],
    "upload_api.add": uploaded("upload_api.add"),
    "upload_api.addition": [Sent("upload_api.addition")],
    "upload_api.build": [Sent("upload_api.build")],
    "upload_api.cancel": [Sent("upload_api.cancel", method="DELETE")],
    "upload_api.cancel_addition": [Sent("upload_api.cancel_addition", method="DELETE")],
    "upload_api.check": [Sent("upload_api.check", {"upload_id": "0" * 16}, method="POST")],
    "upload_api.follow": [Sent("upload_api.follow")],
    "upload_api.list_uploads": [Sent("upload_api.list_uploads")],
    "upload_api.reject": [Sent("upload_api.reject", {"upload_id": "0" * 16}, method="DELETE")],
    "upload_api.retry": [Sent("upload_api.retry", method="POST")],
    "upload_api.start": [Sent("upload_api.start", method="POST")],
    "upload_api.undo": [Sent("upload_api.undo", method="POST")],
    "upload_api.upload": uploaded("upload_api.upload"),
    "uploads.build": [Sent("uploads.build")],
    "uploads.change_adding": [
        Sent("uploads.change_adding", method="POST", form={"do": one}) for one in ("cancel", "undo", "retry")
    ],
    "uploads.change_build": [Sent("uploads.change_build", method="POST", form={"do": one}) for one in ("", "cancel")],
    "uploads.decide": [
        Sent("uploads.decide", method="POST", form={"decision": one})
        for one in ("accept", "reject", "check", "accept 0000000000000000")
    ],
    "uploads.send": uploaded("uploads.send"),
    "uploads.waiting": [Sent("uploads.waiting")],
    "verify.corrected": [Sent("verify.corrected", {"key": "0" * 32}, method="POST", form={"fix": "0"})],
    "verify.result": [Sent("verify.result", {"key": "0" * 32})],
    "verify.send": [Sent("verify.send", method="POST", form={"file": (BRIEFING, "draft.md")})],
    "verify.start": [Sent("verify.start")],
}
"""Requests by endpoint. A route without any fails a test."""


_PARAMETERS = (
    "q", "question", "document", "publisher", "author", "collection", "language", "type", "from", "to", "k", "explain",
    "after", "start", "end", "link", "format", "style", "part", "find", "sort", "order", "page", "width", "sha256",
    "leaf", "go", "view", "zoom", "left_out", "field", "done", "llm", "id", "name", "key", "prefix", "pages",
)  # fmt: skip
_VALUES = (
    *DOCUMENTS, *QUESTIONS, *LINKS, *WORDS["blue"], *WORDS["red"], "0", "1", "40", "-1", "2016", "2016-01-01", "800",
    f"{TITLE} reports", f"{TITLE} files", "For all", "pdf", "md", "en", "title", "problems", "descending", "both",
    "html", "csv", "bibtex", "document", "publisher", "author", "collection", "", "%", '"', "\u202e", "*",
)  # fmt: skip
_CHEAP = (
    "api.citing.cite", "api.citing.record", "api.collections", "api.corpus", "api.documents", "api.health",
    "api.suggest", "collections.listing", "descriptions.show", "documents.document", "documents.picture",
    "feedback.export", "feedback.listing", "originals.original", "pages.documents", "pages.home", "pages.values",
    "upload_api.build", "uploads.build", "verify.start",
)  # fmt: skip
_DEAR = ("api.ask", "api.writing.each", "each.each", "pages.ask", "pages.explain", "pages.saved_answer")


def random_request(random: Random) -> Sent:
    """Return a request that reads, with parameters and values by chance."""
    endpoint = random.choice(_DEAR if random.random() < 0.02 else _CHEAP)
    known = random.choice(CASES[endpoint])
    query = dict(known.query) if random.random() < 0.5 else {}
    for name in random.sample(_PARAMETERS, random.randrange(5)):
        query[name] = [_bent(random.choice(_VALUES), random) for _ in range(random.choice((1, 1, 1, 2)))]
    path = {name: _bent(random.choice(DOCUMENTS), random) or "x" for name in known.path}
    return Sent(endpoint, path, query)


def _bent(value: str, random: Random) -> str:
    """Return a value, sometimes changed."""
    match random.randrange(12):
        case 0:
            return value.upper()
        case 1:
            return value[: random.randrange(len(value) + 1)]
        case 2:
            return f"{value} {random.choice(WORDS['blue'])}"
        case 3:
            return value[::-1]
    return value
