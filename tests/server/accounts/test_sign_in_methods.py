from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.errors import InputError
from reportqa.server.accounts.current_user import STATE
from reportqa.server.accounts.sign_in_methods import check_methods
from reportqa.server.app import create_app
from reportqa.settings import Settings
from reportqa.state import UserStore


def test_somebody_must_be_able_to_sign_in(settings: Settings, tmp_path: Path) -> None:
    app = create_app(replace(settings, index_dir=tmp_path), with_sign_in=True)
    with pytest.raises(InputError, match="Nobody can sign in yet"):
        check_methods(app)
    UserStore(app.extensions[STATE]).add("anna", "a long password")
    check_methods(app)
    UserStore(app.extensions[STATE]).change("anna", disabled=True)
    with pytest.raises(InputError, match="Nobody can sign in yet"):
        check_methods(app)
