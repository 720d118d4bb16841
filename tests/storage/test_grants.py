"""What each process may do on PostgreSQL, tried as that process: the intake puts words in and reads none back."""

# ruff: noqa: S608 - statements are put together from the names of our own tables and columns

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from storage.tables import metadata
from tests.postgres import for_libpq

pytestmark = pytest.mark.postgres

PUTS_IN = (
    "statement",
    "statement_part",
    "envelope",
    "concern",
    "concern_step",
    "outbox",
    "inbound_message",
    "audit_event",
)
NEVER_SEES = (
    "child",
    "staff_member",
    "allocation",
    "credential",
    "staff_session",
    "identifier",
    "contact",
    "reading",
    "tally",
)
STAFF_NEVER_SEES = ("way", "mailbox_item", "tally", "tally_book", "inbound_message")
WORKER_NEVER_TOUCHES = ("credential", "staff_draft")
ROLES = ("voice_public", "voice_staff", "voice_worker")


@pytest.fixture
def database(clone_postgres: Callable[[str], str], migrated_postgres: str) -> str:
    return clone_postgres(migrated_postgres)


@pytest.fixture
def connection(database: str) -> Iterator[psycopg.Connection]:
    """A connection of whoever migrated, which may put on any role."""
    with psycopg.connect(for_libpq(database), autocommit=True) as connected:
        yield connected


@contextmanager
def acting_as(connection: psycopg.Connection, role: str) -> Iterator[None]:
    connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
    try:
        yield
    finally:
        connection.execute("RESET ROLE")


def may(connection: psycopg.Connection, role: str, statement: str) -> bool:
    """Whether the role is let in; a statement that then changes nothing, or breaks a rule, was let in."""
    with acting_as(connection, role):
        try:
            connection.execute(statement.encode())
        except InsufficientPrivilege:
            return False
        except psycopg.errors.IntegrityError:
            return True
    return True


def insert_of_nothing(table: str) -> str:
    """Names every column, so that a right to some of them is not enough; adds no row."""
    columns = ", ".join(f'"{column.name}"' for column in metadata.tables[table].columns)
    nothing = ", ".join("NULL" for _ in metadata.tables[table].columns)
    return f"INSERT INTO {table} ({columns}) VALUES ({nothing})"


@pytest.mark.parametrize("table", PUTS_IN)
def test_the_intake_puts_in_and_reads_no_column_back(connection: psycopg.Connection, table: str) -> None:
    """security.md, 1: whoever takes the public process's password finds no word with it."""
    assert may(connection, "voice_public", insert_of_nothing(table))
    for column in metadata.tables[table].columns:
        assert not may(connection, "voice_public", f'SELECT "{column.name}" FROM {table}'), column.name
    assert not may(connection, "voice_public", f"SELECT count(*) FROM {table}")
    assert not may(connection, "voice_public", f"DELETE FROM {table}")


@pytest.mark.parametrize("table", NEVER_SEES)
def test_the_intake_does_not_know_who_anybody_is(connection: psycopg.Connection, table: str) -> None:
    """Names, sign-ins, who works with whom: nothing of it, in or out."""
    for column in metadata.tables[table].columns:
        assert not may(connection, "voice_public", f'SELECT "{column.name}" FROM {table}'), column.name
    assert not may(connection, "voice_public", insert_of_nothing(table))


def test_the_intake_sees_public_halves_alone(connection: psycopg.Connection) -> None:
    """It needs the keys it seals to, never the wrapped ones that open, nor a salt."""
    assert may(connection, "voice_public", "SELECT id, child, purpose, public_key, signature, retired FROM child_key")
    for column in ("wrapped_private", "kek_version", "salt"):
        assert not may(connection, "voice_public", f"SELECT {column} FROM child_key")
    assert not may(connection, "voice_public", insert_of_nothing("child_key"))
    assert not may(connection, "voice_public", "UPDATE child_key SET public_key = NULL")


@pytest.mark.parametrize("role", ROLES)
def test_nobody_changes_the_audit(connection: psycopg.Connection, role: str) -> None:
    """Every process adds lines; none changes one or takes it away."""
    assert may(connection, role, insert_of_nothing("audit_event"))
    assert not may(connection, role, "UPDATE audit_event SET action = 'nothing'")
    assert not may(connection, role, "DELETE FROM audit_event")
    assert not may(connection, role, "TRUNCATE audit_event")


@pytest.mark.parametrize("role", ROLES)
def test_nobody_takes_a_chain_away(connection: psycopg.Connection, role: str) -> None:
    """A chain's head moves on; it is never removed."""
    assert not may(connection, role, "DELETE FROM audit_chain")


@pytest.mark.parametrize("table", STAFF_NEVER_SEES)
def test_staff_do_not_see_the_childs_side(connection: psycopg.Connection, table: str) -> None:
    """A child's mailbox and ways back are the child's; raw counts could name a child (R45)."""
    for column in metadata.tables[table].columns:
        assert not may(connection, "voice_staff", f'SELECT "{column.name}" FROM {table}'), column.name


def test_staff_do_not_see_a_draft(connection: psycopg.Connection) -> None:
    """Not sent is not theirs, sealed or not."""
    assert may(connection, "voice_staff", "SELECT id, begun, sent FROM conversation")
    for column in ("draft", "revision"):
        assert not may(connection, "voice_staff", f"SELECT {column} FROM conversation")
    for column in ("locator", "salt", "wrapped_private"):
        assert not may(connection, "voice_staff", f"SELECT {column} FROM mailbox")


def test_staff_change_no_word_that_was_said(connection: psycopg.Connection) -> None:
    """Statements, envelopes and replies are never changed or removed by the staff's process."""
    for table in ("statement", "statement_part", "envelope", "reply", "reading", "weighing"):
        assert not may(connection, "voice_staff", f"UPDATE {table} SET id = id")
        assert not may(connection, "voice_staff", f"DELETE FROM {table}")
    assert may(connection, "voice_staff", "UPDATE action SET due = due, owner = owner")  # not yet, and by somebody else
    for column in ("statement", "envelope", "made"):
        assert not may(connection, "voice_staff", f"UPDATE action SET {column} = {column}")


@pytest.mark.parametrize("table", WORKER_NEVER_TOUCHES)
def test_the_worker_does_not_sign_in(connection: psycopg.Connection, table: str) -> None:
    """What people sign in with, and what they have half written, is not the worker's."""
    for column in metadata.tables[table].columns:
        assert not may(connection, "voice_worker", f'SELECT "{column.name}" FROM {table}'), column.name
    assert not may(connection, "voice_worker", insert_of_nothing(table))
    assert not may(connection, "voice_worker", f"DELETE FROM {table}")


def test_the_worker_clears_sessions_without_knowing_them(connection: psycopg.Connection) -> None:
    """It removes sessions that have ended; the hash of a cookie is not for it."""
    assert may(connection, "voice_worker", "SELECT id, begun, ended FROM staff_session")
    assert may(connection, "voice_worker", "DELETE FROM staff_session WHERE ended IS NOT NULL")
    assert not may(connection, "voice_worker", "SELECT token_hash FROM staff_session")
    assert not may(connection, "voice_worker", "SELECT staff FROM staff_session")
    assert not may(connection, "voice_worker", insert_of_nothing("staff_session"))
    assert not may(connection, "voice_worker", "UPDATE staff_session SET last_seen = now()")
