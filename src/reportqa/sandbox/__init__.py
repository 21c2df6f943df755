"""Functions over untrusted input, run in worker processes with limits."""

from reportqa.sandbox.pool import Finished, run
from reportqa.sandbox.standby import Standby

__all__ = ["Finished", "Standby", "run"]
