"""What somebody unknown sends is duty's to look at, goes with their words to a child, and comes back with them."""

from datetime import timedelta
from uuid import UUID

import pytest
from starlette.responses import Response

from channels.portal.app import portal
from storage.tables import attachment, audit_event, envelope, message, picture, statement, stranger
from tests.portal.browsing import Browser, at_the_desk
from tests.portal.strangers import match
from tests.safety.searching import everything_under
from tests.sms.sending import twilio
from tests.sms.whatsapp import VIDEO, Whatsapp, whatsapp
from tests.web.looking import count, rows
from tests.world import World
from voice.texting import matching, turns, unknown_pictures

__all__ = ["twilio", "whatsapp"]

SOMEBODYS, ANOTHERS = "+447700900555", "+447700900556"


class Desk:
    """The portal over the same record, and who sits there."""

    def __init__(self, whatsapp: Whatsapp, world: World) -> None:
        self.whatsapp, self.world = whatsapp, world
        self.app = portal(whatsapp.out.world.staff)

    async def of(self, who: str) -> Browser:
        return await at_the_desk(self.world, self.app, who)

    async def comes(self, *media: bytes | Response, number: str = SOMEBODYS, words: str = "look", **more: str) -> None:
        self.whatsapp.phone.number = number
        for each in media:
            await self.whatsapp.sends(each, words, **more)

    async def sender(self) -> str:
        return str((await rows(self.world, stranger))[0]["id"])

    async def address(self) -> str:
        return f"/unknown/{await self.sender()}/recordings/{(await rows(self.world, picture))[0]['id']}"

    async def read_at(self, child: UUID) -> str:
        """Where it plays for those who read the child's statement."""
        (made,) = await rows(self.world, statement, child=child)
        (came,) = await rows(self.world, picture)
        return f"/statements/{made['id']}/recordings/{came['id'].hex}"

    async def later(self) -> None:
        await self.whatsapp.out.after(timedelta(minutes=5))
        await unknown_pictures.move_all(self.whatsapp.out.world.staff)
        await self.whatsapp.out.go()


@pytest.fixture
def desk(whatsapp: Whatsapp, world: World) -> Desk:
    return Desk(whatsapp, world)


async def test_duty_looks_before_anybody_knows_who(world: World, desk: Desk) -> None:
    """It plays for duty alone, that they opened it is kept, and Twilio has it no longer."""
    await desk.comes(VIDEO)
    morgan, address = await desk.of("morgan"), await desk.address()

    assert f'src="{address}"' in (await morgan.get(f"/unknown/{await desk.sender()}")).text
    assert (await morgan.get(address)).content == VIDEO
    for who in ("sam", "priya", "dev"):
        assert (await (await desk.of(who)).get(address)).status_code == 404
    opened = [row for row in await rows(world, audit_event) if "recording" in (row["detail"] or {})]
    assert {(row["action"], row["subject_kind"], row["actor"]) for row in opened} == {
        ("open", "stranger", world.people["morgan"])
    }
    assert desk.whatsapp.there.media == {}
    assert [row["manifest"] for row in await rows(world, attachment)] == [None]


async def test_it_goes_with_the_words_and_comes_back_with_them(world: World, desk: Desk) -> None:
    """Matched, Sam plays it; taken back, he does not, and what opened it for him is empty; then it is Noor's."""
    await desk.comes(VIDEO)
    morgan, sam = [await desk.of(who) for who in ("morgan", "sam")]
    page = f"/unknown/{await desk.sender()}"
    await match(world, morgan, page, world.amara)
    await desk.later()
    wrong = await desk.read_at(world.amara)
    assert (await sam.get(wrong)).content == VIDEO
    (before,) = await rows(world, attachment)

    assert (await morgan.send(page, f"{page}/unmatch")).status_code == 303
    assert (await sam.get(wrong)).status_code == 404
    await desk.later()
    assert [row["sealed"] for row in await rows(world, envelope, id=before["manifest"])] == [None]
    assert (await morgan.get(await desk.address())).content == VIDEO
    await match(world, morgan, page, world.noor)
    await desk.later()

    assert (await (await desk.of("dev")).get(await desk.read_at(world.noor))).content == VIDEO
    assert (await (await desk.of("sam")).get(wrong)).status_code == 404


async def test_kept_apart_it_plays_for_those_who_read_what_is_apart(world: World, desk: Desk) -> None:
    """The manager, and not who it may be about (R68)."""
    await desk.comes(b"a picture")
    page = f"/unknown/{await desk.sender()}"
    await match(world, await desk.of("morgan"), page, world.amara, do="apart")
    await desk.later()
    address = await desk.read_at(world.amara)

    assert (await (await desk.of("priya")).get(address)).content == b"a picture"
    assert (await (await desk.of("sam")).get(address)).status_code == 404


