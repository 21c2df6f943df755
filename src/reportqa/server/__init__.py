"""The Flask server: pages, JSON API, document viewer, uploads."""

from reportqa.server.app import create_app
from reportqa.server.serve import serve
from reportqa.server.uploads.pending import Room

__all__ = ["Room", "create_app", "serve"]
