"""reportqa: questions answered from your own reports, each sentence with a citation that can be trusted."""

__version__ = "0.2.0"
