"""Messages of Outlook through python-oxmsg."""

import struct
from collections.abc import Callable, Iterator

from oxmsg import Message
from oxmsg.attachment import Attachment

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.mail.message import Mail
from reportqa.parsing.members import Read

_DAMAGED = (ValueError, AssertionError, OSError, LookupError, TypeError, RecursionError, struct.error)
_RTF = 0x1009
"""Property of the text as compressed RTF."""
_SHORT_NAME = 0x3704
_SENDER_NAME = 0x0C1A


def parse(data: bytes, read: Read) -> DocumentBuilder:
    """Read a message of Outlook and its attached files.

    :raises ParseError: when it is not one, damaged, or has no text.
    """
    try:
        message = Message.load(data)
        sender = message.sender or message.properties.str_prop_value(_SENDER_NAME) or ""
        sent = message.sent_date
        people = ", ".join(filter(None, (_person(one.name, one.email_address) for one in message.recipients)))
        mail = Mail(subject=message.subject, sender=sender, date=sent.date().isoformat() if sent else "")
    except _DAMAGED as error:
        raise ParseError("is not a valid Outlook message, or it is damaged. Open it and save it again.") from error
    mail.fields = [("From", sender), ("To", people), ("Date", sent.strftime("%d %B %Y %H:%M") if sent else "")]
    _read_text(message, mail)
    for number, attachment in enumerate(message.attachments, start=1):
        try:
            mail.files += _file(attachment, number, mail)
        except _DAMAGED:
            mail.warnings.append(f"Attached file {number} is damaged and not read.")
    return mail.write(read)


def _read_text(message: Message, mail: Mail) -> None:
    try:
        mail.plain = message.body or ""
    except _DAMAGED:
        mail.warnings.append("The plain text of the message is damaged and not read.")
    try:
        mail.html = (message.html_body or "").encode("utf-8", "replace")
    except _DAMAGED:
        mail.warnings.append("The HTML text of the message is damaged and not read.")
    if not mail.plain.strip() and not mail.html.strip() and message.properties.binary_prop_value(_RTF):
        mail.warnings.append("The text of the message is stored as RTF only and not read. Save it as .eml or PDF.")


def _person(name: str, address: str) -> str:
    return f"{name} <{address}>" if name and address and name != address else name or address


def _file(attachment: Attachment, number: int, mail: Mail) -> Iterator[tuple[str, Callable[[], bytes]]]:
    short = attachment.properties.str_prop_value(_SHORT_NAME)
    name = attachment.file_name or short or f"attached file {number}"
    data = attachment.file_bytes
    if data is None:
        mail.left_out.append(("file that is not read", f"{name}: is an attached message or a link"))
    elif data.strip():
        yield name, lambda: attachment.file_bytes or b""
