"""Keys are renewed while the service runs; what was sealed before still opens, whatever interrupts it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pyotp
import pytest
import sqlalchemy as sa

from storage import children, pairs, private_keys, public_keys, rotation, tables
from storage.case_keys import FileKeyProvider
from storage.envelopes import Context, PublicKey, open_envelope, seal
from storage.intake_keys import SignedKey
from storage.writes import Writes
from tests.world import World, make_world
from voice import clock, key_work, signing_in
from voice.errors import NothingThere
from voice.key_work import Rewrapped
from voice.model import Purpose, new_id
from voice.signing_in import Tried

PASSWORD = "four lamps by the river"
WORDS = b"I want to see my nan."


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """The cast on each database."""
    url = None if request.param == "sqlite" else request.getfixturevalue("fresh_postgres")
    async with make_world(tmp_path, url) as made:
        yield made


def add_version(world: World) -> int:
    assert isinstance(world.staff.provider, FileKeyProvider)
    return world.staff.provider.add_kek_version()


async def add_keys(world: World, count: int) -> None:
    writes = Writes(world.staff.authority)
    for _ in range(count):
        private_keys.make_pair(writes, world.staff.provider, Purpose.POOL, None, clock.now())
    await world.staff.store.write(writes)


async def seal_to_amara(world: World) -> tuple[bytes, Context]:
    """Words for whoever is allocated to Amara, sealed as the intake does."""
    async with world.public.store.reading() as db:
        keys = await public_keys.recipients(db, world.public.keys, world.amara)
    place = Context(world.public.authority, world.amara, "statement", new_id())
    return seal(WORDS, [keys[Purpose.CASE]], place), place


async def open_again(world: World, sealed: bytes, place: Context) -> bytes:
    """By the one of Amara's keys that opens it, retired or not."""
    c = tables.child_key.c
    async with world.staff.store.reading() as db:
        wanted = sa.select(c.id).where(c.child == world.amara, c.purpose == Purpose.CASE)
        for id in (await db.execute(wanted)).scalars():
            key = await private_keys.private_key(db, world.staff.authority, world.staff.provider, id)
            if id.bytes in sealed:
                return open_envelope(sealed, key, place)
    raise AssertionError("none of Amara's keys")


async def test_everything_moves_and_still_opens(world: World) -> None:
    """A new KEK: children's keys, names, one-time codes; all of it under the new version, all of it as it was."""
    sealed, place = await seal_to_amara(world)
    await signing_in.set_password(world.staff, world.people["sam"], PASSWORD)
    secret = await signing_in.set_one_time_code(world.staff, world.people["sam"])
    keys = sum((await key_work.count_by_version(world.staff)).values())

    assert add_version(world) == 2
    assert await key_work.unfinished(world.staff)
    assert await key_work.rewrap_all(world.staff) == Rewrapped(moved=keys)

    assert await key_work.count_by_version(world.staff) == {2: keys}
    assert not await key_work.unfinished(world.staff)
    assert await open_again(world, sealed, place) == WORDS
    async with world.staff.store.reading() as db:
        cipher = await private_keys.directory(db, world.staff.authority, world.staff.provider)
        named = await children.named(db, world.staff.authority, cipher, [world.amara])
    assert named[world.amara].name == "Amara"
    code = pyotp.TOTP(secret).at(clock.now())
    assert await signing_in.sign_in(world.staff, Tried("sam@northfold.test", PASSWORD, code))


async def test_it_goes_on_where_it_was_interrupted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed at every batch and inside one: what is done is done, and the rest is left for the next time."""
    monkeypatch.setattr(rotation, "BATCH", 4)
    await add_keys(world, 10)
    keys = sum((await key_work.count_by_version(world.staff)).values())
    add_version(world)
    write, batches, left = world.staff.store.writer.write, [0], []

    async def pull_the_plug(writes: Writes) -> bool:
        batches[0] += 1
        if batches[0] % 3 == 0:
            raise KilledHere
        done = await write(writes)
        if batches[0] % 3 == 1:
            raise KilledHere
        return done

    monkeypatch.setattr(world.staff.store.writer, "write", pull_the_plug)
    while await key_work.unfinished(world.staff):
        try:
            await key_work.rewrap_all(world.staff)
        except KilledHere:
            left.append((await key_work.count_by_version(world.staff)).get(1, 0))

    assert left == sorted(left, reverse=True)
    assert len(left) > 3
    assert await key_work.count_by_version(world.staff) == {2: keys}


class KilledHere(Exception):
    """The power went."""


async def test_a_key_that_does_not_open_stops_no_other(world: World) -> None:
    """One broken row is counted and left as it is."""
    async with world.staff.store.reading() as db:
        (amaras, *_) = await pairs.in_use(db, world.staff.authority, world.amara, [Purpose.CASE])
    writes = Writes(world.staff.authority)
    writes.update(tables.child_key, amaras.key.id, wrapped_private=b"\1" * 140)
    await world.staff.store.write(writes)
    keys = sum((await key_work.count_by_version(world.staff)).values())
    add_version(world)

    assert await key_work.rewrap_all(world.staff) == Rewrapped(moved=keys - 1, broken=1)

    assert await key_work.count_by_version(world.staff) == {1: 1, 2: keys - 1}


async def test_a_secret_renewed_in_the_same_moment_stays_renewed(world: World) -> None:
    """Sam gets a new one-time code while the old one is being moved: the new one is what counts."""
    sam = world.people["sam"]
    await signing_in.set_password(world.staff, sam, PASSWORD)
    await signing_in.set_one_time_code(world.staff, sam)
    add_version(world)
    async with world.staff.store.reading() as db:
        old = await rotation.old_credentials(db, world.staff.authority, 2, None)
    secret = await signing_in.set_one_time_code(world.staff, sam)

    writes = Writes(world.staff.authority)
    rotation.rewrap(writes, world.staff.provider, old)
    await world.staff.store.write(writes)

    code = pyotp.TOTP(secret).at(clock.now())
    assert await signing_in.sign_in(world.staff, Tried("sam@northfold.test", PASSWORD, code))


async def test_a_child_gets_new_keys(world: World) -> None:
    """What comes next is sealed to Amara's new pair; what came before still opens with the old one."""
    before, its_place = await seal_to_amara(world)
    c = tables.child_key.c

    assert await key_work.renew_child(world.staff, world.amara) == 2

    after, place = await seal_to_amara(world)
    assert await open_again(world, before, its_place) == WORDS
    assert await open_again(world, after, place) == WORDS
    async with world.staff.store.reading() as db:
        wanted = sa.select(tables.child_key).where(c.child == world.amara, c.public_key.is_not(None))
        found = list((await db.execute(wanted)).mappings())
    assert sorted((row["purpose"], row["retired"] is None) for row in found) == [
        ("apart", False),
        ("apart", True),
        ("case", False),
        ("case", True),
    ]
    for row in found:
        facts = (row["suite"], row["made"], row["retired"], row["signature"])
        key = PublicKey(row["id"], row["public_key"])
        signed = SignedKey(world.staff.authority, row["child"], row["purpose"], key, *facts)
        world.public.keys.check_signature(signed)


async def test_a_child_who_is_not_there(world: World) -> None:
    """A slip in the id renews nothing."""
    with pytest.raises(NothingThere):
        await key_work.renew_child(world.staff, new_id())
