from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from reportqa.corpus import Corpus
from reportqa.errors import InputError, ReportQAError, StyleNotFound
from reportqa.ingest.build import Summary
from reportqa.mcp_server.input_schemas import check_arguments
from reportqa.mcp_server.tools import TOOLS
from reportqa.settings import MAX_BRIEFING_BYTES, MAX_OPENED, Settings
from support.answers import QUESTION, SCHEMA
from support.briefings import DIGEST, MARKDOWN, PATIENTS
from support.completion_server import completion_server, said

PLACE = f"{DIGEST}#24293-24359"


def call(corpus: Corpus, name: str, **arguments: Any) -> dict[str, Any]:
    """Return the result of a tool, whose schemas its arguments and result fit."""
    tool = TOOLS[name]
    check_arguments(arguments, tool.arguments)
    result = tool.call(corpus, arguments)
    Draft202012Validator(tool.result).validate(result)
    return result


def test_question_is_answered_with_the_json_of_an_answer(corpus: Corpus) -> None:
    answer = call(corpus, "ask", question=QUESTION, k=2, type=["pdf"], author=["reportqa"], **{"from": "2026"})
    SCHEMA.validate(answer)
    assert answer["answer"][0]["text"] == PATIENTS
    assert answer["filters"] == {"author": ["reportqa"], "type": ["pdf"], "from": "2026"}
    assert call(corpus, "ask", question="How tall is the Eiffel Tower?")["state"] == "nothing"


def test_language_model_of_the_environment_is_not_asked(settings: Settings, built: Summary) -> None:
    with completion_server(said("{}")) as server, Corpus(replace(settings, llm=server.endpoint())) as corpus:
        assert call(corpus, "ask", question=QUESTION)["model"] is None
    assert server.asked == []


def test_passages_are_found(corpus: Corpus) -> None:
    citations = call(corpus, "search", question=QUESTION, k=3)["citations"]
    assert len(citations) == 3
    assert PATIENTS in citations[0]["quote"]


def test_page_is_read_by_its_printed_number(corpus: Corpus) -> None:
    page = call(corpus, "open", document=DIGEST, page="6")
    assert page["page"] == {"physical": 10, "label": "6"}
    assert PATIENTS in page["text"]
    assert page["next_start"] is None
    assert call(corpus, "open", document=DIGEST, page="file:6")["page"]["physical"] == 6
    assert call(corpus, "open", document=DIGEST, page=6) == page


def test_document_is_read_piece_by_piece(corpus: Corpus) -> None:
    text, start = "", 0
    while start is not None:
        piece = call(corpus, "open", document=DIGEST, start=start)
        assert len(piece["text"]) <= MAX_OPENED
        text, start = text + piece["text"], piece["next_start"]
    assert text == corpus.document(DIGEST).text
    assert len(text) > 2 * MAX_OPENED


def test_places_are_cited_in_a_style(corpus: Corpus) -> None:
    link = corpus.citation(PLACE).link
    found = call(corpus, "cite", places=[PLACE, link], style="oscola", format="text")
    assert found["text"].count(f"“{PATIENTS}”") == 2
    assert [one["quote"] for one in found["citations"]] == [PATIENTS] * 2
    assert PATIENTS not in call(corpus, "cite", places=[PLACE], part="note")["text"]


def test_quotations_and_links_are_verified(corpus: Corpus) -> None:
    found = call(corpus, "verify", text=MARKDOWN)
    assert found["wrong"]
    assert found["quotations"][0]["outcome"] == "changed number"
    assert call(corpus, "verify", text="Nothing is quoted.")["notes"] == [
        "text.md has no quotations of four words or more."
    ]
    found = call(corpus, "verify", links=[corpus.citation(PLACE).link])
    assert not found["wrong"]
    assert found["citations"][0]["state"] == "unchanged"


def test_documents_are_listed_in_pages(corpus: Corpus) -> None:
    first = call(corpus, "documents", limit=4)
    assert (first["total"], len(first["documents"]), first["next_start"]) == (6, 4, 4)
    second = call(corpus, "documents", start=4)
    assert (len(second["documents"]), second["next_start"]) == (2, None)
    assert call(corpus, "documents", document=[DIGEST])["total"] == 1


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("ask", {"question": " "}, "The question is empty"),
        ("ask", {"question": "Why?", "from": "2017", "to": "2016"}, "Swap them"),
        ("open", {"document": "../secret"}, "No document"),
        ("open", {"document": DIGEST, "page": "999"}, 'has no page "999"'),
        ("open", {"document": DIGEST, "start": 10**8}, '"start" is 100,000,000; it must be from 0 to'),
        ("open", {"document": "press-release.html", "page": "1"}, 'has no pages. Leave "page" out'),
        ("cite", {"places": ["/etc/hosts"]}, "is not a place"),
        ("verify", {}, 'Send either "text" or "links"'),
        ("verify", {"text": "x", "links": ["y"]}, 'Send either "text" or "links"'),
        ("verify", {"text": "é" * MAX_BRIEFING_BYTES}, "is larger than 1 MiB"),
        ("verify", {"links": ["/etc/hosts"]}, "is not a place"),
        ("documents", {"publisher": ["Nobody"]}, "No document has the publisher"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    corpus: Corpus, name: str, arguments: Mapping[str, Any], message: str
) -> None:
    with pytest.raises(ReportQAError) as error:
        call(corpus, name, **arguments)
    assert message in str(error.value)


def test_style_is_never_a_file(corpus: Corpus, tmp_path: Any) -> None:
    style = tmp_path / "own.csl"
    style.write_text("<style/>", encoding="utf-8")
    with pytest.raises(StyleNotFound):
        call(corpus, "cite", places=[PLACE], style=str(style))
    with pytest.raises(InputError, match="not a citation style"):
        corpus.cite(PLACE, style=style)


def test_every_tool_says_that_it_only_reads() -> None:
    assert list(TOOLS) == ["search", "ask", "open", "cite", "verify", "documents"]
    for name, tool in TOOLS.items():
        definition = tool.definition()
        assert (definition.name, bool(definition.title), bool(definition.description)) == (name, True, True)
        hints = definition.annotations
        assert hints is not None
        assert (hints.read_only_hint, hints.destructive_hint, hints.idempotent_hint) == (True, False, True)
        assert hints.open_world_hint is False
