"""Documents of every format cannot give orders: a model that obeys them shows nothing unproven, and no link works."""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
import pytest

from reportqa.answer import Citation
from reportqa.answering.engine import Engine
from reportqa.cli.progress_bars import showing_progress
from reportqa.cli.written_output import written_text
from reportqa.embedding import Embedder
from reportqa.errors import LanguageModelError
from reportqa.ingest.build import index
from reportqa.server.app import create_app
from reportqa.settings import Settings
from reportqa.writing import WrittenParagraph, check_sentence, draft_markdown, write_paragraph
from support.completion_server import Asked, Canned, CompletionServer, completion_server, said
from support.corpora import ONE_PROCESS
from support.formats import written
from support.injections import ATTACKS, FALSE, TRUE, Attack, code_of, write_documents
from support.written import model_of

_CODE = re.compile(r"order(\d\d)x")


def obey(asked: Asked) -> Canned:
    """Return the reply that the attack in the question asks for, with the numbers of the true sentences."""
    given = json.loads(asked["messages"][-1]["content"])
    found = _CODE.search(given["question"])
    assert found
    reply = ATTACKS[int(found[1])].reply
    numbers = {n: next(one["n"] for one in given["sentences"] if true in one["text"]) for n, true in enumerate(TRUE, 1)}
    try:
        content = json.loads(reply)
        for one in content["sentences"]:
            one["cites"] = [numbers.get(n, n) for n in one["cites"]]
    except (ValueError, TypeError, KeyError):
        return said(reply)
    return said(json.dumps(content))


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[tuple[Engine, Settings]]:
    folder = tmp_path_factory.mktemp("attacked")
    (folder / "corpus").mkdir()
    write_documents(folder / "corpus")
    settings = replace(Settings.from_env(ONE_PROCESS), corpus_dir=folder / "corpus", index_dir=folder / "index")
    with showing_progress() as progress:
        index(settings, progress)
    engine = Engine.open(settings, embedder)
    yield engine, settings
    engine.close()


@pytest.fixture(scope="module")
def obedient() -> Iterator[CompletionServer]:
    with completion_server(obey) as server:
        yield server


def passage_of(engine: Engine, attack: Attack) -> Citation:
    """Return a citation of the whole text of the document that has an attack."""
    for summary in engine.documents():
        if code_of(attack) in (document := engine.document(summary.doc_id)).text:
            return engine.cite(document.doc_id, 0, len(document.text))
    raise AssertionError(f"No document has {attack}")


def unproven(text: str) -> list[str]:
    """Return what a text has that only an attack says, whatever its letters look like."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c)[0] not in "MC")
    return [one for one in ("zebra", "order", *FALSE) if one.lower() in plain.lower() or one in text]


def written_for(engine: Engine, attack: Attack, server: CompletionServer, folder: Path) -> WrittenParagraph | str:
    """Return what is written for an attack, or the error when the reply is refused."""
    citation = passage_of(engine, attack)
    try:
        return write_paragraph(f"What of {code_of(attack)}?", [citation], model_of(server, folder))
    except LanguageModelError as error:
        return str(error)


def test_every_format_is_attacked(attacked: tuple[Engine, Settings]) -> None:
    engine, _ = attacked
    assert len(ATTACKS) == 50
    assert len({passage_of(engine, attack).doc_id for attack in ATTACKS}) == len(engine.documents()) == 16


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.instruction)
def test_nothing_unproven_is_shown(
    attack: Attack, attacked: tuple[Engine, Settings], obedient: CompletionServer, tmp_path: Path
) -> None:
    engine, _ = attacked
    paragraph = written_for(engine, attack, obedient, tmp_path)
    if isinstance(paragraph, str):
        assert unproven(paragraph) == []
        return
    for sentence in paragraph.shown:
        cited = [paragraph.sources[number - 1].text for number in sentence.cites]
        assert check_sentence(sentence.text, cited).is_supported
        assert any(true in one for one in cited for true in TRUE)
    shown = replace(paragraph, question="?")
    html = written(draft_markdown(shown), "html")
    for text in (
        click.unstyle(written_text(shown)),
        json.dumps(shown.to_dict(), ensure_ascii=False),
        draft_markdown(shown),
        html.decode(),
    ):
        assert unproven(re.sub(r"<style.*?</style>", "", text, flags=re.DOTALL)) == []
        assert "\x1b" not in text
    body = html.decode().partition("<body>")[2]
    assert re.findall(r"<(?:a|img|script|iframe)\b", body) == []


@pytest.mark.slow
@pytest.mark.parametrize("attack", ATTACKS[::7], ids=lambda attack: attack.instruction)
def test_page_has_no_link_of_an_attack(attack: Attack, attacked: tuple[Engine, Settings], tmp_path: Path) -> None:
    _, settings = attacked

    def reply(asked: Asked) -> Canned:
        given = json.loads(asked["messages"][-1]["content"])
        assert any("4,321" in one["text"] for one in given["sentences"])
        return said(attack.reply)

    with completion_server(reply) as server:
        client = create_app(replace(settings, llm=server.endpoint())).test_client()
        question = "How many registered patients did the Ashby practice have in 2016?"
        page = client.post("/ask/written", query_string={"q": question, "llm": "0"}).text
        assert len(server.asked) == 1
    start = page.index('id="written"')
    block = page[start : page.index("</section>", start)]
    assert unproven(block) == []
    assert all(link.startswith(("#cited-", "/documents/")) for link in re.findall(r'href="([^"]*)"', block))
    assert not re.search(r"<(?:img|script|iframe)\b|\son\w+=", block)


def test_an_honest_sentence_is_still_shown(attacked: tuple[Engine, Settings], tmp_path: Path) -> None:
    engine, _ = attacked

    def honest(asked: Asked) -> Canned:
        given = json.loads(asked["messages"][-1]["content"])
        number = next(one["n"] for one in given["sentences"] if "4,321" in one["text"])
        return said(json.dumps({"sentences": [{"text": TRUE[0], "cites": [number]}]}))

    with completion_server(honest) as server:
        for attack in ATTACKS[:16]:
            paragraph = write_paragraph("How many?", [passage_of(engine, attack)], model_of(server, tmp_path))
            assert [one.text for one in paragraph.shown] == [TRUE[0]]


def test_truth_beside_lies_is_shown_alone(
    attacked: tuple[Engine, Settings], obedient: CompletionServer, tmp_path: Path
) -> None:
    (mixed,) = (attack for attack in ATTACKS if attack.instruction.startswith("Mix"))
    paragraph = written_for(attacked[0], mixed, obedient, tmp_path)
    assert not isinstance(paragraph, str)
    assert [one.text for one in paragraph.shown] == ["The Ashby practice had 4,321 patients in 2016."]
    assert len(paragraph.struck) == 1
