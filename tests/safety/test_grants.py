"""What the role of the process that faces children can read on PostgreSQL, tried column by column (security.md, 1)."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from tests.postgres import for_libpq

ALL = "*"

# Written by hand: what may be read, and why. Whatever else can be read fails the test.
MAY_READ = {
    # security.md: "select mailbox, mailbox_item, conversation, survey, invitation hashes, rate buckets"
    "mailbox": ALL,
    "mailbox_item": ALL,
    "conversation": ALL,
    "survey": ALL,
    "rate_bucket": ALL,
    # A survey is asked in the frozen words of one of its versions.
    "survey_version": ALL,
    "wording": ALL,
    # By its hash, and then: is it open, whose conversation begins, which first names stand in the promise.
    "invitation": ALL,
    # Where the draft's key lies, wrapped under what a cookie, code or link carries.
    "way": ALL,
    # Help numbers, duty hours, where Exit leads.
    "authority": ALL,
    # What to seal to, and who signed it. Never the wrapped private halves, the KEK's version or a child's salt.
    "child_key": "authority id child purpose suite public_key signature made retired",
    # The head of its own chain of the audit.
    "audit_chain": ALL,
    # How far a recording has come, and under which names its sealed pieces lie; their key lies in the draft.
    "attachment": ALL,
    "segment": ALL,
    # With her code a child plays what she recorded from the copy that every browser plays.
    "playing_copy": ALL,
    # Which words have a clip, where it lies and what its captions say: never who made it.
    "clip": "authority id language words_hash words version state placeholder kind file size poster captions published",
    # Who would put her words into English, by first name and picture: she may say "not this person" first (R92).
    "interpreter": "authority id staff first_name languages picture",
    # Whether the database is of this version.
    "alembic_version": ALL,
}
NEVER_CHANGES = (
    "audit_event",
    "statement",
    "statement_part",
    "envelope",
    "concern",
    "concern_step",
    "child_key",
    "child",
)

Connection = psycopg.Connection[tuple[object, ...]]


@pytest.fixture
def connection(fresh_postgres: str) -> Iterator[Connection]:
    with psycopg.connect(for_libpq(fresh_postgres), autocommit=True) as connected:
        yield connected


def columns(connection: Connection) -> dict[str, list[str]]:
    """Every column of every table, view and the like that is not PostgreSQL's own."""
    found: dict[str, list[str]] = {}
    wanted = (
        "SELECT c.relname, a.attname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "JOIN pg_attribute a ON a.attrelid = c.oid WHERE n.nspname NOT LIKE 'pg\\_%' "
        "AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'v', 'm', 'p', 'f', 'S') "
        "AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, a.attnum"
    )
    for table, column in connection.execute(wanted).fetchall():
        found.setdefault(str(table), []).append(str(column))
    return found


def allowed(connection: Connection, said: sql.Composed) -> bool:
    try:
        connection.execute(said)
    except psycopg.errors.InsufficientPrivilege:
        return False
    return True


@pytest.mark.postgres
def test_the_public_role_reads_what_it_may_and_nothing_else(connection: Connection) -> None:
    """Every column of every table is tried, as the role itself."""
    every = columns(connection)
    connection.execute("SET ROLE voice_public")

    read = {
        (table, column)
        for table, names in every.items()
        for column in names
        if allowed(connection, sql.SQL("SELECT {} FROM {}").format(sql.Identifier(column), sql.Identifier(table)))
    }

    may = {(t, c) for t, which in MAY_READ.items() for c in (every[t] if which == ALL else which.split())}
    assert read - may == set(), "can be read, and nobody wrote down why"
    assert may - read == set(), "cannot be read any more: take it out of the list"
    assert len(every) > 40


@pytest.mark.postgres
def test_the_public_role_changes_and_deletes_nothing_that_was_sent(connection: Connection) -> None:
    """What was said, and that it was said, stays as it is, whoever has taken over the public process."""
    connection.execute("SET ROLE voice_public")

    for table in NEVER_CHANGES:
        name = sql.Identifier(table)
        assert not allowed(connection, sql.SQL("DELETE FROM {}").format(name)), table
        assert not allowed(connection, sql.SQL("TRUNCATE {}").format(name)), table
        assert not allowed(connection, sql.SQL("UPDATE {} SET authority = NULL").format(name)), table


@pytest.mark.postgres
def test_the_public_role_is_nobody_else_and_cannot_become_anybody(connection: Connection) -> None:
    """No way round the grants: no other role, no file, no program, no function that runs as somebody else."""
    wanted = (
        "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication FROM pg_roles WHERE rolname = %s"
    )
    powers = connection.execute(wanted, ("voice_public",)).fetchone()
    member = connection.execute(
        "SELECT count(*) FROM pg_auth_members WHERE member = 'voice_public'::regrole"
    ).fetchone()
    lending = connection.execute(
        "SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
        "WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
    ).fetchone()
    connection.execute("SET ROLE voice_public")

    assert powers == (False,) * 5
    assert member == (0,)
    assert lending == (0,)
    assert not allowed(connection, sql.SQL("SELECT pg_read_file('PG_VERSION')").format())
    assert not allowed(connection, sql.SQL("CREATE TABLE mine (id int)").format())
