"""Runs applications in one event loop until somebody asks them to stop, and lets what is under way finish."""

import asyncio
import signal
import socket
from collections.abc import Callable, Coroutine, Generator, Sequence
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from voice.commands.connections import Connection, make_room
from voice.errors import BadSetting

READY_EVERY = 0.02
TO_FINISH = 20  # seconds for what is under way when we are asked to stop
IDLE = 20  # seconds an unused connection stays open

Beside = Callable[[asyncio.Event], Coroutine[Any, Any, None]]


class Server(uvicorn.Server):
    """One of several in a loop: the signals are for all of them, and are heard in `serve`."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


async def serve(
    apps: Sequence[tuple[ASGIApp, int]], host: str, ready: Callable[[], None], beside: Sequence[Beside] = ()
) -> bool:
    """Serve each application at its port, with other work beside them; False when one of them gave up by itself.

    Raises BadSetting where a port is taken.
    """
    make_room()
    sockets = [listen(host, port) for _, port in apps]
    servers = [Server(_config(app)) for app, _ in apps]
    stop = asyncio.Event()
    for asked in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(asked, _stop, stop, servers)
    async with asyncio.TaskGroup() as group:
        running = [group.create_task(s.serve([on])) for s, on in zip(servers, sockets, strict=True)]
        group.create_task(_say_when_ready(servers, stop, ready))
        for work in beside:
            group.create_task(work(stop))
        await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        asked_to = stop.is_set()
        if not asked_to:
            _stop(stop, servers)
    return asked_to


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises BadSetting."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as refused:
        name = "VOICE_HOST" if isinstance(refused, socket.gaierror) else "PORT"
        raise BadSetting(name, f"cannot listen at {host} port {port}; is something else there?") from None


def _config(app: ASGIApp) -> uvicorn.Config:
    """No access log: a line of it would hold a child's link. No header that says what we run.

    No word of a proxy about who asks is listened to either: nothing here hangs on an address.
    """
    return uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        lifespan="on",
        ws="none",
        http=Connection,
        timeout_keep_alive=IDLE,
        timeout_graceful_shutdown=TO_FINISH,
    )


def _stop(stop: asyncio.Event, servers: Sequence[Server]) -> None:
    """Once: finish what is under way. Asked again: now."""
    for server in servers:
        server.force_exit = stop.is_set()
        server.should_exit = True
    stop.set()


async def _say_when_ready(servers: Sequence[Server], stop: asyncio.Event, ready: Callable[[], None]) -> None:
    while not all(server.started for server in servers):
        if stop.is_set():
            return
        await asyncio.sleep(READY_EVERY)
    ready()
