"""A program of its own: shuts itself in, then becomes the one that takes a stranger's file apart.

Whoever makes a file can have made it so that it takes over what reads it. So what reads it may read the system's
libraries and what it was handed open, and nothing else: no key, no database, no network, no other process. It has so
much memory, so much time and so much to write, it is the first to wait when others need the processor, and it dies with
the worker. Its environment is empty.

    python -I -S fence.py SECONDS MEMORY LARGEST READS PROGRAM ARGUMENTS…   becomes the program, which reads READS too
    python -I -S fence.py probe                                         tries to get out, and says what it could do

Without Landlock (Linux 5.13) or without namespaces of its own a part of this is missing; the probe finds out which, and
the worker says so when it starts. Nothing of ours is imported here: it has to be up at once.
"""

import ctypes
import os
import resource
import signal
import socket
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

LIBRARIES = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/alternatives")

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_CLONE_NEWIPC, _CLONE_NEWUSER, _CLONE_NEWNET = 0x08000000, 0x10000000, 0x40000000

# Landlock: the numbers of its three calls are the same on every kind of processor. See landlock(7).
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION, _PATH_BENEATH = 1, 1
_EXECUTE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 2, 1 << 3
_FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
_NEWEST, _WITH_NETWORK, _WITH_SCOPES = 5, 4, 6
_TCP, _SCOPES = 0b11, 0b11  # bind and connect; abstract sockets and signals to others


def shut_in(*reads: str) -> None:
    """Leave everything behind but the system's libraries, and what it reads: a program, and libraries of its own."""
    os.nice(10)
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    _LIBC.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if _LIBC.unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC):
        _LIBC.unshare(_CLONE_NEWNET | _CLONE_NEWIPC)
    with suppress(OSError):
        _lock_the_land(reads)


def _lock_the_land(reads: Iterable[str]) -> None:
    version = _LIBC.syscall(_CREATE_RULESET, None, 0, _ASK_VERSION)
    if version < 1:
        return
    files = _FILES[min(version, _NEWEST)]
    network, scopes = _TCP * (version >= _WITH_NETWORK), _SCOPES * (version >= _WITH_SCOPES)
    asked = struct.pack("=QQQ", files, network, scopes)
    size = 8 + 8 * (version >= _WITH_NETWORK) + 8 * (version >= _WITH_SCOPES)
    rules = _called(_CREATE_RULESET, asked[:size], size, 0)
    for each in (*LIBRARIES, *reads):
        with suppress(FileNotFoundError):
            _may_be_read(rules, each)
    _called(_RESTRICT_SELF, rules, 0)
    os.close(rules)


def _may_be_read(rules: int, path: str) -> None:
    opened = os.open(path, os.O_PATH)
    allowed = _EXECUTE | _READ_FILE | (_READ_DIR if Path(path).is_dir() else 0)
    _called(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", allowed, opened), 0)
    os.close(opened)


def _called(number: int, *arguments: object) -> int:
    """Raises OSError."""
    done: int = _LIBC.syscall(number, *arguments)
    if done < 0:
        raise OSError(ctypes.get_errno(), "landlock")
    return done


def limit(seconds: int, memory: int, largest: int) -> None:
    """No more than this, whatever it wants. Python ignores two signals, and so would what it becomes."""
    for ends in (signal.SIGXFSZ, signal.SIGPIPE):
        signal.signal(ends, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def probe() -> str:
    """What can still be done from inside, in words; nothing when all is shut."""
    could = []
    with suppress(OSError):
        os.close(os.open("/proc/self/status", os.O_RDONLY))  # as good as any key: no library
        could.append("files")
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way_out:
        way_out.connect(("192.0.2.1", 9))  # nothing is sent: the routing table is asked
        could.append("network")
    return " ".join(could)


def main(arguments: list[str]) -> None:
    if arguments == ["probe"]:
        shut_in(sys.executable)
        sys.stdout.write(probe())
        return
    seconds, memory, largest = map(int, arguments[:3])
    reads, program = arguments[3].split(os.pathsep), arguments[4]
    shut_in(program, *filter(None, reads))
    limit(seconds, memory, largest)
    os.execve(program, arguments[4:], {})  # noqa: S606 - it is what this is for


if __name__ == "__main__":
    main(sys.argv[1:])
