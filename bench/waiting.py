"""`slow disk` and `PostgreSQL`: the same submissions where a commit costs more."""

import shutil
import subprocess
from contextlib import ExitStack
from pathlib import Path

from bench.figures import Figure, Results, Spread
from bench.load import Load
from bench.prepared import Prepared, prepare
from bench.servers import ONE_BY_ONE, Server, service
from bench.sizes import Sizes
from bench.submitting import Seen, figures
from tests import postgres

SLOW_FSYNC = Path(__file__).parent / "limit" / "slow_fsync.c"
GOALS = {32: 8.0, 256: 20.0}


def slow_disk(load: Load, prepared: Prepared, sizes: Sizes, place: Path, results: Results) -> None:
    """Group commit against one transaction a submission, with fsync 5 ms slower."""
    slower = slower_fsync(place)
    if slower is None:
        results.remarks.append("SKIPPED: slow disk, because there is no C compiler (cc)")
        return
    copies = [prepared.copy(place / name) for name in ("grouped", "one-by-one")]
    with ExitStack() as stack:
        grouped = stack.enter_context(service(copies[0].home, copies[0].database, preload=slower))
        one = stack.enter_context(service(copies[1].home, copies[1].database, program=ONE_BY_ONE, preload=slower))
        left = list(prepared.ready)
        for clients, count in sizes.slow.items():
            seen = Seen(), Seen()
            for _ in range(sizes.rounds):
                jobs, left = [[each.send()] for each in left[:count]], left[count:]
                for server, its in ((grouped, seen[0]), (one, seen[1])):
                    _round(load, server, clients, jobs, its)
            rates = Spread(seen[0].rates), Spread(seen[1].rates)
            ratio, goal = rates[0].over(rates[1]), GOALS.get(clients, 1.0)
            name, than = f"slow disk, {clients}", "one commit each"
            results.figures.append(Figure(name, than, ratio, goal, ours=rates[0], theirs=rates[1], unit="a second"))


def slower_fsync(place: Path) -> str | None:
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    made = place / "slow_fsync.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", made, SLOW_FSYNC, "-ldl"], check=True)
    return str(made)


async def on_postgres(load: Load, prepared: Prepared, sizes: Sizes, place: Path, results: Results) -> None:
    """PostgreSQL, on this machine and with its fsync on, against SQLite."""
    # The tests' own cluster forgets what it was told in a power cut; a service would not.
    postgres.IN_A_HURRY = "-c max_connections=200"
    with postgres.running_cluster() as cluster, ExitStack() as stack:
        if cluster is None:
            results.remarks.append(f"SKIPPED: {postgres.MISSING}")
            return
        clients, count = 32, sizes.postgres
        theirs = await prepare(place / "postgres", sizes.rounds * count, cluster.create())
        ours = prepared.copy(place / "sqlite")
        servers = [stack.enter_context(service(each.home, each.database)) for each in (theirs, ours)]
        seen = Seen(), Seen()
        for begun in range(0, sizes.rounds * count, count):
            for server, ready, its in zip(servers, (theirs.ready, prepared.ready), seen, strict=True):
                _round(load, server, clients, [[each.send()] for each in ready[begun : begun + count]], its)
        results.figures += figures(f"PostgreSQL, {clients}", "SQLite", *seen, goal=0.7)


def _round(load: Load, server: Server, clients: int, jobs: list[list[bytes]], seen: Seen) -> None:
    before = server.cpu()
    run = load.run(server.port, clients, jobs)
    assert set(run.statuses) == {303}, "a submission was refused"
    seen.add(run, server.cpu() - before)
