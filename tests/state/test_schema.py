from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect

from reportqa.errors import InputError, StateUnavailable
from reportqa.state import StateDatabase
from reportqa.state.database import change_schema, engine_of
from reportqa.state.schema import downgrade_schema, known_revisions, revision_of, upgrade_schema
from reportqa.state.tables import Base
from reportqa.state.users import UserStore
from support.postgres import make_schema


def changes_needed(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


def tables_of(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def columns_of(engine: Engine) -> set[tuple[str, str]]:
    found = inspect(engine)
    return {(table, column["name"]) for table in tables_of(engine) for column in found.get_columns(table)}


def test_revisions_are_numbered_in_one_line() -> None:
    revisions = known_revisions()
    assert revisions == [f"{number:04}" for number in range(1, len(revisions) + 1)]


def test_migrations_create_the_tables_that_the_program_uses(database: StateDatabase) -> None:
    assert changes_needed(database.engine) == []
    assert tables_of(database.engine) == set(Base.metadata.tables)


def test_each_migration_goes_up_and_down_again(empty_url: str) -> None:
    engine = engine_of(empty_url)
    before: list[set[tuple[str, str]]] = []
    for revision in known_revisions():
        before.append(columns_of(engine))
        with engine.begin() as connection:
            assert upgrade_schema(connection, revision) == revision
        assert columns_of(engine) != before[-1]
    for columns in reversed(before):
        with engine.begin() as connection:
            downgrade_schema(connection, "-1")
        assert columns_of(engine) == columns
    with engine.begin() as connection:
        upgrade_schema(connection)
    assert changes_needed(engine) == []
    engine.dispose()


def test_upgrade_keeps_what_is_there(empty_url: str) -> None:
    make_schema(empty_url)
    with closing(StateDatabase(empty_url)) as database:
        UserStore(database).add("anna", "a long password")
    with closing(StateDatabase(empty_url)) as database:
        change_schema(database.engine)
        assert [one.name for one in UserStore(database).all()] == ["anna"]


def test_migration_that_fails_changes_nothing(empty_url: str) -> None:
    engine = engine_of(empty_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE attempts (id INTEGER)")
    with pytest.raises(StateUnavailable, match="attempts"):
        change_schema(engine)
    assert tables_of(engine) == {"attempts"}
    engine.dispose()


def test_unknown_revision_is_refused(database: StateDatabase) -> None:
    with database.engine.begin() as connection, pytest.raises(InputError, match='no schema "7777"'):
        downgrade_schema(connection, "7777")


def test_database_of_a_newer_version_is_refused_and_unchanged(empty_url: str) -> None:
    make_schema(empty_url)
    engine = engine_of(empty_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '7777'")
    with pytest.raises(StateUnavailable, match="7777"):
        StateDatabase(empty_url)
    with engine.connect() as connection:
        assert revision_of(connection)[0] == "7777"
    engine.dispose()


def test_empty_database_has_no_revision() -> None:
    with create_engine("sqlite://").connect() as connection:
        assert revision_of(connection) == (None, known_revisions()[-1])
