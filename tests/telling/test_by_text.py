"""Duty hears by text of what cannot wait: once, at any hour, not what it is, and by e-mail where no text comes."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from storage import staff_phones, tables
from storage.writes import Writes
from tests.portal.looking import rows
from tests.portal.saying import Says, up_to_sending
from tests.sms.phone import AMARAS
from tests.sms.rehearsal import Rehearsal, rehearsed, says, takes_and_is_silent
from tests.telling.by_text import MORGANS, Telling, telling
from tests.telling.conftest import SQLITE, another_worker
from tests.telling.post_office import PostOffice
from tests.telling.test_climbing import EVENING, change, climbed, everybody, morgan_takes_it
from tests.telling.test_notices import MINE
from tests.world import World
from voice import climbing, clock, signs_of_life
from voice.access import SignedIn
from voice.errors import NotAllowed
from voice.model import Role
from voice.signing_in import NotProved
from voice.signs_of_life import TOO_LONG
from voice.staff_services import StaffServices
from voice.texting import own_number
from voice.texting.keeping_numbers import Owner, write_down
from voice.texting.own_number import CODE_LASTS, MOST_TRIES, NotTaken

NOW = "Something in Heard waits for you now, and nobody has taken it up yet. Sign in: http://staff.test"
SHARED = Says(safe="no", about_staff="no")


@pytest.fixture
async def twilio() -> AsyncIterator[Rehearsal]:
    async with rehearsed() as there:
        yield there


@pytest.fixture
async def told(
    world: World, services: StaffServices, twilio: Rehearsal, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Telling]:
    """Morgan on duty, with a telephone that Morgan has shown to be theirs."""
    monkeypatch.setattr("channels.sms.twilio.PATIENCE", 0.3)
    async with telling(world, services, twilio, office) as made:
        await made.confirms()
        yield made


async def test_what_cannot_wait_is_texted_and_says_nothing(world: World, told: Telling) -> None:
    """One text and one e-mail; no word of hers, no name, no place, no id (R20, R43). Its words are not kept."""
    await up_to_sending(world, SHARED)
    await told.go()

    assert told.texted == [NOW]
    assert told.mailed == ["morgan@northfold.test"]
    assert [word for word in MINE if word.casefold() in NOW.casefold()] == []
    assert len(NOW) <= 160
    await told.said_of_it("delivered")
    (notice,) = [row["id"] for row in await rows(world, tables.notice) if row["way"] == "text"]
    assert [row["words"] for row in await rows(world, tables.message) if row["id"] == notice] == [None]
    assert told.texted == [""], "Twilio has to forget it too"
    assert await climbed(world) == ["duty"]


async def test_two_workers_text_everybody_once(world: World, services: StaffServices, told: Telling) -> None:
    await up_to_sending(world, SHARED)
    async with another_worker(world) as other:
        both = [told.another(each) for each in (services, other.services)]
        await asyncio.gather(*(climbing.climb_all(each) for each in (services, other.services) * 3))
        await asyncio.gather(*(each.round() for each in both * 3))

    assert told.texted == [NOW]
    assert await told.notices() == [("email", "done"), ("text", "done")]


@SQLITE
async def test_it_comes_at_night_and_a_worry_does_not(world: World, told: Telling) -> None:
    """Friday, ten in the evening: quiet hours are for what we start with a child. A worry waits for Monday's e-mail."""
    clock.stand(EVENING)
    await up_to_sending(world, SHARED)
    await up_to_sending(world, SHARED, world.noor)
    worry = next(row["id"] for row in await rows(world, tables.concern) if row["child"] == world.noor)
    writes = Writes(world.staff.authority)
    writes.update(tables.concern, worry, level="worry")
    await world.staff.store.write(writes)
    await told.go()

    assert (told.texted, len(told.mailed)) == ([NOW], 1)
    clock.move(timedelta(days=3))
    await climbing.climb_all(told.world.staff)
    await told.go()
    assert (told.texted, told.mailed.count("morgan@northfold.test")) == ([NOW], 2)


@SQLITE
async def test_a_worry_is_texted_where_that_is_arranged_and_never_at_night(world: World, told: Telling) -> None:
    """Texts were held up all afternoon: what says *today* comes when duty is there again, and says no more."""
    step = {"who": "duty", "by": ["text"], "after": 0, "texts_at": ["worry"]}
    (authority,) = await rows(world, tables.authority)
    await change(world, tables.authority, arrangements=authority["arrangements"] | {"steps": [step]})
    await up_to_sending(world, SHARED)
    await change(world, tables.concern, level="worry")
    await climbing.climb_all(told.world.staff)
    clock.stand(EVENING)
    await told.go()
    assert told.texted == []

    clock.move(timedelta(hours=59))
    await told.go()
    assert told.texted == [NOW.replace(" now,", " today,")]


@SQLITE
async def test_who_has_it_meanwhile_is_not_texted(world: World, told: Telling) -> None:
    await up_to_sending(world, SHARED)
    await climbing.climb_all(told.world.staff)
    await morgan_takes_it(world)
    await told.go()

    assert (told.texted, told.mailed) == ([], [])


@SQLITE
@pytest.mark.parametrize("at_once", [True, False], ids=["refused at once", "undelivered later"])
async def test_a_telephone_that_fails_climbs_like_an_address(world: World, told: Telling, at_once: bool) -> None:
    """The same person hears by e-mail, the next one at once, and what was given up is shown."""
    await everybody(world)
    (authority,) = await rows(world, tables.authority)
    steps = [{"who": "duty", "by": ["text"], "after": 0}, {"who": "duty_manager", "by": ["email"], "after": 15}]
    await change(world, tables.authority, arrangements=authority["arrangements"] | {"steps": steps})
    await up_to_sending(world, SHARED)
    if at_once:
        told.twilio.faults = [says(400, 21614)]
    await told.go()
    if not at_once:
        assert told.mailed == []
        await told.said_of_it("undelivered", "30003")
    await climbing.climb_all(told.world.staff)
    await told.go()

    assert sorted(told.mailed) == ["morgan@northfold.test", "ola@northfold.test"]
    assert await climbed(world) == ["duty", "duty_manager"]
    await climbing.climb_all(told.world.staff)
    await told.go()
    assert len(told.mailed) == 2, "nobody twice"


@SQLITE
async def test_nobody_knows_whether_it_went(world: World, told: Telling) -> None:
    """Twilio took it and never answered: it is asked for the words before they go again, and Morgan gets one text."""
    told.twilio.faults = [takes_and_is_silent]
    await up_to_sending(world, SHARED)
    await told.go()
    clock.move(timedelta(minutes=3))
    await told.go()

    assert told.texted == [NOW]
    assert await told.notices() == [("email", "done"), ("text", "done")]


@SQLITE
async def test_stop_from_morgans_telephone(world: World, told: Telling) -> None:
    """No text is even tried, an e-mail comes in its place, and whoever watches sees whose telephone is silent."""
    told.twilio.refused.add(MORGANS)
    await up_to_sending(world, SHARED)
    await told.go()
    await climbing.climb_all(told.world.staff)
    await told.go()

    assert (told.texted, told.mailed) == ([], ["morgan@northfold.test"])
    alex = SignedIn(world.people["alex"], "Alex", "Finch", None, frozenset({Role.ADMINISTRATOR}))
    assert [name for name, _ in await signs_of_life.silent_telephones(world.staff, alex)] == ["Morgan Bell"]
    lines = {(line.kind, line.state): line.error_code for line in await signs_of_life.not_delivered(world.staff, alex)}
    assert lines["notice.text", "dead"] == "opted_out"
    asked = told.twilio.asked

    await up_to_sending(world, SHARED, world.noor)
    await told.go()
    assert (told.twilio.asked, len(told.mailed)) == (asked, 2)

    told.twilio.refused.clear()
    await told.phone.text("START")
    await told.go()
    async with world.staff.store.reading() as db:
        assert await staff_phones.whoever_can_be_texted(db, world.staff.authority) == {told.morgan.id}


