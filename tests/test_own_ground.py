"""The tests' own ground: they stay on this machine, and the PostgreSQL they use is a real one."""

import asyncio
import socket
from collections.abc import Callable

import psycopg
import pytest

from tests.closed_sockets import OutsideReached
from tests.postgres import for_libpq

ELSEWHERE = "192.0.2.1"  # kept for documentation (RFC 5737): nobody is there


def test_a_plain_connection_stays_here(closed_sockets: list[str]) -> None:
    """Nothing a test does in plain Python leaves this machine."""
    with pytest.raises(OutsideReached):
        socket.create_connection((ELSEWHERE, 80), timeout=1)
    with pytest.raises(OutsideReached):
        socket.getaddrinfo("example.org", 443)

    assert closed_sockets == [ELSEWHERE, "example.org"]
    closed_sockets.clear()


async def test_an_asynchronous_connection_stays_here(closed_sockets: list[str]) -> None:
    """Nothing a test does in asyncio leaves this machine."""
    with pytest.raises(OutsideReached):
        await asyncio.open_connection(ELSEWHERE, 80)

    closed_sockets.clear()


async def test_a_database_connection_stays_here(closed_sockets: list[str]) -> None:
    """PostgreSQL's library, which connects by itself, does not leave this machine either."""
    with pytest.raises(OutsideReached):
        psycopg.connect(host=ELSEWHERE, connect_timeout=1)
    with pytest.raises(OutsideReached):
        await psycopg.AsyncConnection.connect(host=ELSEWHERE, connect_timeout=1)

    closed_sockets.clear()


async def test_this_machine_is_open() -> None:
    """A server that a test starts can be reached."""
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)

    async with server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.sockets[0].getsockname()[1])
        assert await reader.read() == b""
        writer.close()
        await writer.wait_closed()


def test_a_copy_of_a_database_is_apart(empty_postgres: str, clone_postgres: Callable[[str], str]) -> None:
    """What one test writes into its copy, no other test reads."""
    with psycopg.connect(for_libpq(empty_postgres)) as first:
        first.execute("CREATE TABLE kept (words text)")

    copy = clone_postgres(empty_postgres)
    with psycopg.connect(for_libpq(copy)) as second:
        second.execute("INSERT INTO kept VALUES ('only here')")

    with psycopg.connect(for_libpq(empty_postgres)) as first:
        assert first.execute("SELECT count(*) FROM kept").fetchone() == (0,)
