"""Figures for Prometheus, at a port that only this machine can reach. None is about anybody.

How many requests, by application, kind and answer, and how long; how many writes and commits; what waits in the outbox,
by kind and state. No path, no address, no id: the labels are closed lists (tests/commands/test_measuring.py).
"""

import time
from collections.abc import Iterable
from uuid import UUID

from prometheus_client import REGISTRY, Counter, Gauge, Histogram, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from storage import outbox
from storage.store import Store
from voice import clock
from voice.errors import BadSetting

HERE_ALONE = "127.0.0.1"
METHODS = frozenset({"GET", "HEAD", "POST"})

REQUESTS = Counter("voice_requests", "Requests answered.", ["app", "method", "status"])
SECONDS = Histogram("voice_request_seconds", "Seconds until an answer was whole.", ["app"])
WAITING = Gauge("voice_outbox", "Deliveries that are not done.", ["kind", "state"])
OLDEST = Gauge("voice_outbox_oldest_seconds", "How long the oldest delivery waits that is not done.")


class Measured:
    """An application whose answers are counted."""

    def __init__(self, app: ASGIApp, name: str) -> None:
        self._app = app
        self._name = name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
            await send(message)

        try:
            await self._app(scope, receive, watch)
        finally:
            method = scope["method"] if scope["method"] in METHODS else "other"
            REQUESTS.labels(self._name, method, str(status)).inc()
            SECONDS.labels(self._name).observe(time.perf_counter() - began)


class _Writing(Collector):
    """What the writer has done, looked up when somebody asks."""

    def __init__(self, store: Store) -> None:
        self._writer = store.writer

    def collect(self) -> Iterable[Metric]:
        yield CounterMetricFamily("voice_writes", "Writes taken from whoever decided them.", self._writer.written)
        yield CounterMetricFamily("voice_commits", "Commits that kept them.", self._writer.commits)
        yield GaugeMetricFamily("voice_writes_waiting", "Writes that wait for a commit.", self._writer.waiting)


def open_to_prometheus(port: int, store: Store) -> None:
    """Answer there from now on. Raises BadSetting where the port is taken."""
    REGISTRY.register(_Writing(store))
    try:
        start_http_server(port, addr=HERE_ALONE)
    except OSError:
        raise BadSetting("VOICE_METRICS_PORT", f"cannot listen at port {port}; is something else there?") from None


async def measure_outbox(store: Store, authority: UUID) -> None:
    """What the worker sees in the outbox."""
    async with store.reading() as db:
        found = await outbox.standing(db, authority)
    WAITING.clear()
    for each in found:
        WAITING.labels(each.kind, each.state).inc(each.count)
    oldest = min((each.oldest for each in found), default=clock.now())
    OLDEST.set((clock.now() - oldest).total_seconds())
