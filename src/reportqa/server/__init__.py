"""Server."""

from reportqa.server.uploads.pending import Room

__all__ = ["Room"]
