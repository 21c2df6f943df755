import io

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from reportqa.errors import InputError, UploadNotFound
from reportqa.server.uploads.upload_service import Notice, Notices
from support.uploading import service_of

MIB = 1024**2


def test_notices_are_found_by_their_id_and_the_oldest_are_dropped() -> None:
    notices = Notices()
    first, *_, last = [notices.keep([Notice(f"Number {number}.")]) for number in range(51)]
    assert notices.find(last) == (Notice("Number 50."),)
    assert notices.find(first) == notices.find("") == ()


def test_request_may_have_the_size_of_one_file_and_a_form(taking: Flask) -> None:
    assert service_of(taking).max_body_bytes == 2 * MIB


@pytest.mark.parametrize("names", [[], [""]])
def test_request_without_a_file_is_refused(taking: Flask, names: list[str]) -> None:
    data = {"file": [FileStorage(io.BytesIO(b"x"), name) for name in names]}
    with (
        taking.test_request_context("/uploads/", method="POST", data=data),
        pytest.raises(InputError, match="No file was sent"),
    ):
        service_of(taking).receive_files()


def test_upload_of_the_request_is_streamed_to_the_disk_of_the_index(taking: Flask) -> None:
    service = service_of(taking)
    data = {"file": [FileStorage(io.BytesIO(b"Text."), name) for name in ("a.txt", "b.exe")]}
    with taking.test_request_context("/uploads/", method="POST", data=data):
        received, refused = service.receive_files()
    assert [upload.name for upload in received] == ["a.txt"]
    assert [name for name, _ in refused] == ["b.exe"]
    assert {path.suffix for path in service.uploads.folder.iterdir()} == {".txt", ".json"}


def test_files_sent_in_pieces_are_named_with_those_refused(taking: Flask) -> None:
    service = service_of(taking)
    begun = service.transfers.begin("a.txt", 4)
    service.transfers.write(begun.transfer_id, 0, io.BytesIO(b"text"))
    data = {"upload_id": begun.transfer_id, "refused": ["4 b.exe", f"{2 * MIB} c.txt", "9 d e.txt", "f.exe", " "]}
    with taking.test_request_context("/uploads/", method="POST", data=data):
        received, refused = service.receive_files()
    assert [upload.name for upload in received] == ["a.txt"]
    assert [name for name, _ in refused] == ["b.exe", "c.txt", "d e.txt", "", ""]
    for (_, reason), part in zip(
        refused, ["be read", "larger than 1 MiB", "not received whole", "be", "be"], strict=True
    ):
        assert part in reason
    with (
        taking.test_request_context("/uploads/", method="POST", data={"upload_id": "0" * 16}),
        pytest.raises(UploadNotFound),
    ):
        service.receive_files()


def test_only_a_pending_file_is_checked(taking: Flask) -> None:
    with pytest.raises(UploadNotFound):
        service_of(taking).begin_checks(["0" * 16])
