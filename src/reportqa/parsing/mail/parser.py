"""Mail: internet messages (.eml, or saved as text) and messages of Outlook (.msg)."""

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.mail.internet_message import read_internet_message
from reportqa.parsing.mail.outlook_message import read_outlook_message
from reportqa.parsing.members import Read


def parse_eml(data: bytes, read: Read) -> DocumentBuilder:
    """Read an internet message and its attached files.

    :raises ParseError: when it has no text.
    """
    return read_internet_message(data).write(read)


def parse_msg(data: bytes, read: Read) -> DocumentBuilder:
    """Read a message of Outlook and its attached files.

    :raises ParseError: when it is not one, or has no text.
    """
    return read_outlook_message(data).write(read)
