import socket
from contextlib import closing

import pytest

from support.commands import Run, assert_refused


@pytest.mark.slow
def test_port_in_use_is_refused_with_one_sentence(run: Run) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        assert_refused(run("serve", "--port", str(taken.getsockname()[1])), 1, "Error: ")


@pytest.mark.parametrize("arguments", [["--port", "65536"], ["--upload-mib", "0"]])
def test_number_out_of_range_is_wrong_usage(run: Run, arguments: list[str]) -> None:
    assert_refused(run("serve", *arguments), 2, arguments[0])
