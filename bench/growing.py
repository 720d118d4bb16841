"""`growing`: more public processes on one PostgreSQL. What a submission costs each part, and whether they wait."""

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread

import psycopg

from bench.figures import Figure, Results, Spread
from bench.load import Load
from bench.prepared import Prepared, Ready, prepare
from bench.servers import Server, service
from bench.sizes import Sizes
from bench.waiting import slower_fsync
from tests import postgres
from tests.faults.cluster import Killable, killable

EACH = 16  # clients of each process
# Rows that two wait for: one has it, the other asks for its transaction or stands in line for the row.
WAITS = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')"


@dataclass(slots=True)
class Spent:
    """Milliseconds of processor time a submission, by who used them, and how many there were a second."""

    service: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    client: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)


async def measure(load: Load, sizes: Sizes, place: Path, results: Results) -> None:
    with killable() as server:  # it syncs, as a service's does
        if server is None:
            results.remarks.append(f"SKIPPED: growing, because {postgres.MISSING}")
            return
        spent, waits = await _grow(load, sizes, place, server)
        one = spent[1]
        for many in sizes.processes[1:]:
            for name in ("service", "database", "client"):
                ours, alone = (Spread(getattr(each, name)) for each in (spent[many], one))
                label, than = f"growing, {many}: {name}", "one process"
                results.figures.append(Figure(label, than, ours.over(alone), 1.15, False, ours, alone, "ms each"))
        results.counted["waits for a row that another process had"] = waits
        await _on_a_slow_disk(load, sizes, place, server, results)


async def _grow(load: Load, sizes: Sizes, place: Path, database: Killable) -> tuple[dict[int, Spent], int]:
    """Rounds that take turns: one process, two, four, on one database."""
    of_a_round = sizes.growing * sum(sizes.processes)
    prepared = await prepare(place / "growing", sizes.rounds * of_a_round, database.cluster.create())
    left, spent = iter(prepared.ready), {many: Spent() for many in sizes.processes}
    with ExitStack() as stack, _watched(prepared.database) as waits:
        servers = [stack.enter_context(service(prepared.home, prepared.database)) for _ in range(max(sizes.processes))]
        for _ in range(sizes.rounds):
            for many in sizes.processes:
                ready = [next(left) for _ in range(many * sizes.growing)]
                _round(load, servers[:many], ready, spent[many], database)
    return spent, sum(waits)


def _round(load: Load, servers: Sequence[Server], ready: Sequence[Ready], spent: Spent, database: Killable) -> None:
    before = sum(each.cpu() for each in servers), _cpu(database), load.cpu()
    run = load.run([each.port for each in servers], EACH * len(servers), [[each.send()] for each in ready])
    assert set(run.statuses) == {303}, "a submission was refused"
    after = sum(each.cpu() for each in servers), _cpu(database), load.cpu()
    used = [1000 * (end - begin) / len(ready) for begin, end in zip(before, after, strict=True)]
    for values, ms in zip((spent.service, spent.database, spent.client), used, strict=True):
        values.append(ms)
    spent.rates.append(len(ready) / run.seconds)


async def _on_a_slow_disk(load: Load, sizes: Sizes, place: Path, database: Killable, results: Results) -> None:
    """Every commit 5 ms slower, and one client a process: what the disk holds up, more processes share."""
    slower = slower_fsync(place)
    if slower is None:
        results.remarks.append("SKIPPED: growing on a slow disk, because there is no C compiler (cc)")
        return
    database.end(signal.SIGINT)
    database.preload = slower
    database.start()
    conversations = sizes.rounds * sizes.growing * sum(sizes.processes) // 2
    prepared = await prepare(place / "growing-slowly", conversations, database.cluster.create())
    rates = _rates(load, sizes, prepared)
    for fewer, more in pairwise(sizes.processes):
        ours, theirs = Spread(rates[more]), Spread(rates[fewer])
        name, than = f"growing, {more}: commits 5 ms slower", f"{fewer} of them"
        results.figures.append(Figure(name, than, ours.over(theirs), 1.6, True, ours, theirs, "a second"))


def _rates(load: Load, sizes: Sizes, prepared: Prepared) -> dict[int, list[float]]:
    left, rates = iter(prepared.ready), {many: list[float]() for many in sizes.processes}
    with ExitStack() as stack:
        servers = [stack.enter_context(service(prepared.home, prepared.database)) for _ in range(max(sizes.processes))]
        for _ in range(sizes.rounds):
            for many in sizes.processes:
                jobs = [[next(left).send()] for _ in range(many * sizes.growing // 2)]
                run = load.run([each.port for each in servers[:many]], many, jobs)
                assert set(run.statuses) == {303}, "a submission was refused"
                rates[many].append(len(jobs) / run.seconds)
    return rates


def _cpu(database: Killable) -> float:
    """Seconds that PostgreSQL has used: the server, each connection's process, and those that have ended."""
    assert database.process
    server = database.process.pid
    processes = [_stat(int(each.name)) for each in Path("/proc").iterdir() if each.name.isdigit()]
    ticks = sum(used for id, parent, used, _ in processes if server in (id, parent))
    return (ticks + _stat(server)[3]) / os.sysconf("SC_CLK_TCK")


def _stat(process: int) -> tuple[int, int, int, int]:
    """Its id, its parent's, the ticks it used, and those of its children that have ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return process, 0, 0, 0
    return process, int(fields[1]), int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])


@contextmanager
def _watched(url: str) -> Iterator[list[int]]:
    """How many stood in line for a row, looked at a hundred times a second."""
    seen: list[int] = []
    over = Event()

    def look() -> None:
        with psycopg.connect(postgres.for_libpq(url), autocommit=True) as db:
            while not over.wait(0.01):
                row = db.execute(WAITS).fetchone()
                seen.append(row[0] if row else 0)

    watching = Thread(target=look)
    watching.start()
    try:
        yield seen
    finally:
        over.set()
        watching.join()
