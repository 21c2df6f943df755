"""The fields at the beginning of a mail, by which mail saved as text is known."""

import re

_FIELD = re.compile(rb"([A-Z][A-Za-z-]{1,40}):[ \t]?(.*)")
_MBOX = re.compile(rb"From \S+ .*\n")
_FRONT = 20_000
_SENDER = {b"from"}
_OTHERS = {b"to", b"subject", b"date", b"sent", b"cc", b"message-id", b"received", b"reply-to", b"mime-version"}
_NEEDED = 2


def is_mail(data: bytes) -> bool:
    """Return whether a text begins with the fields of a mail: a sender, and two of the others."""
    if b"\f" in data:
        # Pages, which mail has not.
        return False
    front = data[:_FRONT].removeprefix(b"\xef\xbb\xbf").lstrip().replace(b"\r\n", b"\n")
    front = _MBOX.sub(b"", front, count=1) if front.startswith(b"From ") else front
    names: set[bytes] = set()
    for line in front.split(b"\n"):
        if not line.strip():
            break
        match = _FIELD.match(line)
        if match:
            names.add(match[1].lower())
        elif not line.startswith((b" ", b"\t")) or not names:
            return False
    return bool(names & _SENDER) and len(names & _OTHERS) >= _NEEDED
