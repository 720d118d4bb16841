"""`submit`: a child presses Send. The service against the prototype, on copies of the same database.

What is counted in the same runs: an acknowledged statement that is not there, one that is there twice, a server
error, and a slow answer after many clients went away in the middle of their requests.
"""

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from time import sleep

from bench.figures import Figure, Results, Spread
from bench.load import Job, Load, Run
from bench.prepared import Prepared, Ready
from bench.servers import Server, prototype, service
from bench.sizes import Sizes

TOO_SLOW = 1.0  # seconds, after others were cut off
AFTER_A_CUT = 32
VALID = 0.4


@dataclass(slots=True)
class Seen:
    """One server's rounds at one number of clients."""

    rates: list[float] = field(default_factory=list)
    slowest: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def add(self, run: Run, cpu: float) -> None:
        self.rates.append(len(run.statuses) / run.seconds)
        self.slowest.append(run.percentile(0.99))
        self.cpu.append(cpu / len(run.statuses) * 1000)


class Submitting:
    """The servers of this benchmark, and the conversations that none of them has been sent yet."""

    def __init__(self, load: Load, prepared: Prepared, sizes: Sizes, place: Path, stack: ExitStack) -> None:
        self._load, self._sizes, self._prepared = load, sizes, prepared
        self.ours = prepared.copy(place / "ours")
        copies = {kind: prepared.copy(place / kind) for kind in ("submit", "single")}
        self.service: Server = stack.enter_context(service(self.ours.home, self.ours.database))
        self.limits = {kind: stack.enter_context(prototype(kind, copies[kind].file)) for kind in copies}
        self._left = list(prepared.ready)
        self.acknowledged: list[str] = []
        self.errors = 0

    def take(self, count: int) -> list[Ready]:
        taken, self._left = self._left[:count], self._left[count:]
        assert len(taken) == count
        return taken

    def on_service(self, clients: int, ready: Sequence[Ready], seen: Seen | None = None) -> Run:
        before = self.service.cpu()
        run = self._load.run(self.service.port, clients, [[each.send()] for each in ready])
        if seen:
            seen.add(run, self.service.cpu() - before)
        self.note(ready, run)
        self.errors += run.broken
        return run

    def note(self, ready: Sequence[Ready], run: Run) -> None:
        """Whose Send was answered with the receipt's address."""
        both = zip(ready, run.statuses, strict=True)
        self.acknowledged += [each.conversation.hex for each, status in both if status == 303]

    def on_limit(self, kind: str, clients: int, ready: Sequence[Ready], seen: Seen) -> None:
        server = self.limits[kind]
        jobs: list[Job] = [[each.send_to_prototype(self._prepared.answers)] for each in ready]
        before = server.cpu()
        run = self._load.run(server.port, clients, jobs)
        assert run.broken == 0
        seen.add(run, server.cpu() - before)


def measure(load: Load, prepared: Prepared, sizes: Sizes, place: Path, results: Results) -> None:
    """Every figure of `submit`, `memory`, and the counts."""
    with ExitStack() as stack:
        at = Submitting(load, prepared, sizes, place, stack)
        idle = at.service.memory(), at.limits["submit"].memory()
        for clients, count in sizes.submissions.items():
            results.figures += _at(at, clients, count, sizes.rounds, results)
        after = at.service.memory(), at.limits["submit"].memory()
        for name, (ours, theirs) in (("memory, idle", idle), (f"memory, {len(at.acknowledged):,} sent", after)):
            results.figures.append(_memory(name, ours, theirs))
        _count(at, load, sizes, results)


def _at(at: Submitting, clients: int, count: int, rounds: int, results: Results) -> list[Figure]:
    ours, limit, single = Seen(), Seen(), Seen()
    for _ in range(rounds):
        ready = at.take(count)
        at.on_service(clients, ready, ours)
        at.on_limit("submit", clients, ready, limit)
        at.on_limit("single", clients, ready, single)
    worth = Spread(limit.rates).over(Spread(single.rates))
    if worth.median < VALID:
        results.remarks.append(f"INVALID at {clients} clients: the prototype reaches {worth} of a single row")
    return figures(f"submit, {clients}", "limit", ours, limit, 0.6)


def figures(name: str, than: str, ours: Seen, theirs: Seen, goal: float) -> list[Figure]:
    """Speed, the slowest hundredth, and processor time, which a busy machine disturbs least."""
    rates, slowest, cpu = (Spread(ours.rates), Spread(ours.slowest), Spread(ours.cpu))
    other = (Spread(theirs.rates), Spread(theirs.slowest), Spread(theirs.cpu))
    ms = [Spread([1000 * value for value in each.values]) for each in (slowest, other[1])]
    return [
        Figure(name, than, rates.over(other[0]), goal, ours=rates, theirs=other[0], unit="a second"),
        Figure(f"{name}: p99", than, slowest.over(other[1]), 2, False, ours=ms[0], theirs=ms[1], unit="ms"),
        Figure(f"{name}: processor", than, other[2].over(cpu), goal, ours=cpu, theirs=other[2], unit="ms each"),
    ]


def _memory(name: str, ours: int, theirs: int) -> Figure:
    mine, other = Spread([ours / 2**20]), Spread([theirs / 2**20])
    return Figure(name, "limit", mine.over(other), 2.5, False, ours=mine, theirs=other, unit="MB")


def _count(at: Submitting, load: Load, sizes: Sizes, results: Results) -> None:
    """Clients that go away, then a process that is killed: what was acknowledged is there, and once."""
    load.begin(at.service.port, sizes.cut_off, [[each.send()] for each in at.take(sizes.cut_off)], cut=True)
    load.end()
    later = at.on_service(AFTER_A_CUT, at.take(sizes.cut_off))
    ready = at.take(sizes.killed)
    load.begin(at.service.port, AFTER_A_CUT, [[each.send()] for each in ready])
    sleep(min(0.3, sizes.killed / 1000))
    at.service.kill()
    at.note(ready, load.end())
    stored = Counter(at.ours.statements())
    results.counted |= {
        "acknowledged but lost": len(set(at.acknowledged) - stored.keys()),
        "stored twice": sum(times - 1 for times in stored.values()),
        "server errors": at.errors,
        "slower than a second after clients were cut off": sum(each > TOO_SLOW for each in later.latencies),
    }
