"""Amara signs, and is answered in sign: what Sam wrote is signed and checked before she has any of it (R91, R92)."""

from html import unescape
from uuid import uuid4

from storage import tables
from tests.playback.films import film, needs_ffmpeg
from tests.portal.browsing import Browser
from tests.portal.in_sign import (
    WORDS,
    begun,
    checks,
    films,
    films_it,
    in_queue,
    posts,
    refuses,
    sends,
    signed_by,
    signs,
    the_worker_works,
)
from tests.portal.looking import actions_of, answers, rows
from tests.portal.saying import looks_inside, says
from tests.world import World
from voice import clock

pytestmark = needs_ffmpeg


async def test_robin_signs_it_kit_checks_it_and_she_has_it(
    world: World, sam: Browser, robin: Browser, kit: Browser
) -> None:
    """The film comes with its words and with who signed and checked it; before that there is no answer at all."""
    receipt = await signs(world)
    page = await begun(sam, receipt)
    assert (await sends(world, sam, page, "robin", "kit", brief="About her nan. Warmly.")).status_code == 303
    theirs = await in_queue(world, "robin")
    asked = unescape((await robin.get(theirs)).text)
    assert (WORDS in asked, "About her nan. Warmly." in asked, "Amara" in asked) == (True, True, False)
    assert (await signed_by(robin, theirs)).status_code == 303
    assert (await robin.get(theirs)).status_code == 404
    assert await the_worker_works(world) == 0
    assert (await looks_inside(world, receipt)).replies == []

    to_check = await in_queue(world, "kit")
    assert (await kit.get(to_check.replace("/sign", "/film"))).status_code == 200
    assert WORDS in (await kit.get(to_check)).text
    assert (await checks(kit, to_check)).status_code == 303
    assert await the_worker_works(world) == 1
    assert await the_worker_works(world) == 0

    (reply,) = (await looks_inside(world, receipt)).replies
    assert (reply["words"], reply["first_name"]) == (WORDS, "Sam")
    assert (reply["signer"], reply["checker"]) == ({"first_name": "Robin", "role": "interpreter"}, "Kit")
    told = unescape((await sam.get(f"/statements/{receipt.statement}")).text)
    assert told.index("<video") < told.index("Signed by Robin Hale") < told.index(WORDS)
    (made,) = await films(world)
    shown = await sam.get(f"{page}/films/{made}")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "video/mp4")


async def test_sam_signs_it_himself(world: World, sam: Browser) -> None:
    """Nobody has to check him; she is told that it is he, and his promise stands beside it."""
    receipt = await signs(world)
    by = f"{clock.today()}"
    page = await begun(sam, receipt, "sign_myself", promise_1="Take you to your nan", by_1=by)
    shown = await sam.get(page)
    assert "camera=(self)" in shown.headers["permissions-policy"]
    assert (await films_it(sam, page, f"{page}/record")).status_code == 303
    assert await the_worker_works(world) == 1

    inside = await looks_inside(world, receipt)
    (reply,), (promise,) = inside.replies, inside.promises
    assert (reply["signer"]["first_name"], reply["checker"], reply["how"]) == ("Sam", "", "sign_myself")
    assert (promise["words"], promise["by"]) == ("Take you to your nan", by)
    (kept,) = await rows(world, tables.reply)
    assert (kept["how"], kept["staff"]) == ("sign_myself", world.people["sam"])


async def test_what_is_not_right_is_signed_again(world: World, sam: Browser, robin: Browser, kit: Browser) -> None:
    """Why is said to whoever signs it again, and nothing of it reaches her."""
    receipt = await signs(world)
    page = await begun(sam, receipt)
    await sends(world, sam, page, "robin", "kit")
    await signed_by(robin, await in_queue(world, "robin"))
    to_check = await in_queue(world, "kit")
    assert (await checks(kit, to_check, "again")).status_code == 400
    assert (await checks(kit, to_check, "maybe")).status_code == 400
    assert (await checks(kit, to_check, "again", "Saturday is missing")).status_code == 303
    assert await the_worker_works(world) == 0

    assert "Saturday is missing" in (await sam.get(page)).text
    await sends(world, sam, page, "robin")
    again = await in_queue(world, "robin")
    assert "Saturday is missing" in (await robin.get(again)).text
    await signed_by(robin, again)
    assert (await sends(world, sam, page, "robin")).status_code == 400
    await sends(world, sam, page, "kit")
    await checks(kit, await in_queue(world, "kit"))
    assert await the_worker_works(world) == 1
    assert len((await looks_inside(world, receipt)).replies) == 1


async def test_whom_she_does_not_want_signs_nothing(world: World, sam: Browser, robin: Browser, kit: Browser) -> None:
    """Refused before it is given, while they have it, and when their film is there already (R92)."""
    receipt = await signs(world)
    page = await begun(sam, receipt)
    await sends(world, sam, page, "robin", "kit")
    theirs = await in_queue(world, "robin")
    await signed_by(robin, theirs)
    to_check = await in_queue(world, "kit")
    await checks(kit, to_check)
    await refuses(world, receipt, "robin")

    assert await the_worker_works(world) == 0
    assert (await looks_inside(world, receipt)).replies == []
    assert "Somebody else has to sign it" in (await sam.get(page)).text
    refused = await sends(world, sam, page, "robin")
    assert (refused.status_code, "cannot be given to this person" in refused.text) == (400, True)
    await sends(world, sam, page, "kit")
    await refuses(world, receipt, "kit")
    assert (await kit.get(await in_queue(world, "kit"))).status_code == 404


