"""Sandbox."""

from reportqa.sandbox.pool import Finished, run
from reportqa.sandbox.standby import Standby

__all__ = ["Finished", "Standby", "run"]
