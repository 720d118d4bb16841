"""What may be logged: an event, and keys from a short list. Everything else is dropped, whoever logs it.

An exception's text can quote a child, and so can a library's message, a path under /c/ or a value. So an exception
is its type and where in our own code it passed, and a library's message is its name and the line that wrote it.
"""

import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO, cast

import structlog
from structlog.typing import EventDict, WrappedLogger

TOP = Path(__file__).parent.parent
ROOMS = ("voice", "channels", "surveys", "i18n", "accessibility", "storage")
ALLOWED = frozenset(
    {"at", "batch", "count", "error", "event", "frames", "level", "library", "line", "method", "port"}
    | {"process", "seconds", "status", "step", "version"}
)
LONGEST = 80


def set_up(process: str, *, out: TextIO | None = None) -> None:
    """Send our own events and the libraries' to standard error, one JSON line each, by the list."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            said_by(process),
            without_values,
            only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", Unfailing(out or sys.stderr))),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[LibraryHandler()], level=logging.WARNING, force=True)
    sys.excepthook = last_words


def log(event: str, **facts: Any) -> None:
    """Something worth knowing that is not wrong."""
    structlog.get_logger().info(event, **facts)


def warn(event: str, failed: BaseException | None = None, **facts: Any) -> None:
    """Something wrong; `failed` is told as its type and our own frames."""
    structlog.get_logger().warning(event, exc_info=failed, **facts)


def said_by(process: str) -> Callable[[WrappedLogger, str, EventDict], EventDict]:
    def add(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        event["process"] = process
        return event

    return add


def without_values(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """An exception becomes its type and our own frames: its text can quote what a child said."""
    failed = event.pop("exc_info", None)
    if failed is True:
        failed = sys.exc_info()[1]
    if isinstance(failed, BaseException):
        event["error"] = type(failed).__name__
        event["frames"] = our_frames(failed.__traceback__)
    return event


def only_allowed(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Keys on the list, with short plain values. What is not on it is dropped without a word."""
    return {key: value for key, value in event.items() if key in ALLOWED and _is_plain(value)}


def our_frames(traceback: TracebackType | None) -> list[str]:
    """Where an exception passed through our own code, outermost first: file, line and function."""
    found = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        path = Path(code.co_filename)
        if path.is_relative_to(TOP) and path.relative_to(TOP).parts[0] in ROOMS:
            found.append(f"{path.relative_to(TOP)}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return found


def last_words(kind: type[BaseException], failed: BaseException, traceback: TracebackType | None) -> None:
    """What nobody caught, without a traceback: Python's own would print the exception's text."""
    print(f"stopped: {kind.__name__}", file=sys.stderr)  # noqa: T201 - the last thing this process says
    for frame in our_frames(traceback):
        print(f"  {frame}", file=sys.stderr)  # noqa: T201 - as above
    if isinstance(failed, BaseExceptionGroup):
        for each in failed.exceptions:
            last_words(type(each), each, each.__traceback__)


class Unfailing:
    """Where lines go. A log that cannot be written (its disk is full, its reader is gone) must stop nothing else."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, line: str) -> None:
        with suppress(OSError):
            self._out.write(line)

    def flush(self) -> None:
        with suppress(OSError):
            self._out.flush()


class LibraryHandler(logging.Handler):
    """A library's record without its message or arguments: both can hold what we may not keep."""

    def emit(self, record: logging.LogRecord) -> None:
        failed = record.exc_info[1] if record.exc_info else None
        tell = structlog.get_logger()
        tell.warning("a library warns", library=record.name, line=record.lineno, step=record.funcName, exc_info=failed)


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(each, str) for each in value)
    if isinstance(value, str):
        return len(value) <= LONGEST
    return value is None or isinstance(value, bool | int | float)
