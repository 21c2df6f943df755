"""Mail: one internet message, or an archive of them (mbox), as mail programs and mailing lists save it.

Source: https://www.rfc-editor.org/rfc/rfc4155
"""

import re

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.mail import internet_message
from reportqa.parsing.members import Read

MAX_MAILS = 2000
_BEGINNING = re.compile(rb"(?:\A\s*|(?<=\n\n))From \S.* \d\d:\d\d.*\n(?=>?[A-Z][A-Za-z-]{1,40}:)")
"""The line before a mail, with the time of its arrival; after it the fields begin."""
_ESCAPED = re.compile(rb"^>(?=>*From )", re.MULTILINE)


def parse(data: bytes, read: Read) -> DocumentBuilder:
    """Read a mail, or the mails of an archive in their order, each a section of its subject; failures are named.

    :raises ParseError: when there is no mail with text.
    """
    lines = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    mails = _BEGINNING.split(lines)[1:] if _BEGINNING.match(lines) else []
    if len(mails) < 2:
        return internet_message.parse(data, read)
    builder = DocumentBuilder()
    for number, mail in enumerate(mails[:MAX_MAILS], start=1):
        try:
            found = internet_message.parse(_ESCAPED.sub(b"", mail), read)
        except ParseError as error:
            builder.leave_out("mail that is not read", f"mail {number}: {error}")
            continue
        builder.append(found)
        builder.warnings += [f"Mail {number}: {warning}" for warning in found.warnings]
    if len(mails) > MAX_MAILS:
        builder.warnings.append(f"Only the first {MAX_MAILS:,} of {len(mails):,} mails are read.")
    if not builder.text:
        raise ParseError("has no mail with text. Export it again as .mbox, or save its mails as .eml.")
    return builder
