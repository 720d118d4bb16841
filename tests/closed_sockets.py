"""Keeps every test on this machine: a connection to anywhere else is refused, and remembered.

Python tells its audit hooks of every connection and look-up, asyncio's among them. PostgreSQL's own library
connects without telling anybody, so its one way in is wrapped. Programs that a test starts are not seen.
"""

import os
import sys
from collections.abc import Generator
from ipaddress import ip_address
from typing import Any

import psycopg
from psycopg import generators
from psycopg.conninfo import conninfo_to_dict

attempts: list[str] = []


class OutsideReached(RuntimeError):
    """A test tried to reach another machine. No OSError: code that forgives those must not forgive this."""


def is_here(host: object) -> bool:
    """Whether a host, as a name, a number or a path to a socket, is this machine."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost", "localhost.localdomain") or not isinstance(name, str):
        return True
    if name.startswith(("/", "\0", "@")):
        return True
    try:
        number = ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return number.is_loopback or number.is_unspecified


def refuse_outside(host: object) -> None:
    if not is_here(host):
        attempts.append(str(host))
        raise OutsideReached(f"a test tried to reach {host!r}; tests stay on this machine")


def _hear(event: str, told: tuple[Any, ...]) -> None:
    if event == "socket.getaddrinfo":
        refuse_outside(told[0])
    elif event in ("socket.connect", "socket.sendto") and isinstance(told[1], tuple):
        refuse_outside(told[1][0])


def _connect_here(conninfo: str, **rest: Any) -> Generator[Any, Any, Any]:
    wanted = conninfo_to_dict(conninfo)
    given = conninfo_to_dict(os.environ.get("VOICE_TEST_POSTGRES", "").replace("+psycopg", "", 1))
    for host in (wanted.get("hostaddr"), *str(wanted.get("host") or "").split(",")):
        if host != given.get("host"):
            refuse_outside(host)
    return (yield from _connect(conninfo, **rest))


_connect = generators.connect


def close() -> None:
    """From now on, for as long as this process lives: a hook once told is never untold."""
    sys.addaudithook(_hear)
    psycopg.generators.connect = _connect_here
