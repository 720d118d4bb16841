"""The served program, started again and again: `python -m voice serve all`, without paying for its imports each time.

Run as `python -m tests.faults.program`, it reads lines: `start` starts the program in a process of its own, forked
from this one, and says its number; `wait` says how the last one ended. VOICE_… and PORT are its settings. What it
delivers goes to a file that stands for everybody outside. PLANTED names a fault to plant, so that the harness can
prove that it would be found; nothing in the product knows of it.
"""

import asyncio
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

from storage.outbox import Delivery
from voice import clock
from voice.staff_services import StaffServices

KINDS = ("concern", "statement", "asked_for.*", "notice.*")
TAKES = 0.01  # seconds that a delivery takes, half of them before it has arrived


async def hand_over(_: StaffServices, delivery: Delivery) -> None:
    """To somebody outside, who writes down what arrived."""
    await asyncio.sleep(TAKES / 2)
    outside = os.open(os.environ["OUTSIDE"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(outside, f"{delivery.id}\n".encode())
    finally:
        os.close(outside)
    await asyncio.sleep(TAKES / 2)


def clock_goes_back(*_: object) -> None:
    """Somebody sets the machine's clock, an hour wrong."""
    clock.move(timedelta(hours=-1))


def run(command: list[str]) -> int:
    """The program itself, in this process."""
    from tests.faults import planted  # noqa: PLC0415 - the fault goes in before the program comes
    from voice import worker  # noqa: PLC0415
    from voice.__main__ import main  # noqa: PLC0415

    planted.plant(os.environ.get("PLANTED", ""))
    setattr(worker, "ways_of", lambda _: dict.fromkeys(KINDS, hand_over))  # noqa: B010 - it is not the worker's own
    signal.signal(signal.SIGUSR1, clock_goes_back)
    return main(command)


def _start(command: list[str]) -> int:
    child = os.fork()
    if child:
        return child
    said = os.open(os.environ["SAID"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for end, place in enumerate((os.open(os.devnull, os.O_RDONLY), said, said)):
        os.dup2(place, end)
    status = 70
    try:
        status = run(command)
    except BaseException:  # noqa: BLE001 - its last words, as Python would say them
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        os._exit(status)


def _load_what_comes_first() -> None:
    """What the program loads by name, and at its first page."""
    from channels.web import pages  # noqa: PLC0415
    from i18n.catalogue import catalogue  # noqa: PLC0415
    from voice import app  # noqa: F401, PLC0415
    from voice.commands import serve  # noqa: F401, PLC0415
    from voice.lexicon.screening import shipped  # noqa: PLC0415
    from voice.working_days import load_calendars  # noqa: PLC0415

    load_calendars()
    shipped()
    catalogue("en")
    templates = pages.environment("en")
    for name in templates.list_templates(extensions=["html"]):
        templates.get_template(name)


def serve_starts(command: list[str]) -> None:
    """Imports everything once and then does as it is told, until nobody tells it anything any more."""
    child = 0
    _load_what_comes_first()
    print("ready", flush=True)
    for line in sys.stdin:
        if line == "start\n":
            child = _start(command)
        print(child if line == "start\n" else os.waitpid(child, 0)[1], flush=True)
    if child and Path(f"/proc/{child}").exists():
        os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    serve_starts(sys.argv[1:])
