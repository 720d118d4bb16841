"""What Amara recorded goes with what she sends: whole, to those who read that answer, and back to herself."""

import base64
import hashlib
import json
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from storage import attachments
from storage.attachments import attachment_place
from storage.segments import opened, place_of
from storage.tables import attachment, not_yet_understood
from tests.video.conftest import BOTH
from tests.video.phone import Phone
from tests.video.test_uploads import film
from tests.web.browser import went
from tests.web.looking import by_question, openers, parts, rows, sealed_body
from tests.world import World
from voice import coming_back


async def recorded(phone: Phone, question: str, kind: str, body: bytes) -> UUID:
    """All of it has arrived."""
    made = await phone.create(len(body), question, kind)
    assert made.status_code == 201
    address = str(made.headers["location"])
    assert (await phone.add(address, 0, body)).status_code == 204
    return UUID(address.rpartition("/")[2])


async def plays(world: World, id: UUID, key: str) -> bytes:
    """What whoever holds this key gets to hear."""
    services = world.public
    there = await attachments.pieces(services.store.glancing(), services.authority, id)
    assert services.media
    place = place_of(services.authority, id)
    return b"".join([each async for each in opened(there, services.media.get, base64.b64decode(key), place)])


@BOTH
async def test_it_goes_with_the_answer_it_belongs_to(phone: Phone, world: World) -> None:
    """Sealed to the key of the answer's readers and of nobody else (R58); hash and length are those of the original."""
    sent = film(300_000)
    id = await recorded(phone, "worries", "video/webm", sent)
    await phone.browser.send()

    (row,) = await rows(world, attachment)
    place = attachment_place(world.staff.authority, world.amara, id)
    readers = await openers(world, await sealed_body(world, row["manifest"]), place)
    body = json.loads(next(iter(readers.values())))
    assert {purpose for purpose, _ in readers} == {"case"}
    assert body["manifest"]["sha256"] == hashlib.sha256(sent).hexdigest()
    assert await plays(world, id, body["key"]) == sent
    answer = by_question((await parts(world, world.amara))["worker"][1])["worries"]
    assert [part["recording"] for part in answer["parts"]] == [id.hex]


async def test_she_can_see_it_again_with_her_code(phone: Phone, world: World) -> None:
    sent = film(70_000)
    id = await recorded(phone, "worries", "audio/webm", sent)
    code = await phone.browser.code()
    await phone.browser.send()

    back = await coming_back.open_with_code(world.public, code)
    inside = await coming_back.look_inside(world.public, await coming_back.held_mailbox(world.public, back.token))

    (mine,) = inside.said["recordings"]
    assert mine["id"] == id.hex
    assert await plays(world, id, mine["key"]) == sent


async def test_somebody_is_found_who_understands_it(phone: Phone, world: World) -> None:
    """No lexicon hears a recording: the task is opened with the statement (R60)."""
    await recorded(phone, "worries", "video/webm", b"film")
    await phone.browser.send()

    (task,) = await rows(world, not_yet_understood)
    assert (task["because"], task["audience"]) == ("spoken", "worker")


async def test_it_answers_without_a_word(phone: Phone, world: World) -> None:
    """The phone goes dark before Next: what had arrived whole is her answer all the same."""
    await recorded(phone, "worries", "video/webm", b"film")

    await phone.browser.open("/check")
    assert phone.browser.page
    assert "You have not put anything yet" not in phone.browser.page.text


async def test_a_new_one_takes_the_place_of_the_old(phone: Phone, world: World) -> None:
    """And not before all of it is here."""
    old = await recorded(phone, "worries", "video/webm", b"the old film")
    new = await phone.create(8, "worries")
    assert (await phone.look(f"/media/uploads/{old}")).status_code == 200

    await phone.add(str(new.headers["location"]), 0, b"new film")
    await phone.browser.send()

    (row,) = await rows(world, attachment)
    assert row["id"] != old
    async with world.staff.store.reading() as db:
        assert (await db.execute(sa.text("SELECT count(*) FROM segment"))).scalar() == 1


async def test_taken_back_it_is_no_answer_any_more(phone: Phone, world: World) -> None:
    id = await recorded(phone, "worries", "video/webm", b"film")

    await phone.ask("DELETE", f"/media/uploads/{id}")

    await phone.browser.open("/check")
    assert phone.browser.page
    assert "You have not put anything yet" in phone.browser.page.text


async def test_send_waits_for_what_is_on_its_way(phone: Phone, world: World) -> None:
    """She is told which, nothing is sent, and once all of it is here it goes along."""
    address = await phone.begin(10)
    await phone.add(address, 0, b"01234")

    told = await phone.browser.send()
    assert told.status_code == 409
    assert "Your recording is still on its way" in told.text
    assert "Is there anything you are worried about?" in (await phone.browser.open("/check")).text
    await phone.add(address, 5, b"56789")

    assert went(await phone.browser.send()) == "/sent"
    assert len(by_question((await parts(world, world.amara))["worker"][1])["worries"]["parts"]) == 1


async def test_she_can_send_without_it(phone: Phone, world: World, tmp_path: Path) -> None:
    """Nothing of it stays, and what is still sent of it is refused."""
    address = await phone.begin(10)
    await phone.add(address, 0, b"01234")
    phone.browser.page = await phone.browser.send("send_no_code")

    assert went(await phone.browser.press("/send", do="send_no_code")) == "/sent"

    assert await rows(world, attachment) == []
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []
    assert (await phone.add(address, 5, b"56789")).status_code in (403, 404)


async def test_without_her_name_it_does_not_go(phone: Phone, world: World, tmp_path: Path) -> None:
    """A face is a name: the page says so, and it is deleted (R62)."""
    await recorded(phone, "worries", "video/webm", b"film")

    assert "What you recorded does not go along" in (await phone.browser.open("/not-my-file")).text
    await phone.browser.press()

    assert await rows(world, attachment) == []
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []
