"""Who signs or speaks another language is answered in it: somebody comes with an interpreter, and promises it (R91)."""

from datetime import timedelta
from html import unescape

from storage import tables
from tests.portal.browsing import Browser
from tests.portal.interpreters import ARABIC
from tests.portal.looking import answers, rows
from tests.portal.saying import looks_inside, says
from tests.portal.test_recordings import recorded
from tests.world import World
from voice import clock


async def test_sam_comes_with_an_interpreter_and_that_is_promised(world: World, sam: Browser) -> None:
    """On a day that has not passed; she reads it in her language, and it is overdue where nobody comes."""
    receipt = await says(world, ARABIC)
    page = f"/statements/{receipt.statement}"
    assert "English alone may not reach them" in unescape((await sam.get(page)).text)
    for day in ("", "soon", f"{clock.today() - timedelta(days=1)}"):
        refused = await answers(sam, receipt.statement, how="with_interpreter", on_day=day)
        assert (refused.status_code, "Choose the day" in refused.text) == (400, True)
    day = f"{clock.today() + timedelta(days=2)}"
    assert (await answers(sam, receipt.statement, how="with_interpreter", on_day=day)).status_code == 303

    inside = await looks_inside(world, receipt)
    assert (inside.replies[0]["how"], inside.replies[0]["on_day"]) == ("with_interpreter", day)
    (promise,) = inside.promises
    assert (promise["by"], "لغتك" in promise["words"]) == (day, True)
    (action,) = await rows(world, tables.action)
    assert action["owner"] == world.people["sam"]


async def test_no_gauge_measures_what_a_signer_reads(world: World, sam: Browser) -> None:
    """How easy the English is says nothing of whether it reaches her; the page says what does."""
    receipt, _ = await recorded(world)

    shown = unescape((await sam.get(f"/statements/{receipt.statement}")).text)

    assert "They may sign. English alone may not reach them" in shown
    assert "How easy and kind is it to read?" not in shown
    assert "I will see them, with an interpreter" in shown
