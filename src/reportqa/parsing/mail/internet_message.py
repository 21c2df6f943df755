"""Internet messages by the standard library.

Source: https://www.rfc-editor.org/rfc/rfc5322
"""

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage, Message
from functools import partial
from itertools import islice

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.parsing.mail.message import Mail
from reportqa.parsing.members import Read

_FIELDS = {"from": "From", "to": "To", "cc": "Cc", "date": "Date", "sent": "Date", "attachments": "Attachments"}
_MBOX = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*From \S+ .*\n")
_MAILS = frozenset({"message/rfc822", "message/global"})
_ENRICHED = frozenset({"text/enriched", "text/richtext"})
_COMMAND = re.compile(r"<<|<param>.{0,2000}?</param>|</?[a-z0-9-]{1,60}>", re.IGNORECASE | re.DOTALL)
_LINE_ENDS = re.compile(r"\n(\n*)")
_MAX_PARTS = 2000
_SUFFIXES = {"text/calendar": ".ics", "application/pdf": ".pdf", "text/csv": ".csv"}


def parse(data: bytes, read: Read) -> DocumentBuilder:
    """Read an internet message and its attached files; parts that are damaged are named.

    :raises ParseError: when it is not one, or has no text.
    """
    data = _MBOX.sub(b"", data).removeprefix(b"\xef\xbb\xbf").lstrip()
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise ParseError("is not a mail: it has no fields (From:, To:, Subject:). Save it again as .eml.")
    mail = Mail(subject=_field(message, "subject"), sender=_field(message, "from"))
    mail.date = _field(message, "date") or _field(message, "sent")
    mail.fields = [(shown, _field(message, name)) for name, shown in _FIELDS.items()]
    others = sorted({name for name in message if name.lower() not in {*_FIELDS, "subject"}})
    mail.left_out.append(("mail fields", ", ".join(others)))
    parts = list(islice(_parts(message), _MAX_PARTS + 1))
    if len(parts) > _MAX_PARTS:
        mail.warnings.append(f"Only the first {_MAX_PARTS:,} parts of the mail are read.")
    for part in parts[:_MAX_PARTS]:
        _read_part(part, mail)
    return mail.write(read)


def _parts(part: Message) -> Iterator[Message]:
    """Yield the parts of a mail, not those of mails that are attached to it, which are read as files."""
    if part.is_multipart() and part.get_content_type() not in _MAILS:
        if part.get_content_maintype() == "message":
            yield part
        for inner in part.iter_parts() if isinstance(part, EmailMessage) else ():
            yield from _parts(inner)
    else:
        yield part


def _read_part(part: Message, mail: Mail) -> None:
    kind, name = part.get_content_type(), part.get_filename()
    if kind in _MAILS:
        inner = part.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], Message):
            title = str(inner[0].get("subject") or "attached mail")
            mail.files.append((name or f"{title}.eml", inner[0].as_bytes))
        return
    if part.get_content_maintype() == "message":
        _read_fields(part, mail)
        return
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        mail.warnings.append(f"A part of the mail ({kind}) is damaged and not read.")
        return
    is_text = not name and part.get_content_disposition() != "attachment"
    if is_text and kind == "text/plain":
        mail.plain = "\n\n".join(filter(None, (mail.plain, _text(data, part.get_content_charset()))))
    elif is_text and kind in _ENRICHED:
        mail.enriched += _without_commands(_text(data, part.get_content_charset()))
    elif is_text and kind == "text/html":
        mail.html += _text(data, part.get_content_charset()).encode("utf-8", "replace")
    elif part.get("content-id") and kind.startswith("image/"):
        mail.left_out.append(("picture", name or kind))
    elif data.strip():
        mail.files.append((name or f"part{_SUFFIXES.get(kind, '')}", partial(_contents, part)))


def _contents(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _read_fields(part: Message, mail: Mail) -> None:
    """Read the fields of a report about a mail; name a mail that is elsewhere or in several parts."""
    kind, inner = part.get_content_type(), part.get_payload()
    blocks = [one for one in inner if isinstance(one, Message)] if isinstance(inner, list) else []
    if kind == "message/external-body":
        # Addresses in it are often not written as parameters should be.
        about = next(str(value) for key, value in part.raw_items() if key.lower() == "content-type")
        named = f"{part.get_filename() or 'attached file'}: is elsewhere: {about.partition(';')[2]}"
        mail.left_out.append(("file that is not read", named))
    elif kind == "message/partial":
        mail.warnings.append("Only a part of the mail is in the file. Join its parts in a mail program, and save it.")
    else:
        lines = (
            "\n".join(f"{key}: {' '.join(str(value).split())}" for key, value in one.raw_items()) for one in blocks
        )
        mail.plain = "\n\n".join(filter(None, (mail.plain, *lines)))


def _without_commands(text: str) -> str:
    """Return enriched text as plain text: a single line end is a space there, and "<<" a "<".

    Source: https://www.rfc-editor.org/rfc/rfc1896
    """
    text = _LINE_ENDS.sub(lambda match: "\n\n" if match[1] else " ", text.replace("\r\n", "\n"))
    return _COMMAND.sub(lambda match: "<" if match[0] == "<<" else "", text)


def _text(data: bytes, charset: str | None) -> str:
    """Return the text of a part, empty if it has none."""
    try:
        return decode(data, charset) if data.strip() else ""
    except ParseError:
        return data.decode("utf-8", "replace")


def _field(message: EmailMessage, name: str) -> str:
    """Return the value of a field; one that is damaged as it is written."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    if any("\udc80" <= letter <= "\udcff" for letter in raw):
        # Letters that are not encoded, as in mail saved as text.
        return " ".join(decode(raw.encode("utf-8", "surrogateescape")).split())
    try:
        return " ".join(str(message.get(name) or "").split())
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError):
        return " ".join(raw.split())
