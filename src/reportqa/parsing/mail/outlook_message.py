"""Messages of Outlook through python-oxmsg."""

import struct
from collections.abc import Iterator

from oxmsg import Message
from oxmsg.attachment import Attachment

from reportqa.errors import ParseError
from reportqa.parsing.mail.message import Mail

_DAMAGED = (
    ValueError,
    KeyError,
    AssertionError,
    IndexError,
    OSError,
    LookupError,
    TypeError,
    RecursionError,
    struct.error,
)
_RTF = 0x1009
"""Property of the text as compressed RTF."""
_SHORT_NAME = 0x3704
_SENDER_NAME = 0x0C1A


def read_outlook_message(data: bytes) -> Mail:
    """Return the mail of an Outlook message.

    :raises ParseError: when it is not one, or damaged.
    """
    try:
        message = Message.load(data)
        mail = Mail(
            subject=message.subject, sender=message.sender or message.properties.str_prop_value(_SENDER_NAME) or ""
        )
        sent = message.sent_date
        people = ", ".join(filter(None, (_person(one.name, one.email_address) for one in message.recipients)))
    except _DAMAGED as error:
        raise ParseError("is not a valid Outlook message, or it is damaged. Open it and save it again.") from error
    mail.date = sent.date().isoformat() if sent else ""
    mail.fields = [("From", mail.sender), ("To", people), ("Date", sent.strftime("%d %B %Y %H:%M") if sent else "")]
    _read_text(message, mail)
    for number, attachment in enumerate(message.attachments, start=1):
        try:
            mail.files += _file(attachment, number, mail)
        except _DAMAGED:
            mail.warnings.append(f"Attached file {number} is damaged and not read.")
    return mail


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


def _file(attachment: Attachment, number: int, mail: Mail) -> Iterator[tuple[str, bytes]]:
    short = attachment.properties.str_prop_value(_SHORT_NAME)
    name = attachment.file_name or short or f"attached file {number}"
    data = attachment.file_bytes
    if data is None:
        mail.left_out.append(("file that is not read", f"{name}: is an attached message or a link"))
    elif data.strip():
        yield name, data
