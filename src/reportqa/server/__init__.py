"""The Flask server: pages, JSON API, document viewer, uploads."""

from reportqa.server.uploads.pending import Room

__all__ = ["Room"]
