from flask import Flask

from reportqa.server.current_index import current_engine


def test_request_gets_the_engine_that_is_in_use(app: Flask) -> None:
    with app.app_context():
        assert current_engine() is app.extensions["reportqa"].get()