async def test_when_neither_goes_out_the_bar_is_red(
    world: World, services: StaffServices, told: Telling, office: PostOffice
) -> None:
    """The mail server says later, Twilio too: after two minutes every page says that alerts may not be going out."""
    await signs_of_life.beat(services)
    office.recipient = "451 later"
    told.twilio.faults = [says(503) for _ in range(20)]
    await up_to_sending(world, SHARED)
    for _ in range(9):
        await told.go()
        await signs_of_life.beat(services)
        assert await signs_of_life.trouble(services) is None
        clock.move(TOO_LONG / 9)

    clock.move(timedelta(seconds=1))
    await told.go()
    await signs_of_life.beat(services)
    assert (await signs_of_life.trouble(services)) is not None

    office.recipient = "250 OK"
    clock.move(timedelta(minutes=30))
    await told.go()
    await signs_of_life.beat(services)
    assert "morgan@northfold.test" in told.mailed
    assert await signs_of_life.trouble(services) is None


@SQLITE
async def test_what_staff_text_to_us_becomes_no_childs_words(world: World, told: Telling) -> None:
    """“ok thanks” opens nothing and is answered once; what cannot wait is kept for duty, whoever texts it."""
    for _ in range(2):
        await told.phone.text("ok thanks, on my way")
        await told.go()
    assert await rows(world, tables.stranger) == []
    assert told.texted == ["Nobody reads texts to this number. Sign in to Heard."]

    await told.phone.text("he is hitting me please help")
    await told.go()
    assert len(await rows(world, tables.stranger)) == 1


@SQLITE
async def test_a_number_is_not_theirs_before_its_code_is_typed(world: World, told: Telling) -> None:
    """Another number is given: nothing goes to either, until the code that was texted to the new one is typed."""
    clock.move(timedelta(minutes=1))
    code = await told.gives("07700 900302")
    told.twilio.sent.clear()
    await up_to_sending(world, SHARED)
    await told.go()
    assert (told.texted, told.mailed) == ([], ["morgan@northfold.test"])

    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(MOST_TRIES):
        with pytest.raises(NotTaken):
            await own_number.confirm(world.staff, told.morgan, wrong)
    with pytest.raises(NotTaken):
        await own_number.confirm(world.staff, told.morgan, code)

    clock.move(timedelta(minutes=1))
    code = await told.gives("07700 900302")
    clock.move(CODE_LASTS)
    with pytest.raises(NotTaken):
        await own_number.confirm(world.staff, told.morgan, code)


@SQLITE
async def test_whose_number_may_be_given(world: World, told: Telling) -> None:
    """Not a child's, nor one at her home; not without password and code; not by whoever is never told of anything."""
    await write_down(world.staff, world.amara, AMARAS, Owner.CHILD)
    clock.move(timedelta(minutes=1))
    with pytest.raises(NotTaken, match="number_somebody_elses"):
        await told.gives(AMARAS)
    with pytest.raises(NotTaken, match="not_a_number"):
        await told.gives("the blue one")
    with pytest.raises(NotProved):
        await own_number.give(world.staff, told.morgan, MORGANS, "not the password", "000000")
    sam = SignedIn(world.people["sam"], "Sam", "Okafor", world.east, frozenset({Role.SOCIAL_WORKER}))
    with pytest.raises(NotAllowed):
        await own_number.own(world.staff, sam)

    await write_down(world.staff, world.amara, MORGANS, Owner.PARENT)
    await up_to_sending(world, SHARED)
    await told.go()
    assert told.texted == [], "a number that has turned up at a child's home is told nothing"
