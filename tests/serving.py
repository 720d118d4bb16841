"""Serves the real applications on this machine for a test, each on a port of its own."""

import asyncio
import random
import socket
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

import uvicorn
from starlette.types import ASGIApp


def free_socket() -> socket.socket:
    """A bound socket on a free port, so that the address is known before anything is served."""
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    return bound


def free_port() -> int:
    """A port with two free ones above it, for another process to serve at.

    Below those that the system gives to calls that go out, or one of them takes it in the meantime.
    """
    for port in random.sample(range(20_000, 32_000, 3), 100):
        with ExitStack() as held:
            try:
                for each in range(port, port + 3):
                    held.enter_context(socket.create_server(("127.0.0.1", each)))
            except OSError:
                continue
            return port
    raise OSError("no port is free")


def address_of(bound: socket.socket) -> str:
    return f"http://127.0.0.1:{bound.getsockname()[1]}"


@asynccontextmanager
async def served(app: ASGIApp, bound: socket.socket) -> AsyncIterator[str]:
    """The application at its address, until the block ends."""
    config = uvicorn.Config(app, access_log=False, log_level="warning", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    task = asyncio.create_task(server.serve(sockets=[bound]))
    while not server.started:  # noqa: ASYNC110 - uvicorn says it by a flag alone
        await asyncio.sleep(0.01)
    try:
        yield address_of(bound)
    finally:
        server.should_exit = True
        await task
