"""Checks of uploaded briefings in a worker process, kept for a short while so that corrections can be accepted."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from secrets import token_hex
from threading import BoundedSemaphore, Lock
from typing import TypeVar

from flask import Flask, current_app

from reportqa.corpus import CheckResult
from reportqa.errors import InputError, ParseError, ServerBusy
from reportqa.proofreading import Outcome, Proofreader, correct, read_manuscript
from reportqa.sandbox import run
from reportqa.server.uploads.upload_service import Notices
from reportqa.settings import Settings

EXTENSION = "reportqa-briefing-checks"
FILE_MIB = 16
MAX_BODY_BYTES = (FILE_MIB + 1) * 1024**2
"""The size limit of the request that sends a briefing."""
SECONDS = 120
"""The time limit for one check, if the one for reading a file is not shorter."""
_AT_ONCE = 2
_KEPT = 8
_Outcome = TypeVar("_Outcome")


@dataclass(frozen=True, slots=True)
class CheckedBriefing:
    """A briefing with its result; `fixes` has the page number as written and as it should be, by number of the finding.

    `note` says why no page numbers can be corrected, or is "".
    """

    result: CheckResult
    data: bytes
    fixes: Mapping[int, tuple[str, str]]
    note: str = ""


class BriefingChecks:
    """The checks of a server: at most two at the same time; the last eight are kept in memory."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._limits = replace(settings.limits, seconds=min(SECONDS, settings.limits.seconds))
        self._kept: OrderedDict[str, tuple[str, CheckedBriefing]] = OrderedDict()
        self._lock = Lock()
        self._running = BoundedSemaphore(_AT_ONCE)
        self.notices = Notices()

    def check(self, name: str, data: bytes, index_dir: Path, by: str = "") -> str:
        """Check a briefing against the index of a folder and return the id under which its result is kept for a user.

        :raises InputError: when it cannot be read within the limits.
        :raises ServerBusy: when too many are being checked.
        """
        checked = self._call(partial(_check, replace(self._settings, index_dir=index_dir), data), name)
        key = token_hex(16)
        with self._lock:
            self._kept[key] = by, checked
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return key

    def find(self, key: str, by: str = "") -> CheckedBriefing | None:
        """Return a kept briefing of a user; None if it is too old."""
        owner, checked = self._kept.get(key, ("", None))
        return checked if owner == by else None

    def corrected(self, checked: CheckedBriefing, accepted: Collection[int]) -> bytes:
        """Return the file with the page numbers of the accepted findings corrected.

        :raises InputError: when none of them has a correction.
        """
        chosen = {number for number in accepted if number in checked.fixes}
        if not chosen:
            raise InputError("No correction was chosen. Go back and tick at least one.")
        return self._call(partial(_correct, checked, chosen), checked.result.name)

    def _call(self, function: Callable[[str], _Outcome], name: str) -> _Outcome:
        if not self._running.acquire(blocking=False):
            raise ServerBusy("Other briefings are being checked. Try again in a minute.")
        try:
            with closing(run(function, [name], self._limits, 1)) as results:
                outcome = next(results).outcome
        finally:
            self._running.release()
        if isinstance(outcome, ParseError):
            raise InputError(f"{name} {outcome}")
        return outcome


def _check(settings: Settings, data: bytes, name: str) -> CheckedBriefing:
    manuscript = read_manuscript(name, data)
    findings = Proofreader.open(settings).check(manuscript)
    result = CheckResult(name, manuscript, findings)
    try:
        done = correct(name, data, manuscript, findings).done
    except InputError as error:
        return CheckedBriefing(result, data, {}, str(error))
    return CheckedBriefing(result, data, {findings.index(one.check): (one.old, one.new) for one in done})


def _correct(checked: CheckedBriefing, accepted: Collection[int], name: str) -> bytes:
    result = checked.result
    if result.manuscript is None:
        return checked.data
    # Page numbers that other quotations confirm must stay.
    findings = [one for number, one in enumerate(result.findings) if number in accepted or one.outcome is Outcome.RIGHT]
    return correct(name, checked.data, result.manuscript, findings).data


def init_app(app: Flask, settings: Settings) -> None:
    """Add checks of briefings to an application."""
    app.extensions[EXTENSION] = BriefingChecks(settings)
    app.config["BUDGETS"].set("/verify/", MAX_BODY_BYTES)


def briefing_checks() -> BriefingChecks:
    """Return the checks of the current application."""
    checks: BriefingChecks = current_app.extensions[EXTENSION]
    return checks
