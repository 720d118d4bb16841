"""Each process does its whole work with the rights of its own role on PostgreSQL, and needs none that it lacks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from channels.web.app import public
from storage import tables
from storage.media import open_media
from storage.pictures import FETCH, FORGET, MOVE
from storage.store import Store, open_store
from storage.texts import DOOR
from tests.door.saying import say_at_the_door
from tests.portal.browsing import PASSWORD, can_sign_in, code_now
from tests.portal.saying import Says, looks_inside, says
from tests.world import World, make_world
from voice import (
    answering_unknown,
    asking_for,
    case_record,
    case_statement,
    clock,
    coming_back,
    half_written,
    making_links,
    not_this_person,
    opening_door,
    promising,
    replying,
    setting_up,
    signing_in,
    taken_at_door,
    taking_up,
    visiting,
)
from voice.access import SignedIn
from voice.delivering import Deliveries, Way
from voice.errors import DeadLink
from voice.interpreting import giving, handing_in, queue
from voice.interpreting.beside import beside
from voice.model import BreachOutcome, HandedOver, How, Role, Stopped, Work, new_id
from voice.signing_in import Tried
from voice.texting import going_up, matching, person, taking_in, unknown_pictures, wrong_record
from voice.texting.fetching import Fetching, Forgetting
from voice.texting.hearing import Hearing
from voice.texting.taking_in import Text
from voice.watching import Openings

THURSDAY = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)
pytestmark = pytest.mark.postgres


async def as_role(url: str, role: str) -> Store:
    """The record through a connection that has put on this role."""
    return await open_store(f"{url}&options=-c%20role%3D{role}", role)


@pytest.fixture
async def world(fresh_postgres: str, tmp_path: Path) -> AsyncIterator[World]:
    """The cast; the children's side and the staff's each with the rights of its own process."""
    clock.stand(THURSDAY)  # in the hours in which we may text
    async with make_world(tmp_path, fresh_postgres) as made:
        children, adults = await as_role(fresh_postgres, "voice_public"), await as_role(fresh_postgres, "voice_staff")
        for who in ("sam", "morgan"):
            await can_sign_in(made, who)
        made.public = replace(made.public, store=children)
        made.staff = replace(made.staff, store=adults)
        yield made
        await children.close()
        await adults.close()
    clock.stand(None)


async def who_is(world: World, name: str) -> SignedIn:
    """Signed in with password and one-time code, by the staff's process."""
    secret = await signing_in.set_one_time_code(world.staff, world.people[name])
    token = await signing_in.sign_in(world.staff, Tried(f"{name}@northfold.test", PASSWORD, code_now(secret)))
    return await signing_in.current(world.staff, token)


async def test_a_child_goes_her_whole_way(world: World) -> None:
    """Amara answers, says she is not safe, sends, comes back and asks for an advocate: as voice_public."""
    await world.public.store.prove_writable(world.public.authority)
    link = await making_links_for(world)
    receipt = await says(world, Says(safe="no", about_staff="no"))
    assert (await looks_inside(world, receipt)).said["answers"]

    visit = await visiting.current_visit(world.public, await visiting.begin(world.public, link, "en"))
    await asking_for.ask_for(world.public, visit, "advocate", "I want somebody on my side")
    await visiting.own_code(world.public, await visiting.current_visit(world.public, visit.token))
    await visiting.leave(world.public, visit.token)
    with pytest.raises(DeadLink):
        await coming_back.open_with_code(world.public, "AAAAA BBBBB CCCCC")


async def making_links_for(world: World) -> str:
    """A link that Sam makes in the portal."""
    sam = await who_is(world, "sam")
    (offered, *_) = await making_links.offered(world.staff)
    made = await making_links.make_link(world.staff, sam, world.amara, offered.version, HandedOver.BY_HAND, new_id())
    return made.address.rpartition("/")[2]


