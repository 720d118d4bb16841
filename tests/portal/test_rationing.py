"""R107: a child is asked once in four weeks, unless she starts; "stop asking me" stands before whoever asks."""

from datetime import timedelta
from uuid import UUID

import pytest

from channels.web.app import public
from storage import tables
from surveys.loading import library
from tests.portal.browsing import Browser, hidden
from tests.portal.looking import rows
from tests.portal.test_telephone import written_down
from tests.web.browser import Browser as ChildsBrowser
from tests.web.test_rationing import who_is, wishes
from tests.world import World
from voice import clock, setting_up
from voice.model import new_id
from voice.rationing import MayNotAsk
from voice.texting import inviting

LATELY = "They were asked in the last four weeks."
STOPPED = "They pressed “Stop asking me”"


async def make(world: World, sam: Browser, **fields: str) -> int:
    """Sam fills in the form for a link; what the page answers."""
    page = f"/children/{world.amara}"
    fields = {"version": str(world.version), "handed_over": "by_hand", **fields}
    shown = (await sam.get(page)).text
    if 'name="handed_over"' not in shown:  # as somebody whose page had been open for a while would
        token = hidden((await sam.get("/")).text, "/sign-out")["csrf"]
        return (await sam.client.post(f"{page}/link", data={"csrf": token, "id": str(new_id()), **fields})).status_code
    return (await sam.send(page, f"{page}/link", **fields)).status_code


async def test_once_in_four_weeks(world: World, sam: Browser) -> None:
    """Across all surveys and ways; what was asked stands before whoever asks."""
    other = await setting_up.publish(world.staff, library()["how_things_are_8_11"])
    number = await written_down(world, sam)
    await sam.send(f"/children/{world.amara}/telephone", f"/numbers/{number}/confirm")
    assert await make(world, sam) == 200

    assert await make(world, sam, version=str(other)) == 400
    with pytest.raises(MayNotAsk):
        await inviting.ask(world.staff, who_is(world, "sam"), world.amara, UUID(number), other, new_id())
    page, telephone = f"/children/{world.amara}", f"/children/{world.amara}/telephone"
    for shown in ((await sam.get(page)).text, (await sam.get(telephone)).text):
        assert LATELY in shown
        assert "17 December" in shown
        assert "About me" in shown
    assert "Send this text" not in (await sam.get(telephone)).text
    assert len(await rows(world, tables.invitation)) == 1


async def test_what_she_wants_herself_does_not_wait(world: World, sam: Browser) -> None:
    """She asked Sam for it; it stands in the list as hers, and does not put off the next either."""
    assert await make(world, sam) == 200
    assert await make(world, sam, she_asked="1") == 200

    assert "(they wanted to)" in (await sam.get(f"/children/{world.amara}")).text
    made = sorted(await rows(world, tables.invitation), key=lambda row: row["id"])
    assert [row["child_asked"] is not None for row in made] == [False, True]


async def test_stop_asking_is_respected(world: World, sam: Browser) -> None:
    """No link and no text, whatever the form says; Sam sees it, and only Amara takes it back."""
    amara = await ChildsBrowser(public(world.public)).begin(await world.link())
    assert "Nobody sends you questions now." in await wishes(amara, "stop_asking")
    number = await written_down(world, sam)
    await sam.send(f"/children/{world.amara}/telephone", f"/numbers/{number}/confirm")

    assert await make(world, sam) == 400
    assert await make(world, sam, she_asked="1") == 400
    for place in ("", "/telephone"):
        shown = (await sam.get(f"/children/{world.amara}{place}")).text
        assert STOPPED in shown
        assert "Make a link</button>" not in shown
        assert "Send this text" not in shown
    asked = (await sam.get("/asked-for")).text
    assert "Stop asking me: <bdi>Amara" in asked
    (wish,) = await rows(world, tables.asked_for)
    assert "Somebody else who holds their telephone" in (await sam.get(f"/asked-for/{wish['id']}")).text

    clock.move(timedelta(minutes=1))
    assert "You can be asked again." in await wishes(amara, "ask_again")
    assert await make(world, sam) == 200
