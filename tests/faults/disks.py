"""A disk small enough to be filled."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE = "256m"


@contextmanager
def small_disk(place: Path) -> Iterator[bool]:
    """A disk of its own at `place`, for as long as the block lasts; False where we may not mount one."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "voice-faults", str(place)]
    mounted = os.geteuid() == 0 and subprocess.run(mount, check=False, capture_output=True).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(place)], check=True)
