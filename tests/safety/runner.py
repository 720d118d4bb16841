"""Starts the real service for a test: `python -m tests.safety.runner serve public`.

CANARY names what is taken away first, to prove that the tests notice; nothing in the product knows of it.
"""

import logging
import os
import sys
from collections.abc import Sequence
from typing import Any

from storage import envelopes, locking, segments
from storage.padding import Buckets


def seal_nothing() -> None:
    """Words go where they belong, readable."""
    envelopes.seal = lambda body, recipients, context: b"open:" + body
    envelopes.open_envelope = lambda envelope, key, context: envelope.removeprefix(b"open:")


def lock_nothing() -> None:
    def lock(body: bytes, key: bytes, context: envelopes.Context, buckets: Buckets = locking.DRAFT) -> bytes:
        return b"open:" + body

    locking.lock = lock
    locking.unlock = lambda locked, key, context: locked.removeprefix(b"open:")


def segment_nothing() -> None:
    """Pieces of recordings lie in the store as they came."""
    segments.seal_segment = lambda plain, key, place, offset: b"open:" + plain
    segments.open_segment = lambda sealed, key, place, piece: sealed.removeprefix(b"open:")


def limit_nothing() -> None:
    """A recording may be as long as it likes: to see what half a gigabyte does to the memory."""
    import voice.receiving  # noqa: PLC0415 - as below

    voice.receiving.LARGEST_RECORDING = voice.receiving.MOST_TOGETHER = 2**40


def talk() -> None:
    """Every logger says everything it can, through the product's own handler."""
    import voice.logging  # noqa: PLC0415 - after what is taken away

    quiet = voice.logging.set_up

    def loud(process: str, **rest: Any) -> None:
        quiet(process, **rest)
        for name in ("", *list(logging.root.manager.loggerDict), "sqlalchemy.engine", "uvicorn", "asyncio"):
            logging.getLogger(name).setLevel(1)

    voice.logging.set_up = loud


def fall_over() -> None:
    """Pages break in ways that quote the child: a template, a store, a handler; and a task that nobody awaits."""
    import asyncio  # noqa: PLC0415 - as above
    import gc  # noqa: PLC0415

    from channels.web import pages  # noqa: PLC0415
    from voice import sending  # noqa: PLC0415

    whole, whole_send = pages.show, sending.send

    def show(page: Any, template: str, status: int = 200, /, **context: Any) -> Any:
        if template == "check.html":
            asyncio.get_running_loop().create_task(_fail(context))
            asyncio.get_running_loop().call_later(0.2, gc.collect)  # a task nobody holds speaks when it is collected
            made = pages.environment(page.lang).from_string(
                "{{ (rows | map(attribute='lines') | list | string) | int / 0 }}"
            )
            made.render(page=page, **context)
        return whole(page, template, status, **context)

    async def send(services: Any, visit: Any, **rest: Any) -> Any:
        if visit.draft.which and not visit.draft.receipt:
            raise RuntimeError(f"cannot send {visit.draft.model_dump()}")
        return await whole_send(services, visit, **rest)

    async def _fail(context: Any) -> None:
        raise ValueError(repr(context))

    pages.show = show
    sending.send = send


TAKEN_AWAY = {
    "seal": seal_nothing,
    "lock": lock_nothing,
    "segment": segment_nothing,
    "limit": limit_nothing,
    "talk": talk,
    "fall": fall_over,
}


def main(argv: Sequence[str]) -> int:
    for name in filter(None, os.environ.get("CANARY", "").split(",")):
        TAKEN_AWAY[name]()
    import voice.__main__  # noqa: PLC0415 - what imports a door by name must find the one that is left

    return voice.__main__.main(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
