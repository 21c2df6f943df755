import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import pytest
from jsonschema import Draft202012Validator
from mcp import Client
from mcp.shared.exceptions import MCPError
from mcp.types import INTERNAL_ERROR, INVALID_PARAMS, TextContent

from reportqa.corpus import Corpus
from reportqa.mcp_server import protocol
from reportqa.mcp_server.protocol import THREADS, make_server
from reportqa.mcp_server.tools import TOOLS
from reportqa.settings import Settings
from support.answers import QUESTION
from support.briefings import PATIENTS
from support.mcp_clients import MODES

Use = Callable[[Client], Awaitable[Any]]


def use(corpus: Corpus, mode: str, do: Use) -> Any:
    """Return what is done with a client of a server in this process."""

    async def run() -> Any:
        async with Client(make_server(corpus), mode=mode) as client:
            return await do(client)

    return anyio.run(run)


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_server_names_itself_and_offers_tools_and_resources(corpus: Corpus, mode: str) -> None:
    async def look(client: Client) -> None:
        assert client.server_info is not None
        assert client.server_info.name == "reportqa"
        assert "word for word" in (client.instructions or "")
        capabilities = client.server_capabilities
        assert capabilities.tools is not None
        assert capabilities.resources is not None
        assert capabilities.prompts is None
        listed = (await client.list_tools()).tools
        assert [tool.name for tool in listed] == list(TOOLS)
        for tool in listed:
            Draft202012Validator.check_schema(tool.input_schema)
            assert tool.output_schema is not None
            assert tool.annotations is not None
            assert tool.annotations.read_only_hint
        assert len((await client.list_resources()).resources) == 6
        assert len((await client.list_resource_templates()).resource_templates) == 2

    use(corpus, mode, look)


def test_result_is_structured_and_the_same_as_text(corpus: Corpus, mode: str) -> None:
    async def ask(client: Client) -> None:
        await client.list_tools()  # The client then checks the result against the output schema.
        result = await client.call_tool("ask", {"question": QUESTION})
        assert not result.is_error
        assert result.structured_content["answer"][0]["text"] == PATIENTS
        (content,) = result.content
        assert isinstance(content, TextContent)
        assert PATIENTS in content.text

    use(corpus, mode, ask)


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("ask", None, 'The argument "question" is missing.'),
        ("ask", {"question": "x", "k": 51}, '"k" must be from 1 to 50.'),
        ("open", {"document": "nowhere.pdf"}, 'No document "nowhere.pdf" in the index.'),
    ],
)
def test_error_of_a_tool_is_one_sentence(corpus: Corpus, mode: str, name: str, arguments: Any, message: str) -> None:
    async def call(client: Client) -> None:
        result = await client.call_tool(name, arguments)
        assert result.is_error
        assert result.structured_content is None
        (content,) = result.content
        assert isinstance(content, TextContent)
        assert content.text.startswith(message)
        assert "Traceback" not in content.text

    use(corpus, mode, call)


@pytest.mark.parametrize(
    "do",
    [
        lambda client: client.call_tool("nothing", {}),
        lambda client: client.read_resource("reportqa://document/nowhere.pdf"),
        lambda client: client.read_resource("file:///etc/hosts"),
        lambda client: client.list_tools(cursor="x"),
        lambda client: client.list_resources(cursor="x"),
        lambda client: client.list_resource_templates(cursor="x"),
    ],
)
def test_unknown_name_or_cursor_is_an_error_of_the_protocol(corpus: Corpus, mode: str, do: Use) -> None:
    error = use(corpus, mode, lambda client: error_of(do(client)))
    assert error.code == INVALID_PARAMS
    assert error.message.endswith(".")


async def error_of(request: Awaitable[Any]) -> MCPError:
    """Return the error that a request raises."""
    with pytest.raises(MCPError) as error:
        await request
    return error.value


def test_missing_index_is_an_error_of_resources_and_a_sentence_of_tools(
    settings: Settings, tmp_path: Path, mode: str
) -> None:
    corpus = Corpus(replace(settings, index_dir=tmp_path))
    said = f'No index in {tmp_path}. Run "reportqa index" first.'

    async def ask(client: Client) -> None:
        assert (await client.call_tool("ask", {"question": QUESTION})).content == [TextContent(text=said)]
        error = await error_of(client.list_resources())
        assert (error.code, error.message) == (INTERNAL_ERROR, said)

    use(corpus, mode, ask)


def test_requests_are_answered_at_the_same_time_up_to_a_limit(corpus: Corpus) -> None:
    async def run() -> None:
        requests = protocol._Requests(corpus)
        begun = threading.Semaphore(0)
        ended = threading.Event()

        def work(_corpus: Corpus) -> None:
            begun.release()
            assert ended.wait(60)

        with anyio.fail_after(60):
            async with anyio.create_task_group() as tasks:
                for _ in range(THREADS + 1):
                    tasks.start_soon(requests._in_thread, work)
                while requests._limiter.borrowed_tokens < THREADS:
                    await anyio.sleep(0.01)
                for _ in range(THREADS):
                    assert begun.acquire(timeout=60)
                assert not begun.acquire(timeout=0.1)
                ended.set()

    anyio.run(run)


def test_cancelled_request_is_no_longer_waited_for(corpus: Corpus) -> None:
    async def run() -> None:
        requests = protocol._Requests(corpus)
        ended = threading.Event()
        with anyio.move_on_after(0.05) as scope:
            await requests._in_thread(lambda _corpus: ended.wait(60))
        assert scope.cancelled_caught
        ended.set()

    anyio.run(run)


def test_unexpected_error_is_logged_and_not_shown(corpus: Corpus, caplog: pytest.LogCaptureFixture) -> None:
    def fail(_corpus: Corpus) -> None:
        raise RuntimeError("a secret")

    async def run() -> None:
        await protocol._Requests(corpus)._in_thread(fail)

    with pytest.raises(MCPError, match="The server failed") as error:
        anyio.run(run)
    assert error.value.code == INTERNAL_ERROR
    assert "a secret" in caplog.text
    assert "a secret" not in error.value.message
