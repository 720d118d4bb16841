"""`python -m tests.faults`: disturbs the real program under 32 children, and says what it did and what survived.

Every kind of fault, on SQLite and on PostgreSQL, by a seed that is printed. Ends with 1 when anything that was
acknowledged is lost, or there twice. `--planted early` shows that it would be found.
"""

import argparse
import secrets
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.faults.cluster import Killable, killable
from tests.faults.disks import small_disk
from tests.faults.harness import Survived, run
from tests.faults.lives import FAULTS
from tests.faults.planted import FAULTS as PLANTED
from tests.faults.served import slow_disk


def main() -> int:
    asked = _asked()
    print(f"seed {asked.seed}; give it as --seed to see the same again\n")
    wrong = 0
    for database in asked.database or ("sqlite", "postgres"):
        for fault in asked.fault or FAULTS:
            if fault != "postgres" or database == "postgres":
                wrong += _one(database, fault, asked)
    print(f"\n{wrong} things are wrong")
    return 1 if wrong else 0


def _one(database: str, fault: str, asked: argparse.Namespace) -> int:
    times = asked.times if fault in ("kill", "postgres", "worker") else max(2, asked.times // 20)
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="voice-faults-")))
        if fault == "full" and not stack.enter_context(small_disk(place)):
            print(f"{database}, {fault}: NOT DONE: no small disk may be mounted here (it takes root)")
            return 0
        server = stack.enter_context(killable(_on(place, fault))) if database == "postgres" else None
        if database == "postgres" and server is None:
            print(f"{database}, {fault}: NOT DONE: there is no PostgreSQL here")
            return 0
        survived = _run(place, fault, times, asked, server)
    print(f"{database}, {fault}: {survived.said()}", flush=True)
    return len(survived.wrong)


def _on(place: Path, fault: str) -> Path | None:
    """PostgreSQL's files: on the small disk when that is to be filled."""
    if fault != "full":
        return None
    (place / "pg").mkdir()
    return place / "pg"


def _run(place: Path, fault: str, times: int, asked: argparse.Namespace, server: Killable | None) -> Survived:
    """Kills find the disk slow, and so a commit under way."""
    slow = slow_disk(place) if fault in ("kill", "postgres") else ""
    if server and slow:
        server.preload = slow
    given = {"postgres": server, "links": 300 + 8 * times, "planted": asked.planted, "preload": "" if server else slow}
    return run(place / "home", [fault], times, asked.seed, **given)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--times", type=int, default=100, help="kills of each kind (default: 100)")
    parser.add_argument("--database", action="append", choices=["sqlite", "postgres"])
    parser.add_argument("--fault", action="append", choices=list(FAULTS))
    parser.add_argument("--planted", default="", choices=list(PLANTED))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
