"""An answer in sign lies in the record as everything does: sealed, given out with it, and gone when she is erased."""

import json
import secrets
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from storage import tables
from storage.writes import Writes
from tests.playback.films import WAYS, made, needs_ffmpeg
from tests.portal.browsing import Browser
from tests.portal.in_sign import begun, films_it, sends, signs, the_worker_works
from tests.portal.looking import rows
from tests.portal.saying import Says, looks_inside, says
from tests.portal.test_preserving import holds, takes_out
from tests.safety.searching import Sought, found_in
from tests.world import World
from voice import erasing, playing
from voice.access import SignedIn
from voice.erasing import Ground
from voice.model import Role

pytestmark = needs_ffmpeg


def marked(mark: str) -> bytes:
    """A film in which a camera wrote who and where."""
    return made(
        *WAYS["webm without a sound"], "-metadata", f"title={mark}", "-metadata", f"location={mark}", kind="webm"
    )


async def test_nothing_of_it_is_read_at_rest(world: World, sam: Browser, robin: Browser, tmp_path: Path) -> None:
    """Neither its words nor what the camera wrote, on any disk; what she plays says nothing of where it was made."""
    words, brief, place = (f"{name}{secrets.token_hex(12)}" for name in ("words", "brief", "place"))
    receipt = await signs(world)
    waits = await begun(sam, receipt, words=words)
    await sends(world, sam, waits, "robin", brief=brief)
    page = await begun(sam, receipt, "sign_myself", words=words)
    assert place.encode() in marked(place)
    await films_it(sam, page, f"{page}/record", marked(place))
    assert await the_worker_works(world) == 1

    assert found_in(Sought.words(words, brief, place), tmp_path) == []
    (reply,) = (await looks_inside(world, receipt)).replies
    assert reply["words"] == words
    plays = await playing.playable(world.public.store.glancing(), world.public.authority, reply["film"])
    assert world.public.media
    body = b"".join([piece async for piece in playing.play(plays, world.public.media, None).body])
    assert (len(body) > 500, place.encode() in body) == (True, False)


async def test_it_is_given_out_with_a_held_record(world: World, sam: Browser, morgan: Browser) -> None:
    """The film as it came, whose it is, and the sealed original of its words."""
    receipt = await says(world, Says(language="bfi", safe="no", about_staff="not_sure"))
    page = await begun(sam, receipt, "sign_myself")
    film = marked("a kitchen")
    await films_it(sam, page, f"{page}/record", film)
    assert await the_worker_works(world) == 1
    (concern,) = await rows(world, tables.concern)
    await holds(morgan, UUID(str(concern["id"])))

    found = await takes_out(morgan, UUID(str(concern["id"])))

    (reply,) = json.loads(found.read("statements.json"))[0]["replies"]
    assert found.read(f"answers/{reply['film']}.webm") == film
    assert reply["signed_by"] == "Sam Okafor"
    assert {"in_sign", "reply", "recording"} <= {each["kind"] for each in json.loads(found.read("originals.json"))}
    assert not any(name.startswith("sealed/recordings/") for name in found.namelist())


async def test_it_goes_when_she_is_erased(world: World, sam: Browser, robin: Browser, tmp_path: Path) -> None:
    """Its words, its films with their pieces, and what lay in somebody's queue; the worker finds nothing to send."""
    receipt = await signs(world)
    page = await begun(sam, receipt, "sign_myself")
    await films_it(sam, page, f"{page}/record")
    await the_worker_works(world)
    page = await begun(sam, receipt, "sign_myself")
    await films_it(sam, page, f"{page}/record")
    await sends(world, sam, await begun(sam, receipt), "robin")
    pieces = [path for path in (tmp_path / "media").rglob("*") if path.is_file()]
    assert len(pieces) > 3

    writes = Writes(world.staff.authority)
    writes.update(tables.child, world.amara, looked_after=False)
    await world.staff.store.write(writes)
    request = await erasing.ask_to_erase(world.staff, world.people["priya"], world.amara, Ground.KEPT_LONG_ENOUGH)
    alex = SignedIn(world.people["alex"], "Alex", "", world.east, frozenset({Role.ADMINISTRATOR}))
    await erasing.confirm_erasure(world.staff, alex, request)
    assert await erasing.erase_confirmed(world.staff, tmp_path / "erased") == 1

    assert [path for path in pieces if path.exists()] == []
    async with world.staff.store.reading() as db:
        e, kinds = tables.envelope.c, ("signed_answer", "reply", "attachment")
        left = sa.select(e.kind).where(e.kind.in_(kinds), e.sealed.is_not(None))
        assert (await db.execute(left)).all() == []
    assert await rows(world, tables.attachment) == []
    assert {row["sealed"] for row in await rows(world, tables.interpreting)} == {None}
    assert await the_worker_works(world) == 0
