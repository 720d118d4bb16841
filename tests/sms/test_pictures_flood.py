"""Very many pictures in a day: each is fetched in its turn, none stays at Twilio, and a person hears of it (R60)."""

from datetime import timedelta

import pytest

from channels.portal.app import portal
from storage.tables import concern, picture, statement
from tests.portal.browsing import at_the_desk
from tests.sms.sending import twilio
from tests.sms.whatsapp import VIDEO, Whatsapp, whatsapp
from tests.web.looking import count, rows, steps
from tests.world import World
from voice.texting import turns

__all__ = ["twilio", "whatsapp"]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two a day, for two days."""
    monkeypatch.setattr(turns, "MOST_PICTURES_A_DAY", 2)
    monkeypatch.setattr(turns, "DAYS_OF_PICTURES", 2)


async def states(world: World) -> list[str]:
    return sorted(row["state"] for row in await rows(world, picture))


@pytest.mark.usefixtures("few")
async def test_more_than_a_day_fetches_comes_on_the_days_after(world: World, whatsapp: Whatsapp) -> None:
    """Two today, two tomorrow, and of the rest a person hears, once; in the end Twilio has none of them."""
    for place in range(6):
        await whatsapp.sends(b"picture %d" % place, kind="image/jpeg")

    assert await states(world) == ["failed", "failed", "kept", "kept", "waiting", "waiting"]
    assert whatsapp.there.fetched == 2
    assert [said["note"][:15] for _, _, said in await steps(world, world.amara)] == ["Sent more pictu"]
    assert await count(world, statement) == 2
    await whatsapp.out.after(timedelta(days=1))

    assert await states(world) == ["failed", "failed", *["kept"] * 4]
    assert (await count(world, statement), await count(world, concern), whatsapp.there.media) == (4, 1, {})


async def test_in_a_flood_of_texts_a_picture_is_kept_in_silence(
    world: World, whatsapp: Whatsapp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is answered any more; what comes with the text is fetched, filed and deleted there all the same."""
    monkeypatch.setattr("voice.texting.hearing.MOST_A_DAY", 1)
    await whatsapp.text("hello")

    assert await whatsapp.sends(VIDEO) == []

    assert (await states(world), whatsapp.there.media) == (["kept"], {})
    assert await count(world, statement) == 2


async def test_sam_plays_what_came_outside_of_any_question(world: World, whatsapp: Whatsapp) -> None:
    """It is a statement of hers with a recording in it, and stands on her page like every other; Dev has none of it."""
    await whatsapp.sends(VIDEO)
    (made,) = await rows(world, statement)
    (came,) = await rows(world, picture)
    desk = portal(whatsapp.out.world.staff)
    sam, dev = [await at_the_desk(world, desk, who) for who in ("sam", "dev")]
    address = f"/statements/{made['id']}/recordings/{came['id'].hex}"

    assert f'src="{address}"' in (await sam.get(f"/statements/{made['id']}")).text
    assert (await sam.get(address)).content == VIDEO
    assert (await dev.get(address)).status_code == 404


async def test_what_came_at_the_safety_question_plays_for_the_manager(world: World, whatsapp: Whatsapp) -> None:
    """And for nobody who works with her (R68)."""
    await whatsapp.text("START", "yes", "A", "4", "9")
    await whatsapp.sends(b"a picture", kind="image/jpeg")
    (made,) = await rows(world, statement)
    (came,) = await rows(world, picture)
    desk = portal(whatsapp.out.world.staff)
    sam, priya = [await at_the_desk(world, desk, who) for who in ("sam", "priya")]
    address = f"/statements/{made['id']}/recordings/{came['id'].hex}"

    assert (await priya.get(address)).content == b"a picture"
    assert (await sam.get(address)).status_code == 404
