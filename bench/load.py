"""The clients: raw HTTP/1.1 over kept connections, in a process of their own and as cheap as can be.

A job is the bytes of a few requests that one client makes in turn; `@` in a request's address stands for where the
answer before it led.
"""

import asyncio
import multiprocessing
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle, islice, repeat
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self, cast

import uvloop

from bench.machine import cpu_of

Job = Sequence[bytes]
PATIENCE = 60  # seconds until an answer counts as none


@dataclass(slots=True)
class Run:
    """What the clients saw: the time for all, each request's time, and the status of each job's first answer."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    led: set[bytes] = field(default_factory=set)  # where each job's first answer led
    broken: int = 0  # answers of 500 and above, and answers that never came

    @property
    def requests(self) -> int:
        return len(self.latencies)

    def percentile(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


class Load:
    """The process of the clients."""

    def __enter__(self) -> Self:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), daemon=True)
        self._process.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, at: TracebackType | None
    ) -> None:
        self._ours.send(None)
        self._process.join()

    def begin(self, port: int | Sequence[int], clients: int, jobs: Sequence[Job], *, cut: bool = False) -> None:
        """Let so many clients share the jobs, each at one of the ports.

        cut: each goes away in the middle of its first request.
        """
        self._ours.send(([port] if isinstance(port, int) else port, clients, jobs, cut))

    def end(self) -> Run:
        run: Run = self._ours.recv()
        return run

    def cpu(self) -> float:
        """Seconds of processor time the clients have used so far."""
        return cpu_of(self._process.pid or 0)

    def run(self, port: int | Sequence[int], clients: int, jobs: Sequence[Job]) -> Run:
        self.begin(port, clients, jobs)
        return self.end()


def _work(parent: Connection) -> None:
    while (asked := parent.recv()) is not None:
        parent.send(uvloop.run(_go_away(*asked[:3]) if asked[3] else _all(*asked[:3])))


class _Client(asyncio.Protocol):
    def __init__(self) -> None:
        self._buffer = b""
        self._answer: asyncio.Future[bytes] | None = None
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def ask(self, request: bytes) -> "asyncio.Future[bytes]":
        assert self.transport
        self._answer = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return self._answer

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        if found and len(body) >= int(_header(head, b"content-length") or 0):
            self._buffer = b""
            self._finish(head)

    def connection_lost(self, _: Exception | None) -> None:
        self.transport = None
        self._finish(b"")

    def _finish(self, head: bytes) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_result(head)


def _header(head: bytes, name: bytes) -> bytes:
    return head.lower().partition(b"\r\n" + name + b": ")[2].partition(b"\r\n")[0]


async def _all(ports: Sequence[int], clients: int, jobs: Sequence[Job]) -> Run:
    served = list(islice(cycle(ports), clients))
    run, left = Run(statuses=list(repeat(0, len(jobs)))), iter(enumerate(jobs))
    opened = await asyncio.gather(*(_connect(port) for port in served))
    began = time.perf_counter()
    await asyncio.gather(*(_one(client, port, left, run) for client, port in zip(opened, served, strict=True)))
    run.seconds = time.perf_counter() - began
    for client in opened:
        if client.transport:
            client.transport.close()
    return run


async def _one(client: _Client, port: int, left: Iterator[tuple[int, Job]], run: Run) -> None:
    for number, job in left:
        led = b""
        for place, request in enumerate(job):
            if client.transport is None:
                with suppress(OSError):
                    client = await _connect(port)
            began = time.perf_counter()
            head = await _answer(client, request.replace(b" @ ", b" " + led + b" ", 1))
            run.latencies.append(time.perf_counter() - began)
            status, led = int(head[9:12] or 0), _header(head, b"location")
            run.broken += status == 0 or status >= 500
            if place == 0:
                run.statuses[number] = status
                run.led.add(led)


async def _answer(client: _Client, request: bytes) -> bytes:
    if client.transport is None:
        return b""
    try:
        return await asyncio.wait_for(client.ask(request), PATIENCE)
    except TimeoutError:
        return b""


async def _connect(port: int) -> _Client:
    _, client = await asyncio.get_running_loop().create_connection(_Client, "127.0.0.1", port)
    return client


async def _go_away(ports: Sequence[int], clients: int, jobs: Sequence[Job]) -> Run:
    """Half of them in the middle of the form, half when it is sent and before it is answered."""
    opened = await asyncio.gather(*(_connect(ports[0]) for _ in range(clients)))
    for number, (client, job) in enumerate(zip(opened, jobs, strict=False)):
        assert client.transport
        client.transport.write(job[0][: -20 if number % 2 else None])
    await asyncio.sleep(0.05)
    for client in opened:
        if client.transport:
            client.transport.abort()
    return Run()
