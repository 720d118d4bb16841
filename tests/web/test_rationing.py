"""R107: a child is asked once in four weeks, unless she starts; "stop asking me" is hers alone to take back."""

from datetime import timedelta

import pytest
from starlette.applications import Starlette

from storage import tables
from tests.web.browser import Browser, went
from tests.web.looking import rows
from tests.world import World
from voice import clock, making_links, not_me, rationing
from voice.access import SignedIn
from voice.errors import NotAllowed, NothingThere
from voice.model import HandedOver, Role, new_id
from voice.rationing import MayNotAsk, Why


def who_is(world: World, who: str) -> SignedIn:
    """A social worker, at the verbs."""
    return SignedIn(world.people[who], who.title(), "", world.east, frozenset({Role.SOCIAL_WORKER}))


async def wishes(child: Browser, wish: str) -> str:
    """Amara presses a button of "stop asking me"; what she then reads."""
    await child.open("/stop-asking")
    answer = await child.press("/stop-asking", do=wish)
    assert answer.status_code == 200
    return answer.text


async def test_four_weeks_later_she_may_be_asked(world: World) -> None:
    """Not a minute before; and every way of asking waits for the same turn."""
    sam, by_hand = who_is(world, "sam"), HandedOver.BY_HAND
    await making_links.make_link(world.staff, sam, world.amara, world.version, by_hand, new_id())

    clock.move(rationing.BETWEEN - timedelta(minutes=1))
    with pytest.raises(MayNotAsk) as refused:
        await making_links.make_link(world.staff, sam, world.amara, world.version, by_hand, new_id())
    clock.move(timedelta(minutes=2))
    await making_links.make_link(world.staff, sam, world.amara, world.version, by_hand, new_id())

    assert refused.value.why is Why.LATELY
    assert len(await rows(world, tables.invitation)) == 2


async def test_a_link_that_reached_nobody_asked_nobody(world: World) -> None:
    """Stopped by Sam because it was lost, or closed by whoever it reached: another can be made the same day."""
    sam = who_is(world, "sam")
    for end in ("stopped", "not_me"):
        made = new_id()
        link = await making_links.make_link(
            world.staff, sam, world.amara, world.version, HandedOver.THROUGH_CARER, made
        )
        if end == "stopped":
            await making_links.revoke_link(world.staff, sam, made)
        else:
            await not_me.close_link(world.public, link.address.rpartition("/")[2])

    await making_links.make_link(world.staff, sam, world.amara, world.version, HandedOver.BY_HAND, new_id())


async def test_she_speaks_as_before(app: Starlette, world: World) -> None:
    """Asking stops, nothing else: an open link, her answers and what she sends are taken as ever."""
    amara = await Browser(app).begin(await world.link())
    await wishes(amara, "stop_asking")

    assert went(await amara.answer(1, "draw")) == "/q/2"
    code = await amara.code()
    assert went(await amara.send()) == "/sent"
    assert went(await amara.fill("/", code=code)) == "/mine"
    clock.move(timedelta(minutes=1))
    assert "You can be asked again." in await wishes(amara, "ask_again")
    sam = who_is(world, "sam")
    assert (await rationing.standing_of(world.staff, sam, world.amara)).stopped is None


async def test_pressed_twice_is_once_and_a_stranger_presses_nothing(app: Starlette, world: World) -> None:
    """The same form again changes nothing; without a visit or a code there is nobody to stop asking."""
    amara = await Browser(app).begin(await world.link())
    page = await amara.open("/stop-asking")
    for _ in range(2):
        assert (await amara.press("/stop-asking", do="stop_asking")).status_code == 200
    assert len(await rows(world, tables.asked_for)) == 1

    for wrong in ({"do": "something"}, {"do": "stop_asking", "id": "x"}):
        assert (await amara.press("/stop-asking", **wrong)).status_code == 400
    stranger = Browser(app)
    known = await stranger.open("/stop-asking")
    assert "We don’t know who you are here." in known.text
    assert 'value="stop_asking"' not in known.text
    assert 'value="stop_asking"' in page.text
    await stranger.open("/")
    assert (await stranger.press("/stop-asking", do="stop_asking")).status_code == 403


async def test_nobody_else_may_know_what_she_was_asked(world: World) -> None:
    """Dev, who does not work with her, learns nothing from the ration."""
    with pytest.raises((NotAllowed, NothingThere)):
        await rationing.standing_of(world.staff, who_is(world, "dev"), world.amara)
