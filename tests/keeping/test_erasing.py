"""Once erased, a child is nowhere, and no old copy of the record brings her back (security.md 5)."""

import stat
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
import sqlalchemy as sa

from storage import backups, erasure_list, private_keys, tables
from storage.errors import StoreRefused
from storage.store import open_store
from storage.writes import Writes
from tests.keeping.conftest import Kept, restored
from tests.portal.saying import Says, looks_inside, says
from tests.postgres import for_libpq, name_of
from tests.world import World
from voice import case_record, case_statement, clock, erasing, restoring, setting_up
from voice.access import SignedIn
from voice.draft import Receipt
from voice.erasing import Ground, MustBeKept, SamePerson
from voice.errors import DeadLink, KeyFileRefused, NotAllowed, NothingThere, NoVisit
from voice.interpreting import giving, handing_in, queue
from voice.interpreting.giving import Giving
from voice.interpreting.handing_in import English
from voice.model import Role, Work, new_id

WORDS = "Kestrel in the attic told me nothing"


def member(world: World, who: str, *roles: Role) -> SignedIn:
    return SignedIn(world.people[who], who.title(), "", world.east, frozenset(roles))


def alex(world: World) -> SignedIn:
    return member(world, "alex", Role.ADMINISTRATOR)


async def ask(world: World, by: str = "priya", child: UUID | None = None) -> UUID:
    return await erasing.ask_to_erase(world.staff, world.people[by], child or world.amara, Ground.KEPT_LONG_ENOUGH)


async def erase(kept: Kept) -> None:
    """Priya asks, Alex confirms, the worker does it."""
    await erasing.confirm_erasure(kept.world.staff, alex(kept.world), await ask(kept.world))
    assert await erasing.erase_confirmed(kept.world.staff, kept.listed) == 1


async def secrets_of(world: World, child: UUID) -> list[bytes]:
    """What opens her words and her name, and the words as they are sealed."""
    async with world.staff.store.reading() as db:
        k = tables.child_key.c
        keys = (await db.execute(sa.select(k.wrapped_private, k.salt).where(k.child == child))).all()
        name = (await db.execute(sa.select(tables.child.c.name).where(tables.child.c.id == child))).scalar_one()
        boxes = (await db.execute(sa.select(tables.mailbox.c.wrapped_private))).scalars().all()
        ways = (await db.execute(sa.select(tables.way.c.wrapped))).scalars().all()
        drafts = (await db.execute(sa.select(tables.conversation.c.draft))).scalars().all()
        sealed = [*(await db.execute(sa.select(tables.envelope.c.sealed))).scalars().all()]
        sealed += (await db.execute(sa.select(tables.interpreting.c.sealed))).scalars().all()
    found = [bytes(each) for row in keys for each in row if each]
    found += [bytes(each)[:200] for each in (name, *boxes, *ways, *drafts, *sealed) if each]
    return found


async def put_into_english(world: World, receipt: Receipt) -> None:
    """Once it is handed in; a second copy lies before the interpreter."""
    robin = await setting_up.add_staff(world.staff, "Robin", "Hale", "robin@northfold.test", None, [Role.INTERPRETER])
    await setting_up.add_interpreter(world.staff, robin, "Robin", ["ar"])
    me = SignedIn(robin, "Robin", "Hale", None, frozenset({Role.INTERPRETER}))
    for english in ("I miss my nan", None):
        work = Giving(new_id(), Work.MAKES, robin)
        await giving.give(world.staff, member(world, "sam", Role.SOCIAL_WORKER), receipt.statement, "worker", work)
        await queue.keep_half_written(world.staff, me, work.id, {"english_0": WORDS})
        if english:
            await handing_in.hand_in(world.staff, me, work.id, English([english], WORDS))


def every_byte(kept: Kept) -> bytes:
    """The files of the database, as a thief with the disk has them (PostgreSQL: its tables, not its log)."""
    if kept.url.startswith("sqlite"):
        return b"".join(path.read_bytes() for path in sorted(kept.world.home.glob("voice.db*")))
    with psycopg.connect(for_libpq(kept.url), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        row = connection.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = %s", (name_of(kept.url),)
        ).fetchone()
        assert row
        keeps = connection.execute(
            "SELECT pg_relation_filepath(c.oid) FROM pg_class c WHERE relname = ANY(%s)",
            (["child_key", "way", "mailbox", "child"],),
        ).fetchall()
    return b"".join((Path(row[0]) / each[0]).read_bytes() for each in keeps)


