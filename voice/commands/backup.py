"""`python -m voice backup FILE`: a consistent copy of the record while the service runs."""

from collections.abc import Sequence
from pathlib import Path

from storage import backups
from voice.commands import starting
from voice.commands.asking import usage
from voice.config import read_settings


def main(argv: Sequence[str]) -> int:
    parser = usage("backup", "Copy the whole record while it is in use.", "backup /srv/backups/2026-11-22.voice")
    parser.add_argument("file", type=Path, metavar="FILE", help="a new file; never overwrites one")
    asked = parser.parse_args(argv)
    settings = read_settings()
    starting.check_schema(settings)
    backups.backup(settings.database, asked.file)
    print(f"{asked.file} holds the record, {asked.file.stat().st_size} bytes, sealed as it is")
    print("it holds no keys: copy those apart, and the list of what was erased with them; nor recordings")
    return 0
