"""Whether this machine has the memory for one more recording: none is begun without it."""

from pathlib import Path

BESIDE = 512 * 1024**2  # what ffmpeg itself takes of it, at most, for a film of the usual size
MEMINFO = Path("/proc/meminfo")
GROUP = Path("/sys/fs/cgroup")


def room_for(length: int) -> bool:
    """For a recording of this many bytes, and a copy as long, in memory at once."""
    return _free() >= 2 * length + BESIDE


def _free() -> int:
    """What the machine has, or what our group of processes may still have, whichever is less."""
    lines = (line.split() for line in MEMINFO.read_text(encoding="ascii").splitlines())
    machine = next(int(words[1]) * 1024 for words in lines if words[0] == "MemAvailable:")
    try:
        most, used = ((GROUP / name).read_text(encoding="ascii").strip() for name in ("memory.max", "memory.current"))
    except OSError:  # no group of its own
        return machine
    return machine if most == "max" else min(machine, int(most) - int(used))