async def test_nothing_of_her_is_left(kept: Kept) -> None:
    """Not her words, not her name, nothing that opens them: searched in the bytes, the log included."""
    receipt = await says(kept.world, Says(words=f"{WORDS} أفتقد جدتي", safe="no", about_staff="no"))
    await says(kept.world, child=kept.world.noor)
    await put_into_english(kept.world, receipt)
    hers = await secrets_of(kept.world, kept.world.amara)
    before = every_byte(kept)
    assert sum(each in before for each in hers) >= (len(hers) if kept.url.startswith("sqlite") else 4)

    await erase(kept)

    there = every_byte(kept)
    noors = await secrets_of(kept.world, kept.world.noor)
    gone = [each for each in hers if each not in noors]
    assert len(gone) > 8
    assert WORDS.encode() not in there
    assert [each for each in gone if each in there] == []
    if kept.url.startswith("sqlite"):
        assert (kept.world.home / "voice.db-wal").stat().st_size < 100_000


async def test_what_others_said_is_left(kept: Kept) -> None:
    """Noor's record opens as before; of Amara there is a tombstone: that she said something, and when."""
    receipt = await says(kept.world)
    noors = await says(kept.world, child=kept.world.noor)
    await erase(kept)

    dev = member(kept.world, "dev", Role.SOCIAL_WORKER)
    assert (await case_statement.open_statement(kept.world.staff, dev, noors.statement)).answers
    assert (await looks_inside(kept.world, noors)).said["answers"]
    async with kept.world.staff.store.reading() as db:
        wanted = sa.select(tables.statement.c.sent).where(tables.statement.c.id == receipt.statement)
        assert (await db.execute(wanted)).scalar_one()
        e = tables.envelope.c
        stones = (await db.execute(sa.select(e.sealed, e.removed).where(e.removed.is_not(None)))).all()
    assert stones
    assert {row.sealed for row in stones} == {None}


async def test_nobody_finds_her_any_more(kept: Kept) -> None:
    """Neither her worker nor her own code, and no page breaks on her empty name."""
    receipt = await says(kept.world)
    sam, priya = member(kept.world, "sam", Role.SOCIAL_WORKER), member(kept.world, "priya", Role.TEAM_MANAGER)
    await erase(kept)

    assert (await case_record.my_children(kept.world.staff, sam)).children == []
    assert list(await case_record.my_team(kept.world.staff, priya)) == []
    with pytest.raises((NothingThere, NotAllowed)):
        await case_statement.open_statement(kept.world.staff, sam, receipt.statement)
    with pytest.raises((DeadLink, NoVisit)):
        await looks_inside(kept.world, receipt)


async def test_an_old_copy_does_not_bring_her_back(kept: Kept, tmp_path: Path) -> None:
    """A backup made before, restored: the keys that the list names are removed before anything else."""
    receipt = await says(kept.world, Says(words=WORDS))
    copy = tmp_path / "before.voice"
    backups.backup(kept.url, copy)
    hers = await secrets_of(kept.world, kept.world.amara)
    await erase(kept)

    async with restored(kept, copy) as world:
        await cannot_be_opened(world, receipt)
        left = await secrets_of(world, kept.world.amara)
        assert set(left).isdisjoint(hers)


async def cannot_be_opened(world: World, receipt: Receipt) -> None:
    sam = member(world, "sam", Role.SOCIAL_WORKER)
    with pytest.raises((NothingThere, NotAllowed)):
        await case_statement.open_statement(world.staff, sam, receipt.statement)
    async with world.staff.store.reading() as db:
        p = tables.statement_part.c
        key = (
            await db.execute(sa.select(p.key).where(p.statement == receipt.statement, p.audience == "worker"))
        ).scalar()
        assert key
        with pytest.raises(NothingThere):
            await private_keys.private_key(db, world.staff.authority, world.staff.provider, key)
        e = tables.envelope.c
        assert (await db.execute(sa.select(e.sealed).where(e.sealed.is_not(None)))).all() == []
    with pytest.raises((DeadLink, NoVisit)):
        await looks_inside(world, receipt)


async def test_a_copy_put_in_place_by_hand_is_found_by_the_worker(kept: Kept, tmp_path: Path) -> None:
    """Somebody copies a file instead of using `restore`: within the hour she is erased again, and only then."""
    receipt = await says(kept.world)
    keys = await her_keys(kept.world)
    assert await restoring.apply_list(kept.world.staff, kept.listed) == 0
    erasure_list.append(kept.listed, keys[:1], clock.now())

    assert await restoring.apply_list(kept.world.staff, kept.listed) == 1
    assert await restoring.apply_list(kept.world.staff, kept.listed) == 0
    await cannot_be_opened(kept.world, receipt)


async def test_the_list_holds_keys_and_dates_alone(kept: Kept) -> None:
    """On the disk before anything is erased, for its owner's eyes, beside the keys and not in the database."""
    keys = await her_keys(kept.world)
    await erase(kept)

    assert stat.S_IMODE(kept.listed.stat().st_mode) == 0o600
    assert erasure_list.read(kept.listed) == set(keys)
    assert kept.world.amara.hex not in kept.listed.read_text()


async def her_keys(world: World) -> list[UUID]:
    async with world.staff.store.reading() as db:
        k = tables.child_key.c
        return list((await db.execute(sa.select(k.id).where(k.child == world.amara))).scalars())