async def test_a_film_that_does_not_play_does_not_go(world: World, sam: Browser) -> None:
    """Half a film is none; what is no film is not even kept."""
    receipt = await signs(world)
    page = await begun(sam, receipt, "sign_myself")
    for body in (b"", b"not a film at all, whatever it is called", film("png")):
        refused = await films_it(sam, page, f"{page}/record", body)
        assert refused.status_code == 400
    assert await films(world) == []
    await films_it(sam, page, f"{page}/record", film("webm")[:600])
    assert await the_worker_works(world) == 0
    assert "This film does not play" in (await sam.get(page)).text
    await films_it(sam, page, f"{page}/record", film("webm of sound"))
    assert await the_worker_works(world) == 0
    assert (await looks_inside(world, receipt)).replies == []

    await films_it(sam, page, f"{page}/record")
    assert await the_worker_works(world) == 1


async def test_it_is_once_however_often_it_is_pressed(world: World, sam: Browser, robin: Browser, kit: Browser) -> None:
    receipt = await signs(world)
    form = str(uuid4())
    pages = {await begun(sam, receipt, id=form) for _ in range(2)}
    (page,) = pages
    await sends(world, sam, page, "robin", "kit")
    theirs, made = await in_queue(world, "robin"), str(uuid4())
    fields = await robin.get(theirs)
    assert fields.status_code == 200
    first = await films_it(robin, theirs, theirs, id=made)
    assert first.status_code == 303
    assert len(await films(world)) == 1
    assert len(await rows(world, tables.signed_answer)) == 1


async def test_nobody_else_comes_near_it(
    world: World, sam: Browser, dev: Browser, priya: Browser, robin: Browser, kit: Browser
) -> None:
    """Only who answers her, and whom it was given to: every address, as if there were nothing."""
    receipt = await signs(world)
    page = await begun(sam, receipt)
    await sends(world, sam, page, "robin", "kit")
    theirs = await in_queue(world, "robin")
    for who in (dev, priya, robin, kit):
        assert (await who.get(page)).status_code == 404
        assert (await sends(world, who, page, "kit")).status_code == 404
        assert (await posts(who, f"{page}/drop")).status_code == 404
    for who in (sam, dev, kit):
        assert (await who.get(theirs)).status_code == 404
    await signed_by(robin, theirs)
    to_check, (made,) = await in_queue(world, "kit"), await films(world)
    for who in (sam, robin, dev):
        assert (await who.get(to_check)).status_code == 404
        assert (await who.get(to_check.replace("/sign", "/film"))).status_code == 404
    for who in (robin, kit, dev):
        assert (await who.get(f"{page}/films/{made}")).status_code == 404
    # In English there is nothing to write, and nothing to hand in.
    assert (await posts(kit, to_check.removesuffix("/sign"))).status_code == 404
    assert (await kit.get(to_check.removesuffix("/sign"))).headers["location"].startswith(to_check)


async def test_who_cannot_come_back_is_not_answered_in_sign(world: World, sam: Browser) -> None:
    """No page of hers, no film; and who writes in English and sends no film is not offered it."""
    receipt = await says(world)

    assert "Send it for signing" not in (await sam.get(f"/statements/{receipt.statement}")).text
    other = await answers(sam, receipt.statement, how="write")
    assert other.status_code == 303


async def test_it_is_taken_back_or_not_sent(world: World, sam: Browser, robin: Browser) -> None:
    """Until it has gone; then the statement waits for an answer as before."""
    receipt = await signs(world)
    page = await begun(sam, receipt)
    await sends(world, sam, page, "robin")
    theirs = await in_queue(world, "robin")
    assert (await posts(sam, f"{page}/drop")).status_code == 404
    work = theirs.split("/")[2]
    assert (await sam.send(page, f"/answers/work/{work}/take-back")).status_code == 303
    assert (await robin.get(theirs)).status_code == 404
    assert (await sam.send(page, f"{page}/drop")).status_code == 303
    assert (await sam.get(page)).headers["location"] == f"/statements/{receipt.statement}"
    assert await rows(world, tables.reply) == []


async def test_the_signer_tells_duty(world: World, sam: Browser, robin: Browser, morgan: Browser) -> None:
    """What an adult answers can worry too (R60)."""
    receipt = await signs(world)
    await sends(world, sam, await begun(sam, receipt), "robin")
    theirs = await in_queue(world, "robin")

    assert (await robin.send(theirs, theirs.replace("/sign", "/worried"))).status_code == 303

    (concern,) = await rows(world, tables.concern)
    assert "given to somebody to sign" in unescape((await morgan.get(f"/concerns/{concern['id']}")).text)


async def test_each_step_is_kept(world: World, sam: Browser, robin: Browser, kit: Browser) -> None:
    """Who wrote, gave, opened, signed and checked it."""
    receipt = await signs(world)
    page = await begun(sam, receipt)
    await sends(world, sam, page, "robin", "kit")
    await signed_by(robin, await in_queue(world, "robin"))
    await checks(kit, await in_queue(world, "kit"))
    await the_worker_works(world)

    of_it = await actions_of(world, "signed_answer")
    who = {name: world.people[name] for name in ("sam", "robin", "kit")}
    kept = [each for each in of_it if each[0] != "open"]
    assert kept == [("give", who["sam"]), ("sign", who["robin"]), ("check", who["kit"])]
    said = await actions_of(world, "statement")
    assert [each for each in said if each[0] in ("answer_in_sign", "answer")] == [
        ("answer_in_sign", who["sam"]),
        ("answer", who["sam"]),
    ]
