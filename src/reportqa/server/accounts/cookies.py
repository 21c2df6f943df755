"""The cookies of sessions and forms.

Their names begin with __Host-, which browsers accept only over HTTPS, except on this machine.
"""

from flask import Response, g, request

from reportqa.server.accounts.client import is_encrypted, is_local_name

SESSION, FORM = "session", "form"
HOUR = 3600


def read_cookie(kind: str) -> str:
    """Return the value of a cookie, "" if there is none."""
    set_now: dict[str, tuple[str, int]] = g.get("cookies", {})
    if kind in set_now:
        return set_now[kind][0]
    return request.cookies.get(_secure(kind)) or (request.cookies.get(_local(kind), "") if is_local_name() else "")


def set_cookie(kind: str, value: str, hours: int) -> None:
    """Set a cookie with the response; an empty value deletes it."""
    g.setdefault("cookies", {})[kind] = (value, hours)


def save_cookies(response: Response) -> Response:
    """Add the cookies that were set to a response."""
    is_local = is_local_name() and not is_encrypted()
    set_now: dict[str, tuple[str, int]] = g.get("cookies", {})
    for kind, (value, hours) in set_now.items():
        response.set_cookie(
            _local(kind) if is_local else _secure(kind),
            value,
            max_age=hours * HOUR if value else 0,
            path="/",
            secure=not is_local,
            httponly=True,
            samesite="Lax",
        )
    return response


def _secure(kind: str) -> str:
    return f"__Host-reportqa-{kind}"


def _local(kind: str) -> str:
    return f"reportqa-{kind}"
