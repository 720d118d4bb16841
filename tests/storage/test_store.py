"""Both databases give back what was put in: the moment, the number, the text, the bytes."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from storage import authorities, tables
from storage.errors import StoreRefused
from storage.store import Store
from storage.writes import Writes
from tests.storage.conftest import SQLITE_ONLY
from tests.storage.places import ANOTHER_AUTHORITY, AUTHORITY
from voice.model import new_id

SUMMER = datetime(2026, 7, 1, 9, 30, 0, 123456, timezone(timedelta(hours=1)))
WORDS = "I'd like — \N{CRYING FACE} أريد أن أرى جدتي \N{RIGHT-TO-LEFT OVERRIDE}; DROP TABLE child;"


async def outbox_row(store: Store, **values: object) -> sa.RowMapping:
    """A row of outbox with these values, as it is read back."""
    made = new_id()
    facts = {"kind": "count", "subject": made, "not_before": SUMMER, "attempts": 0, "state": "waiting", "made": SUMMER}
    writes = Writes(AUTHORITY)
    writes.insert(tables.outbox, id=made, **{**facts, **values})
    await store.write(writes)
    async with store.reading() as db:
        return (await db.execute(sa.select(tables.outbox).where(tables.outbox.c.id == made))).mappings().one()


async def test_a_moment_comes_back_aware(store: Store) -> None:
    """The same instant to the microsecond, in UTC, whatever zone it came in."""
    read = (await outbox_row(store))["not_before"]

    assert read == SUMMER
    assert read.tzinfo is UTC
    assert read.microsecond == 123456


async def test_a_moment_can_be_compared_in_the_database(store: Store) -> None:
    """What is due is found by its instant, not by the digits of a clock somewhere."""
    await outbox_row(store)
    at = tables.outbox.c.not_before
    async with store.reading() as db:
        for wanted, there in (
            (at <= SUMMER, True),
            (at < SUMMER, False),
            (at < SUMMER + timedelta(microseconds=1), True),
        ):
            assert bool((await db.execute(sa.select(tables.outbox.c.id).where(wanted))).all()) is there


async def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    """Nobody has to guess an hour later which nine o'clock it was."""
    with pytest.raises(StoreRefused, match="not_before"):
        await outbox_row(store, not_before=datetime(2026, 7, 1, 9, 30))  # noqa: DTZ001 - the mistake itself


async def test_numbers_have_64_bits(store: Store) -> None:
    """Whole numbers keep every bit of 64; a longer one is refused on both databases alike."""
    for number in (2**63 - 1, -(2**63)):
        assert (await outbox_row(store, attempts=number))["attempts"] == number
    for number in (2**63, -(2**63) - 1):
        with pytest.raises(StoreRefused, match="attempts"):
            await outbox_row(store, attempts=number)


async def test_text_comes_back_as_it_was(store: Store) -> None:
    """Every letter, in every script; quotation marks are letters."""
    assert (await outbox_row(store, error_code=WORDS))["error_code"] == WORDS


async def test_nul_is_refused(store: Store) -> None:
    """PostgreSQL has no NUL in a text, so SQLite takes none either; doors take it out of what people type."""
    with pytest.raises(StoreRefused, match="error_code"):
        await outbox_row(store, error_code="a\0b")


async def test_facts_and_days_and_bytes_come_back(store: Store) -> None:
    """JSON, a date, a flag, an id and bytes, each as its own kind."""
    facts = {"a": [1, None, True, "é\N{CRYING FACE}"], "b": {"c": 2**53}}
    writes, made = Writes(AUTHORITY), new_id()
    writes.insert(tables.snapshot, id=made, name="n", month=date(2026, 11, 1), figures=facts, made=SUMMER)
    writes.insert(tables.rate_bucket, id=made, name=bytes(range(256)), count=1, since=SUMMER)
    await store.write(writes)

    async with store.reading() as db:
        kept = (await db.execute(sa.select(tables.snapshot))).mappings().one()
        name = (await db.execute(sa.select(tables.rate_bucket.c.name))).scalar_one()
    assert (kept["id"], kept["month"], kept["figures"]) == (made, date(2026, 11, 1), facts)
    assert isinstance(kept["id"], UUID)
    assert bytes(name) == bytes(range(256))


async def test_put_keeps_one_row(store: Store) -> None:
    """Put twice, a row is changed the second time, and keeps its id."""
    first, second = Writes(AUTHORITY), Writes(AUTHORITY)
    for writes, count in ((first, 1), (second, 2)):
        writes.put(tables.rate_bucket, {"name": b"codes"}, id=new_id(), count=count, since=SUMMER)
        await store.write(writes)

    async with store.reading() as db:
        kept = (await db.execute(sa.select(tables.rate_bucket))).mappings().one()
    assert kept["count"] == 2
    assert kept["id"] == first.puts[0].values["id"]


async def test_another_authoritys_row_is_nobodys(store: Store) -> None:
    """A foreign key carries the authority: what is another's cannot be pointed at."""
    theirs, other = new_id(), Writes(ANOTHER_AUTHORITY)
    authorities.add(other, "Southfold", "", "", {}, SUMMER)
    other.insert(tables.team, id=theirs, name="East")
    await store.write(other)

    ours = Writes(AUTHORITY)
    person = {"first_name": "Sam", "last_name": "Okafor", "email": "sam@voice.test", "active": True, "made": SUMMER}
    ours.insert(tables.staff_member, id=new_id(), team=theirs, **person)
    with pytest.raises(StoreRefused):
        await store.write(ours)


async def test_a_reader_sees_what_was_acknowledged(store: Store) -> None:
    """After the answer, whoever looks finds it: also through connections opened before."""
    async with store.reading() as db:
        await db.execute(sa.select(tables.outbox))
    for _ in range(5):
        await outbox_row(store)
    async with store.reading() as db:
        assert len((await db.execute(sa.select(tables.outbox))).all()) == 5


async def test_a_look_is_of_one_moment(store: Store) -> None:
    """What is written meanwhile belongs to the next look: no verb decides by what was and claims what is."""
    async with store.reading() as db:
        before = (await db.execute(sa.select(tables.outbox))).all()
        await outbox_row(store)
        assert before == (await db.execute(sa.select(tables.outbox))).all() == []


async def test_a_reader_cannot_write(store: Store) -> None:
    """Reading goes by a door that does not write, so that nothing is written outside of a batch."""
    async with store.reading() as db:
        with pytest.raises((sa.exc.OperationalError, sa.exc.InternalError)):
            await db.execute(sa.delete(tables.authority))


@pytest.mark.parametrize("database", SQLITE_ONLY, indirect=True)
async def test_tidying_empties_the_log(store: Store, database: str) -> None:
    """What was deleted does not stay behind in SQLite's write-ahead log."""
    await outbox_row(store)
    assert size_of_log(database) > 0

    await store.tidy()

    assert size_of_log(database) == 0


def size_of_log(database: str) -> int:
    return Path(f"{database.removeprefix('sqlite:///')}-wal").stat().st_size
