from pathlib import Path

from reportqa.state import StateDatabase
from support.commands import assert_refused, run_here


def test_schema_goes_down_and_up_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/state.db"
    given = {"REPORTQA_STATE_URL": url}
    newest = run_here("state", "upgrade", env=given).stdout
    assert newest.startswith("The schema of the state database is 0")
    assert run_here("state", "downgrade", "base", env=given).stdout == "The schema of the state database is base.\n"
    assert run_here("state", "upgrade", env=given).stdout == newest
    StateDatabase(url).close()


def test_default_is_the_file_in_the_index_folder(tmp_path: Path) -> None:
    run_here("state", "upgrade", "--index", str(tmp_path))
    assert (tmp_path / "state.db").is_file()


def test_unknown_schema_and_wrong_address_are_refused(tmp_path: Path) -> None:
    given = {"REPORTQA_STATE_URL": f"sqlite:///{tmp_path}/state.db"}
    assert_refused(run_here("state", "downgrade", "7777", env=given), 1, 'no schema "7777"')
    assert_refused(run_here("state", "upgrade", env={"REPORTQA_STATE_URL": "nonsense"}), 1, "REPORTQA_STATE_URL is not")
