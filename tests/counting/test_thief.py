"""What a thief learns who has the database before and after a count, xmin and all: which were counted, never what."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from psycopg.rows import dict_row

from storage import tables
from storage.tables import metadata
from tests.counting.saying import Answers, a_child, rows, sends
from tests.postgres import for_libpq
from tests.safety.backups import SqliteRows, copied
from tests.safety.guessing import guess
from tests.world import World, make_world
from voice import clock, counting

ALWAYS, NEVER = Answers({"time_alone": "always"}), Answers({"time_alone": "never"})
Features = Mapping[str, float]


async def one_more_is_counted(nine: World, home: Path, said: Answers) -> Features:
    """The tenth is the only one of team West: everything by which two backups around her count differ."""
    async with copied(nine, home) as world:
        await sends(world, await a_child(world, "Tenth", world.west), said)
        thief = SqliteRows(world.home)
        await thief.begin()
        before = {row["id"]: len(row["sheet"]) for row in await rows(world, tables.tally)}
        assert await counting.count_waiting(world.staff) == 10
        found = await thief.features()
        sheets = [len(row["sheet"]) for row in await rows(world, tables.tally) if row["id"] not in before]
        return {**found, "sheet": float(sum(sheets))}


async def pairs(nine: World, folder: Path, many: int) -> list[tuple[Features, Features]]:
    chance, made = random.Random(many), []
    for number in range(many):
        found = {}
        for first in chance.sample([True, False], 2):
            found[first] = await one_more_is_counted(nine, folder / f"{number}{first}", ALWAYS if first else NEVER)
        made.append((found[True], found[False]))
    return made


async def test_two_backups_are_equally_long(nine: World, tmp_path_factory: Any) -> None:
    """Whatever the only child of her team answered, the sheet and every file are as long."""
    for one, other in await pairs(nine, tmp_path_factory.mktemp("thief"), 2):
        assert one["sheet"] == other["sheet"] > 0
        sizes = [name for name in one if "size of" in name]
        assert {name: one[name] for name in sizes} == {name: other[name] for name in sizes}


@pytest.mark.thorough
async def test_a_thief_cannot_guess_from_two_backups(nine: World, tmp_path_factory: Any) -> None:
    found = guess(await pairs(nine, tmp_path_factory.mktemp("thief"), 60), 1)  # type: ignore[arg-type]

    assert found.no_better_than_chance, str(found)


@pytest.mark.postgres
async def test_xmin_joins_no_child_to_an_answer(tmp_path: Path, fresh_postgres: str) -> None:
    """The transactions that counted wrote no statement, and nothing they wrote in the clear says what was answered."""
    clock.stand(datetime(2026, 11, 19, 10, 0, tzinfo=UTC))
    async with make_world(tmp_path, fresh_postgres) as world:
        for n in range(10):
            await sends(world, await a_child(world, f"Child {n}"), NEVER if n else ALWAYS)
        with psycopg.connect(for_libpq(fresh_postgres), row_factory=dict_row) as thief:
            [before] = thief.execute("SELECT txid_current() AS now").fetchall()
            await counting.count_waiting(world.staff)
            written = {table.name: newer(thief, table, int(before["now"])) for table in metadata.sorted_tables}

    assert len(written["tally"]) == len(written["tally_book"]) == 1
    assert {row["state"] for row in written["outbox"]} == {"done"}
    for name in ("statement", "statement_part", "envelope", "conversation", "child"):
        assert written[name] == []
    for found in written.values():
        for row in found:
            clear = " ".join(str(value) for value in row.values() if not isinstance(value, bytes))
            assert "never" not in clear
            assert "always" not in clear


def newer(thief: "psycopg.Connection[dict[str, Any]]", table: sa.Table, since: int) -> list[dict[str, Any]]:
    name = psycopg.sql.Identifier(table.name)
    query = psycopg.sql.SQL("SELECT * FROM {} t WHERE t.xmin::text::bigint > %s").format(name)
    return thief.execute(query, (since,)).fetchall()
