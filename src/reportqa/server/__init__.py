"""The Flask server: pages, JSON API, document viewer, uploads.

The process that draws pages imports this package too, so it loads the application only in `serve`.
"""

from reportqa.server.accounts.outside_settings import Outside
from reportqa.server.observability.log_options import LogOptions
from reportqa.server.serve import serve

__all__ = ["LogOptions", "Outside", "serve"]
