"""Robin is worried by what Amara said, and tells duty before a word of it is in English; and hears of no concern."""

from datetime import timedelta
from html import unescape

from storage import tables
from storage.writes import Writes
from tests.portal.browsing import Browser, hidden
from tests.portal.interpreters import ARABIC, NAN, given_to, gives
from tests.portal.looking import rows
from tests.portal.saying import Says, says
from tests.portal.test_concerns import the_concern
from tests.world import World
from voice import clock


async def test_one_press_tells_duty_before_a_word_of_english(
    world: World, sam: Browser, robin: Browser, morgan: Browser
) -> None:
    """Robin writes nothing; duty has a concern that is apart from Sam, with her words beside it and the way there."""
    receipt = await says(world, ARABIC)
    await gives(world, sam, receipt.statement, "robin")
    page = await given_to(world, "robin")
    fields = hidden((await robin.get(page)).text, f"{page}/tell-duty") | {"english_0": ""}

    for _ in range(2):
        assert (await robin.client.post(f"{page}/tell-duty", data=fields)).status_code == 303

    concern = await the_concern(world)
    shown = unescape((await morgan.get(f"/concerns/{concern}")).text)
    assert all(each in shown for each in ("Tell duty now", NAN, "Not in English yet"))
    assert f'href="/statements/{receipt.statement}"' in shown
    assert NAN in (await morgan.get(f"/statements/{receipt.statement}")).text
    assert (await sam.get(f"/concerns/{concern}")).status_code == 404
    assert (await robin.get(f"/concerns/{concern}")).status_code == 404
    assert (await robin.get(page)).status_code == 200


async def test_what_robin_had_written_goes_to_duty(world: World, sam: Browser, robin: Browser, morgan: Browser) -> None:
    """As far as it was, sealed with the concern; and it is still in Robin's boxes afterwards (R60)."""
    receipt = await says(world, ARABIC)
    await gives(world, sam, receipt.statement, "robin")
    page = await given_to(world, "robin")

    await robin.send(page, f"{page}/tell-duty", english_0="I miss my", note="She may mean two people")

    concern = await the_concern(world)
    shown = unescape((await morgan.get(f"/concerns/{concern}")).text)
    assert shown.index(NAN) < shown.index("I miss my") < shown.index("She may mean two people")
    again = (await robin.get(page)).text
    assert "I miss my" in again
    assert "It has not been handed in" in again


async def test_what_goes_to_duty_is_not_shared(world: World, sam: Browser, robin: Browser, morgan: Browser) -> None:
    """When duty shows the concern to those who work with her, what lay before Robin stays with duty (R68)."""
    receipt = await says(world, ARABIC)
    await gives(world, sam, receipt.statement, "robin")
    page = await given_to(world, "robin")
    await robin.send(page, f"{page}/tell-duty", english_0="I miss my")
    concern = f"/concerns/{await the_concern(world)}"
    await morgan.send(concern, f"{concern}/acknowledge")

    await morgan.send(f"{concern}/share", f"{concern}/share")

    shown = (await sam.get(concern)).text
    assert "Tell duty now" in unescape(shown)
    assert not any(each in shown for each in ("I miss my", NAN))
    assert "I miss my" in (await morgan.get(concern)).text


async def test_duty_is_told_though_the_copy_does_not_open(
    world: World, sam: Browser, robin: Browser, morgan: Browser
) -> None:
    """A fault of ours keeps nobody from duty."""
    receipt = await says(world, ARABIC)
    await gives(world, sam, receipt.statement, "robin")
    page = await given_to(world, "robin")
    fields = hidden((await robin.get(page)).text, f"{page}/tell-duty")
    (work,) = await rows(world, tables.interpreting)
    writes = Writes(world.staff.authority)
    writes.update(tables.interpreting, work["id"], sealed=work["sealed"][:-1] + bytes([work["sealed"][-1] ^ 1]))
    await world.staff.store.write(writes)

    assert (await robin.client.post(f"{page}/tell-duty", data=fields)).status_code == 303

    assert "Tell duty now" in unescape((await morgan.get(f"/concerns/{await the_concern(world)}")).text)


async def test_no_page_tells_an_interpreter_of_concerns(world: World, robin: Browser, sam: Browser) -> None:
    """Neither that there is one nor that there is none: the page is not there for whoever could see none (R68)."""
    await says(world, Says(safe="no", about_staff="no"))

    assert (await robin.get("/concerns")).status_code == 404
    clock.move(timedelta(minutes=9))  # and nobody has seen the worker: every page says that alerts may not go out
    for who, told in ((robin, False), (sam, True)):
        shown = (await who.get("/")).text
        assert "Alerts may not be going out" in shown
        assert ("/concerns" in shown) is told