async def test_the_list_comes_first(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it cannot be written nothing is erased: a copy would otherwise bring her back unseen."""
    await says(kept.world)
    await erasing.confirm_erasure(kept.world.staff, alex(kept.world), await ask(kept.world))

    with pytest.raises(FileNotFoundError):
        await erasing.erase_confirmed(kept.world.staff, kept.world.home / "no folder" / "erased.list")

    async with kept.world.staff.store.reading() as db:
        k = tables.child_key.c
        wanted = sa.select(k.id).where(k.child == kept.world.amara, k.wrapped_private.is_not(None))
        assert len((await db.execute(wanted)).all()) == 2
    assert await erasing.erase_confirmed(kept.world.staff, kept.listed) == 1


def test_a_list_that_cannot_be_read_stops_a_restore(tmp_path: Path) -> None:
    """Half a line is from a power cut, before anything was erased; anything else is not for us to guess."""
    path = tmp_path / "erased.list"
    erasure_list.append(path, [UUID(int=1)], clock.now())
    with path.open("ab") as file:
        file.write(b'{"at": "2026')
    assert erasure_list.read(path) == {UUID(int=1)}
    erasure_list.append(path, [UUID(int=2)], clock.now())
    assert erasure_list.read(path) == {UUID(int=1), UUID(int=2)}
    path.write_bytes(b"{}\n" + path.read_bytes())
    with pytest.raises(KeyFileRefused):
        erasure_list.read(path)


@pytest.mark.parametrize("flag", ["looked_after", "held"])
async def test_the_law_keeps_some_records(kept: Kept, flag: str) -> None:
    """At the asking, at the confirming and at the doing: she may come into care in between."""
    asked, later = await ask(kept.world), await ask(kept.world)
    await erasing.confirm_erasure(kept.world.staff, alex(kept.world), asked)
    writes = Writes(kept.world.staff.authority)
    writes.update(tables.child, kept.world.amara, **{flag: True})
    await kept.world.staff.store.write(writes)

    with pytest.raises(MustBeKept, match=r"75|held"):
        await ask(kept.world)
    with pytest.raises(MustBeKept):
        await erasing.confirm_erasure(kept.world.staff, alex(kept.world), later)
    assert await erasing.erase_confirmed(kept.world.staff, kept.listed) == 0
    assert not kept.listed.exists()


async def test_it_takes_two(kept: Kept) -> None:
    """Whoever asks cannot confirm; nor can somebody who may not; and nothing happens before."""
    request = await ask(kept.world, by="alex")

    with pytest.raises(SamePerson):
        await erasing.confirm_erasure(kept.world.staff, alex(kept.world), request)
    with pytest.raises(NotAllowed):
        await erasing.confirm_erasure(kept.world.staff, member(kept.world, "sam", Role.SOCIAL_WORKER), request)
    assert await erasing.erase_confirmed(kept.world.staff, kept.listed) == 0
    with pytest.raises(NotAllowed):
        await erasing.who_asks(kept.world.staff, "sam@northfold.test")
    assert await erasing.who_asks(kept.world.staff, "ALEX@northfold.test") == kept.world.people["alex"]


@pytest.mark.postgres
@pytest.mark.parametrize("kept", ["postgres"], indirect=True)
async def test_the_worker_may_do_it(kept: Kept) -> None:
    """With the rights of its own role, and nobody standing by."""
    await says(kept.world)
    await erasing.confirm_erasure(kept.world.staff, alex(kept.world), await ask(kept.world))
    store = await open_store(f"{kept.url}&options=-c%20role%3Dvoice_worker", "worker")
    try:
        assert await erasing.erase_confirmed(replace(kept.world.staff, store=store), kept.listed) == 1
        assert await restoring.apply_list(replace(kept.world.staff, store=store), kept.listed) == 0
    finally:
        await store.close()


@pytest.mark.postgres
@pytest.mark.parametrize("kept", ["postgres"], indirect=True)
async def test_it_is_not_done_before_old_rows_are_gone(kept: Kept) -> None:
    """Where this role may not vacuum, PostgreSQL only warns: we do not call it done."""
    await says(kept.world)
    await erasing.confirm_erasure(kept.world.staff, alex(kept.world), await ask(kept.world))
    with psycopg.connect(for_libpq(kept.url), autocommit=True) as connection:
        connection.execute("REVOKE MAINTAIN ON child_key FROM voice_worker")
    store = await open_store(f"{kept.url}&options=-c%20role%3Dvoice_worker", "worker")
    try:
        with pytest.raises(StoreRefused, match="vacuum"):
            await erasing.erase_confirmed(replace(kept.world.staff, store=store), kept.listed)
    finally:
        await store.close()

    assert await erasing.erase_confirmed(kept.world.staff, kept.listed) == 1
    assert len(kept.listed.read_text().splitlines()) == 1
