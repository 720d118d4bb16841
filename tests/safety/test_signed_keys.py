"""Whoever can write in the database still cannot make a child's words go to a key of their own (security.md, 4)."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa

from channels.web.app import public
from storage import signatures
from storage.case_keys import FileKeyProvider
from storage.envelopes import new_private_key
from storage.intake_keys import SignedKey
from storage.tables import child_key, envelope, mailbox_item, statement, statement_part
from storage.writes import Writes
from tests.safety.browser import Browser, Child
from tests.world import PUBLIC_URL, World, make_world
from voice import clock, visiting
from voice.model import Purpose

Plant = Callable[[World], Awaitable[None]]
WORDS = "I want to live with my nan"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with make_world(tmp_path) as made:
        yield made


async def row_of(world: World, purpose: Purpose, child: UUID | None) -> dict[str, Any]:
    wanted = sa.select(child_key).where(child_key.c.purpose == purpose.value, child_key.c.child == child)
    async with world.public.store.reading() as db:
        return dict((await db.execute(wanted)).mappings().one())


async def put_in(world: World, row: dict[str, Any]) -> None:
    """What a thief with the database's password does."""
    writes = Writes(world.public.authority)
    writes.insert(child_key, **{name: value for name, value in row.items() if name != "authority"})
    await world.public.store.write(writes)


async def changed(world: World, row: dict[str, Any], **values: Any) -> None:
    writes = Writes(world.public.authority)
    writes.update(child_key, row["id"], **values)
    await world.public.store.write(writes)


async def thiefs_key(world: World, **facts: Any) -> dict[str, Any]:
    """A key pair of the thief's, dressed up as Amara's newest case key."""
    hers = await row_of(world, Purpose.CASE, world.amara)
    key = new_private_key().public()
    return hers | {"id": key.id, "public_key": key.raw, "made": clock.now(), "wrapped_private": None} | facts


async def unsigned(world: World) -> None:
    await put_in(world, await thiefs_key(world, signature=None))


async def signed_with_noise(world: World) -> None:
    await put_in(world, await thiefs_key(world, signature=b"\x01" * 64))


async def signed_too_short(world: World) -> None:
    await put_in(world, await thiefs_key(world, signature=b"sig"))


async def signed_by_another_authority(world: World) -> None:
    row = await thiefs_key(world)
    seed = signatures.new_seed()
    key = replace(new_private_key().public(), id=row["id"], raw=row["public_key"])
    facts = (row["suite"], row["made"], None, b"")
    signed = SignedKey(world.public.authority, world.amara, "case", key, *facts)
    row["signature"] = signatures.sign(signed.signed_part(), seed, signatures.SIGNED_KEY)
    await put_in(world, row)


async def signature_of_another_row(world: World) -> None:
    await put_in(world, await thiefs_key(world))  # her own case key's signature comes with the row


async def anothers_key_in_her_row(world: World) -> None:
    hers = await row_of(world, Purpose.CASE, world.amara)
    await changed(world, hers, public_key=new_private_key().public().raw)


async def another_childs_key(world: World) -> None:
    """Noor's own, rightly signed: Dev could open it."""
    noors = await row_of(world, Purpose.CASE, world.noor)
    await changed(world, noors, child=world.amara)


async def another_purpose(world: World) -> None:
    """Kept apart from the worker for a reason: now it says that it is the worker's."""
    apart = await row_of(world, Purpose.APART, world.amara)
    await changed(world, apart, purpose=Purpose.CASE.value)


async def retired_no_more(world: World) -> None:
    """A key that was signed as retired, because it had leaked, is put back to work."""
    provider, key = world.staff.provider, new_private_key()
    assert isinstance(provider, FileKeyProvider)
    made = clock.now()
    signed = provider.sign_key(key.public(), child=world.amara, purpose="case", made=made, retired=made)
    row = await thiefs_key(world, id=key.id, public_key=key.public().raw, signature=signed.signature, made=made)
    await put_in(world, row | {"retired": None})


async def no_key_at_all(world: World) -> None:
    hers = await row_of(world, Purpose.CASE, world.amara)
    await changed(world, hers, public_key=None)


async def half_a_key(world: World) -> None:
    hers = await row_of(world, Purpose.CASE, world.amara)
    await changed(world, hers, public_key=hers["public_key"][:600])


async def her_key_retired(world: World) -> None:
    """With no key left to seal to, words stay in the draft."""
    hers = await row_of(world, Purpose.CASE, world.amara)
    await changed(world, hers, retired=clock.now())


PLANTED: dict[str, Plant] = {
    "unsigned": unsigned,
    "signed with noise": signed_with_noise,
    "signed too short": signed_too_short,
    "signed by another authority": signed_by_another_authority,
    "another row's signature": signature_of_another_row,
    "another key in her row": anothers_key_in_her_row,
    "another child's key": another_childs_key,
    "another purpose": another_purpose,
    "retired no more": retired_no_more,
    "no key at all": no_key_at_all,
    "half a key": half_a_key,
    "her key retired": her_key_retired,
}


@pytest.mark.parametrize("plant", PLANTED.values(), ids=PLANTED)
async def test_a_planted_key_gets_no_word(world: World, plant: Plant) -> None:
    """Amara presses Send: a kind page asks her to wait, nothing is sealed to anybody, and her draft is safe."""
    app = public(world.public)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=PUBLIC_URL) as client:
        child = Child(Browser(client), WORDS)
        at = await child.begin(await world.link())
        while at.startswith("/q/"):
            at = (await child.browser.post(at, do="next", **_calm(child, at))).headers["location"]
        await child.browser.post("/parents", parents="fine")
        await plant(world)

        answer = await child.browser.post("/send", "/keep", do="send")

        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert WORDS not in answer.text
        visit = await visiting.current_visit(world.public, child.browser.cookies["visit"])
    assert any(given.words and WORDS in given.words for given in visit.draft.replies.values())
    assert not visit.sent
    assert await sealed_to_anybody(world) == 0


def _calm(child: Child, at: str) -> dict[str, Any]:
    """Answers that raise nothing, so that Send is the first time anything would be sealed to a key."""
    question = child.survey.questions[int(at.rpartition("/")[2]) - 1]
    reply = child.reply_to(question)
    return reply | {"choice": question.choice_ids[0]} if question.safety else reply


async def sealed_to_anybody(world: World) -> int:
    """How many sealed things there are at all."""
    kept = (envelope, statement, statement_part, mailbox_item)
    async with world.public.store.reading() as db:
        counts = [await db.execute(sa.select(sa.func.count()).select_from(each)) for each in kept]
    return sum(count.scalar_one() for count in counts)


async def test_a_planted_key_gets_no_safety_answer_either(world: World) -> None:
    """An answer that says that she is not safe waits too, and she is told so: she may still ring."""
    app = public(world.public)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=PUBLIC_URL) as client:
        child = Child(Browser(client), WORDS)
        await child.begin(await world.link())
        number, question = next((n, q) for n, q in enumerate(child.survey.questions, 1) if q.safety)
        await unsigned(world)

        answer = await child.browser.post(f"/q/{number}", do="next", **child.reply_to(question))

    assert answer.status_code == 503
    assert await sealed_to_anybody(world) == 0
