"""Functions and programs over untrusted input, run in processes with limits."""

from reportqa.sandbox.pool import Finished, run
from reportqa.sandbox.program import Completed, run_program
from reportqa.sandbox.standby import Standby

__all__ = ["Completed", "Finished", "Standby", "run", "run_program"]
