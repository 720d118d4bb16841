"""The migrations make what the tables say, rules included, on both databases; and say when there is nothing there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage import schema
from storage.errors import StoreAway
from storage.migrating import config
from storage.tables import metadata

VALUES = {"id": "a" * 32, "now": "2026-11-21 09:30:00+00:00"}


@pytest.fixture
def connection(database: str) -> Iterator[sa.Connection]:
    """A plain connection to a migrated database, whose changes nobody keeps."""
    engine = sa.create_engine(schema.sync_url(database))
    with engine.connect() as connected:
        yield connected
        connected.rollback()
    engine.dispose()


def test_the_migrations_make_what_the_tables_say(connection: sa.Connection) -> None:
    """No column, index, key or foreign key is in one and not in the other."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})

    assert compare_metadata(context, metadata) == []


def test_the_newest_migration_is_the_last_of_the_chain() -> None:
    """Whoever starts looks at the files' names alone: a database that lacks one is not served."""
    assert schema.newest() == ScriptDirectory.from_config(config()).get_current_head()


def test_every_rule_is_really_there(connection: sa.Connection) -> None:
    """Alembic does not see CHECKs, so they are compared here by name, table by table."""
    there, has_flags = sa.inspect(connection), connection.dialect.name == "postgresql"
    for table in metadata.sorted_tables:
        flags = {f"ck_{table.name}_{c.name}" for c in table.columns if isinstance(c.type, sa.Boolean)}
        rules = {str(rule.name) for rule in table.constraints if isinstance(rule, sa.CheckConstraint)}
        found = {str(rule["name"]) for rule in there.get_check_constraints(table.name)}
        assert found == (rules - flags if has_flags else rules), table.name


def test_a_status_that_is_none_is_refused(connection: sa.Connection) -> None:
    """A rule holds whoever writes: here somebody who goes around our code."""
    connection.execute(sa.text("INSERT INTO authority VALUES (:id, 'N', '', '', '{}', :now)"), VALUES)
    good = "INSERT INTO outbox (authority, id, kind, subject, not_before, attempts, state, made)"
    good += " VALUES (:id, :id, 'count', :id, :now, 0, :state, :now)"
    connection.execute(sa.text(good), {**VALUES, "state": "waiting"})

    with pytest.raises(sa.exc.IntegrityError, match="ck_outbox_state"):
        connection.execute(sa.text(good), {**VALUES, "id": "b" * 32, "authority": VALUES["id"], "state": "lost"})


def test_every_key_carries_the_authority() -> None:
    """(authority, id) is the key of every table, and begins every unique rule, index and foreign key."""
    for table in metadata.sorted_tables:
        if table.name == "authority":
            continue
        assert [column.name for column in table.primary_key] == ["authority", "id"], table.name
        for rule in table.constraints:
            if isinstance(rule, sa.UniqueConstraint | sa.ForeignKeyConstraint):
                assert next(iter(rule.columns)).name == "authority", rule
        for index in table.indexes:
            assert next(iter(index.columns)).name == "authority", index


def test_a_current_database_is_not_behind(database: str) -> None:
    """`migrate` again changes nothing."""
    assert schema.behind(database) is None

    schema.migrate(database)

    assert schema.behind(database) is None


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_an_empty_database_is_behind(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Looking at a database that is not there says so, and leaves no empty one behind."""
    file = tmp_path / "voice.db"
    url = f"sqlite:///{file}" if kind == "sqlite" else request.getfixturevalue("empty_postgres")

    assert schema.behind(url) is not None
    assert not file.exists()

    schema.migrate(url)
    assert schema.behind(url) is None


def test_a_database_that_does_not_answer_is_away(tmp_path: Path) -> None:
    """Nobody there is not the same as behind."""
    nowhere = f"postgresql://voice@/voice?host={tmp_path}"

    for ask in (schema.behind, schema.migrate):
        with pytest.raises(StoreAway):
            ask(nowhere)