async def test_sam_reads_and_answers(world: World) -> None:
    """Sam opens what Amara said, half writes an answer, answers, promises and says what stopped it: as voice_staff."""
    receipt = await says(world)
    sam = await who_is(world, "sam")

    assert (await case_record.my_children(world.staff, sam)) is not None
    opened = await case_statement.open_statement(world.staff, sam, receipt.statement)
    await half_written.keep_beside(world.staff, sam, receipt.statement, {"words": "I will"})
    promised = replying.Promise("Ask if you can see your nan", clock.today() + timedelta(days=7))
    given = replying.Answer(new_id(), How.WRITE, "I read what you wrote", promises=[promised])
    await replying.answer(world.staff, sam, receipt.statement, given)
    again = await case_statement.open_statement(world.staff, sam, receipt.statement)
    await promising.settle(world.staff, sam, again.promises[0].id, Stopped.NOT_YET)

    assert opened is not None
    assert (await looks_inside(world, receipt)).replies
    await signing_in.sign_out(world.staff, sam)


async def test_morgan_takes_a_concern_up(world: World) -> None:
    """Duty opens a concern, takes it up, writes down what was done and closes it: as voice_staff."""
    await says(world, Says(safe="no"))
    morgan = await who_is(world, "morgan")
    (line,) = await case_record.concerns_to_see(world.staff, morgan)
    concern = line.id

    await taking_up.open_concern(world.staff, morgan, concern)
    assert await taking_up.acknowledge(world.staff, morgan, concern)
    await taking_up.keep_half_written(world.staff, morgan, concern, {"note": "Rang"})
    await taking_up.act(world.staff, morgan, concern, taking_up.Done(new_id(), "Rang the school"))
    done = taking_up.Done(new_id(), "Seen today", told_child="That we believe her")
    await taking_up.close(world.staff, morgan, concern, done, taking_up.Outcome.NO_FURTHER_ACTION)

    async with world.staff.store.reading() as db:
        assert (await db.execute(sa.select(tables.concern.c.closed))).scalar_one()


class Brings:
    """The carrier of our texts, with one picture."""

    @asynccontextmanager
    async def bring(self, url: str, most: int) -> AsyncIterator[AsyncIterator[bytes]]:
        async def body() -> AsyncIterator[bytes]:
            yield b"a picture"

        yield body()

    async def forget(self, url: str) -> None:
        pass


async def test_morgan_says_whose_a_text_is(world: World, fresh_postgres: str, tmp_path: Path) -> None:
    """A text from a number nobody knows: in as voice_public, met as voice_worker, the rest as voice_staff."""
    came = (taking_in.Picture("https://api.twilio.com/x", "image/png"),)
    text = Text("SM" + "1" * 32, "+447700900555", "+447700900100", "its amara", came)
    assert await taking_in.take_text(world.public, text)
    media = open_media(f"file:{tmp_path / 'media'}")
    worker = replace(world.staff, store=await as_role(fresh_postgres, "voice_worker"), media=media)
    met: dict[str, Way] = {"turn": Hearing(), "stranger": going_up.met, matching.EMPTY: wrong_record.empty}
    met |= {FETCH: Fetching(Brings()), FORGET: Forgetting(Brings()), MOVE: unknown_pictures.moving}
    deliveries, morgan = Deliveries(worker, met), await who_is(world, "morgan")
    await until_done(deliveries)

    (found,) = await matching.waiting(world.staff, morgan)
    (said,) = (await matching.open_one(world.staff, morgan, found.id)).lines
    ((picture, _),) = said.pictures
    assert await unknown_pictures.states(world.staff, [picture]) == {picture: "held"}
    playable = await unknown_pictures.watch(world.staff, Openings(), morgan, found.id, picture)
    assert (said.words, playable.length) == ("its amara", len(b"a picture"))
    await person.text_stranger(world.staff, morgan, found.id, "Are you OK to talk?")
    for apart in (False, True):
        await matching.match(world.staff, morgan, found.id, world.amara, apart=apart)
        await until_done(deliveries)
        await matching.unmatch(world.staff, morgan, found.id)
        await until_done(deliveries)
    for line in await wrong_record.to_see_to(world.staff, morgan):
        await wrong_record.deal(world.staff, morgan, line.found.id, BreachOutcome.NO_RISK)
    await matching.close(world.staff, morgan, found.id)

    await until_done(deliveries)
    assert await matching.delete_keys(worker) == 1
    await unknown_pictures.move_all(worker)
    async with worker.store.reading() as db:
        left = (await db.execute(sa.select(tables.envelope.c.id, tables.envelope.c.sealed))).all()
        notes = sa.select(tables.concern_step.c.envelope).where(tables.concern_step.c.kind == "note")
        (hers,) = (await db.execute(notes)).scalars().all()
    # Two statements and a concern, what opened the picture there twice, its own; not what Morgan wrote (decision 23).
    assert [sealed for each, sealed in left if each != hers] == [None] * 6
    await worker.store.close()


