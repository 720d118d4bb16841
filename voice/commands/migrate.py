"""`python -m voice migrate`: brings the database to the current schema."""

from collections.abc import Sequence

from storage import schema
from voice.commands.asking import usage
from voice.commands.starting import make_home
from voice.config import read_settings


def main(argv: Sequence[str]) -> int:
    usage("migrate", "Bring the database to the current schema. Safe to run again.", "migrate").parse_args(argv)
    settings = read_settings()
    make_home(settings)
    if schema.behind(settings.database) is None:
        print("the database is current")
        return 0
    schema.migrate(settings.database)
    print("the database is now current")
    return 0
