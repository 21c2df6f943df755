import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from reportqa.errors import SignInRequired
from reportqa.server.accounts.current_user import LOCAL_USER, current_user, set_user, signs_in, user_or_none
from reportqa.state import Role, User

ROOT = Path(__file__).resolve().parents[3]


def test_local_user_may_do_and_see_everything(app: Flask) -> None:
    with app.test_request_context():
        assert not signs_in()
        assert current_user() is LOCAL_USER
        assert user_or_none() is None
    assert (LOCAL_USER.role, LOCAL_USER.sees_all) == (Role.ADMIN, True)


def test_request_has_the_user_that_was_set(users_app: Flask) -> None:
    user = User("anna", Role.READER)
    with users_app.test_request_context():
        assert signs_in()
        with pytest.raises(SignInRequired):
            current_user()
        set_user(user)
        assert current_user() is user
    with users_app.app_context():
        assert user_or_none() is None


def test_server_without_sign_in_loads_no_database_library(tmp_path: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from reportqa.server.app import create_app
from reportqa.settings import Settings
app = create_app(Settings.from_env({{}}, root=Path({str(ROOT)!r}), index_dir=Path({str(tmp_path)!r})))
assert app.test_client().get("/livez").status_code == 200
assert app.test_client().get("/").status_code == 503
print(*{{"alembic", "argon2", "psycopg", "sqlalchemy"}} & {{name.partition(".")[0] for name in sys.modules}})
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
    assert not (tmp_path / "state.db").exists()
