"""Headers of every response: what a browser may run, embed, use and keep."""

from flask import Flask, Response

SECURITY_HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "style-src 'self'",
            "script-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation gyroscope hid"
            " magnetometer microphone midi payment picture-in-picture screen-wake-lock serial usb xr-spatial-tracking"
        ).split()
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
CACHE_CONTROL = "private, no-store"
"""For responses that do not say how long they may be kept: they show documents that not everybody may read."""


def init_app(app: Flask) -> None:
    """Add the headers to the responses of an application."""
    app.after_request(_add_headers)


def _add_headers(response: Response) -> Response:
    response.headers.update(SECURITY_HEADERS)
    response.headers.setdefault("Cache-Control", CACHE_CONTROL)
    return response
