"""Protects tables in a process of its own: it may take minutes, and children are being served beside the worker.

The solver is loaded there alone. That process is given tables and answers with tables; it has no keys, no settings
and no database, and it ends when whoever asked has gone.
"""

import asyncio
import os
import pickle
import sys
from asyncio.subprocess import PIPE
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from voice.errors import VoiceError
from voice.figures.columns import Counted
from voice.figures.tables import Table

TOP = Path(__file__).parent.parent.parent


class NotProtected(VoiceError):
    """The process that protects tables ended without an answer."""


async def protect_apart(tables: Sequence[Table], questions: Sequence[Counted]) -> list[Table]:
    """What `protecting.protect` answers. Raises NotProtected."""
    command = (sys.executable, "-m", "voice.figures.apart")
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, cwd=TOP, env={})
    try:
        answer, _ = await process.communicate(pickle.dumps((list(tables), list(questions))))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise NotProtected
    protected: list[Table] = pickle.loads(answer)  # noqa: S301 - from a process of ours, by a pipe nobody else has
    return protected


def main() -> None:
    """The other end. Whatever a library prints must not come between."""
    answer_to = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    tables, questions = pickle.load(sys.stdin.buffer)  # noqa: S301 - as above
    protected = import_module("voice.figures.protecting").protect(tables, questions)
    with answer_to:
        pickle.dump(protected, answer_to)


if __name__ == "__main__":
    main()
