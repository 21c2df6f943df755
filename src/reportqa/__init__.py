"""reportqa: answers from your own reports, each sentence with an exact citation."""

__version__ = "0.2.0"
