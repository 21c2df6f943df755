from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from threading import Thread

import openpyxl
import pytest

from reportqa.parsing.office.libreoffice import convert, find_program
from support.formats import saved, workbook

calls: list[str] = []


class _Witness(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        calls.append(self.path)
        self.send_error(404)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    calls.clear()
    with HTTPServer(("127.0.0.1", 0), _Witness) as witness:
        thread = Thread(target=witness.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{witness.server_port}/"
        witness.shutdown()
        thread.join()


def test_nothing_is_converted_without_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert convert(b"x", ".txt", ".odt") is None


@pytest.mark.slow
@pytest.mark.skipif(find_program() is None, reason="LibreOffice is not installed")
def test_pictures_are_not_fetched_from_the_network(server: str) -> None:
    page = f'<html><body><p>Text of the page.</p><img src="{server}x.png"></body></html>'
    made = convert(page.encode(), ".html", ".odt:writer8")
    assert made is not None
    assert b"mimetypeapplication/vnd.oasis.opendocument.text" in made[:200]
    assert calls == []


@pytest.mark.slow
@pytest.mark.skipif(find_program() is None, reason="LibreOffice is not installed")
def test_formulas_are_calculated_without_the_network(server: str) -> None:
    rows = [["a", "b"], [1, f'=WEBSERVICE("{server}x")'], [2, "=SUM(A2:A3)"]]
    made = convert(saved(workbook({"S": rows})), ".xlsx", ".xlsx")
    if made is None:
        pytest.skip("LibreOffice has no spreadsheets (libreoffice-calc-nogui)")
    sheet = openpyxl.load_workbook(BytesIO(made), data_only=True)["S"]
    assert sheet["B3"].value == 3
    assert calls == []


@pytest.mark.slow
@pytest.mark.skipif(find_program() is None, reason="LibreOffice is not installed")
def test_damaged_file_is_not_converted() -> None:
    assert convert(b"PK\x03\x04 damaged", ".xlsx", ".xlsx") is None