async def test_morgan_reads_and_answers_at_the_open_door(world: World, fresh_postgres: str) -> None:
    """Said at the open door as voice_public, taken up as voice_worker, read, taken and answered as voice_staff."""
    worker = replace(world.staff, store=await as_role(fresh_postgres, "voice_worker"))
    await opening_door.open_door(world.staff)
    children, morgan = public(world.public), await who_is(world, "morgan")
    await say_at_the_door(children)
    met: dict[str, Way] = {DOOR: taken_at_door.take_up, "stranger": going_up.met}
    await until_done(Deliveries(worker, met))

    (found,) = await going_up.to_see(world.staff, morgan)
    opened = await matching.open_one(world.staff, morgan, found.id)
    assert await answering_unknown.tell_opened(world.staff, morgan, opened.lines)
    await matching.take(world.staff, morgan, found.id)
    await answering_unknown.answer(world.staff, morgan, found.id, answering_unknown.Answer(new_id(), "Where are you?"))
    await matching.match(world.staff, morgan, found.id, world.amara, apart=True)
    await worker.store.close()


async def test_robin_puts_it_into_english(world: World, fresh_postgres: str) -> None:
    """Given, opened, handed in and checked as voice_staff; the copies are deleted as voice_worker."""
    receipt = await says(world, Says(words="أفتقد جدتي", language="ar"))
    people = {}
    for name in ("robin", "kit"):
        facts = (name.title(), "Hale", f"{name}@northfold.test", None, [Role.INTERPRETER])
        made = await setting_up.add_staff(world.staff, *facts)
        await setting_up.add_interpreter(world.staff, made, name.title(), ["ar"])
        people[name] = SignedIn(made, name.title(), "Hale", None, frozenset({Role.INTERPRETER}))
    sam = await who_is(world, "sam")
    assert list((await not_this_person.who_may(world.public, "ar")).values()) == ["Kit", "Robin"]

    for name, work in (("robin", Work.MAKES), ("kit", Work.CHECKS)):
        given = giving.Giving(new_id(), work, people[name].id)
        await giving.give(world.staff, sam, receipt.statement, "worker", given)
        await queue.keep_half_written(world.staff, people[name], given.id, {"english_0": "I miss"})
        english = handing_in.English(["I miss my nan"])
        await handing_in.hand_in(world.staff, people[name], given.id, english)

    opened = await case_statement.open_statement(world.staff, sam, receipt.statement)
    (version,) = (await beside(world.staff, opened)).newest
    assert (version.lines[0].english, version.checked_by) == ("I miss my nan", "Kit Hale")
    worker = replace(world.staff, store=await as_role(fresh_postgres, "voice_worker"))
    assert await queue.delete_copies(worker) == 2
    await worker.store.close()


async def until_done(deliveries: Deliveries) -> None:
    while await deliveries.round():
        pass


async def test_nobodys_words_come_back_through_the_intake(world: World) -> None:
    """The same connection that put Amara's words in is refused when it asks for them."""
    await says(world)

    async with world.public.store.reading() as db:
        with pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
            await db.execute(sa.select(tables.envelope.c.sealed))