async def test_matched_before_it_was_fetched(world: World, desk: Desk) -> None:
    """Twilio is slow and duty is not: it follows to the same statement."""
    await desk.comes(Response(status_code=503))
    await match(world, await desk.of("morgan"), f"/unknown/{await desk.sender()}", world.amara)
    desk.whatsapp.there.media = dict.fromkeys(desk.whatsapp.there.media, VIDEO)
    await desk.later()

    assert (await (await desk.of("sam")).get(await desk.read_at(world.amara))).content == VIDEO


async def test_a_worker_that_was_behind_leaves_it_with_the_wrong_child_for_no_minute(world: World, desk: Desk) -> None:
    """It put it there after the match was taken back: the next look finds that, and nobody could play it meanwhile."""
    await desk.comes(VIDEO)
    morgan, staff = await desk.of("morgan"), desk.whatsapp.out.world.staff
    page = f"/unknown/{await desk.sender()}"
    await match(world, morgan, page, world.amara)
    sealed = unknown_pictures._enclose

    async def and_then(*given: object) -> None:
        await sealed(*given)  # type: ignore[arg-type]
        await morgan.send(page, f"{page}/unmatch")

    unknown_pictures._enclose = and_then  # type: ignore[assignment]
    try:
        await unknown_pictures.move_all(staff)
    finally:
        unknown_pictures._enclose = sealed
    assert (await (await desk.of("sam")).get(await desk.read_at(world.amara))).status_code == 404
    await unknown_pictures.move_all(staff)

    assert [(row["statement"], row["manifest"]) for row in await rows(world, attachment)] == [(None, None)]


async def test_closed_nothing_of_it_stays(world: World, desk: Desk) -> None:
    """Neither here nor at Twilio, fetched or not."""
    await desk.comes(VIDEO)
    await desk.comes(Response(status_code=503), number=ANOTHERS)
    morgan = await desk.of("morgan")
    for row in await rows(world, stranger):
        page = f"/unknown/{row['id']}"
        assert (await morgan.send(page, f"{page}/close", sure="1")).status_code == 303
    await matching.delete_keys(desk.whatsapp.out.world.staff)
    await desk.later()

    assert await count(world, attachment) == 0
    assert [row["state"] for row in await rows(world, picture)] == ["left", "left"]
    assert [path for path in everything_under(world.home.parent / "media") if path.is_file()] == []
    assert desk.whatsapp.there.media == {}
    assert (await morgan.get(await desk.address())).status_code == 404


async def test_one_sender_opens_nothing_of_anothers(world: World, desk: Desk) -> None:
    """An id of another sender, of a child's picture, or none at all is as unknown as every other."""
    await desk.comes(VIDEO)
    await desk.comes(b"a picture", number=ANOTHERS)
    first, second = [row["id"] for row in await rows(world, stranger)]
    pictures = {row["stranger"]: row["id"] for row in await rows(world, picture)}
    morgan = await desk.of("morgan")

    for sender, which in ((first, pictures[second]), (second, pictures[first]), (first, first), (first, "x")):
        assert (await morgan.get(f"/unknown/{sender}/recordings/{which}")).status_code == 404


async def test_a_flood_from_somebody_unknown(world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many a day, fewer than of a child's own number; duty reads beside the words that more is to come."""
    monkeypatch.setattr(turns, "MOST_FROM_A_STRANGER", 1)
    await desk.comes(b"one", b"two")

    assert sorted(row["state"] for row in await rows(world, picture)) == ["held", "waiting"]
    page = (await (await desk.of("morgan")).get(f"/unknown/{await desk.sender()}")).text
    assert "and is being fetched" in page


async def test_a_stop_that_the_carrier_does_not_know_is_answered_beside_a_picture(world: World, desk: Desk) -> None:
    """What came is with duty all the same."""
    await desk.comes(VIDEO, words="please stop")

    assert [row["kind"] for row in await rows(world, message)] == ["outside"]
    assert (await rows(world, message))[0]["state"] != "cancelled"
    assert (await (await desk.of("morgan")).get(await desk.address())).content == VIDEO


async def test_stop_beside_a_picture_loses_neither(world: World, desk: Desk) -> None:
    """Twilio says that it took it, so nothing goes to the number any more; and duty sees what came."""
    await desk.comes(VIDEO, words="STOP", OptOutType="STOP")

    assert desk.whatsapp.there.sent == []
    assert (await (await desk.of("morgan")).get(await desk.address())).content == VIDEO
