"""What came to nothing goes by itself, and with an erased child goes what she recorded."""

from datetime import timedelta
from pathlib import Path

from storage import copies
from storage.segments import LARGEST
from storage.tables import attachment, child, playing_copy
from storage.writes import Writes
from tests.keeping.test_erasing import alex
from tests.video.conftest import BOTH
from tests.video.phone import Phone
from tests.video.test_sent import recorded
from tests.web.looking import count
from tests.world import World
from voice import clock, closing, erasing, receiving, sending, visiting
from voice.erasing import Ground


def pieces(place: Path) -> list[Path]:
    return [path for path in (place / "media").rglob("*") if path.is_file()]


@BOTH
async def test_what_never_arrives_is_cleared_away(phone: Phone, world: World, tmp_path: Path) -> None:
    """A day after it began, and not while it may still arrive."""
    await phone.add(await phone.begin(10), 0, b"01234")
    assert await closing.clear_recordings(world.staff) == 0
    assert len(pieces(tmp_path)) == 1

    clock.stand(clock.now() + receiving.MAY_ARRIVE_FOR + timedelta(minutes=1))
    try:
        assert await closing.clear_recordings(world.staff) == 1
    finally:
        clock.stand(None)

    assert await count(world, attachment) == 0
    assert pieces(tmp_path) == []


@BOTH
async def test_what_stayed_behind_is_cleared_away(phone: Phone, world: World, tmp_path: Path) -> None:
    """We died between Send and clearing it away: its key went with the draft. What was sent stays."""
    await recorded(phone, "worries", "video/webm", b"sent")
    await recorded(phone, "wishes", "video/webm", b"skipped")
    await phone.browser.answer(12, do="skip")
    token = str(phone.browser.http.cookies["visit"])
    await sending.send(world.public, await visiting.current_visit(world.public, token), with_code=False)
    assert await closing.clear_recordings(world.staff) == 0

    clock.stand(clock.now() + timedelta(hours=1))
    try:
        await closing.close_drafts(world.staff)
        assert await closing.clear_recordings(world.staff) == 1
    finally:
        clock.stand(None)

    assert await count(world, attachment) == 1
    assert len(pieces(tmp_path)) == 1


async def test_erased_with_her(phone: Phone, world: World, tmp_path: Path) -> None:
    """What she sent, the copy that plays and what she never sent; not a piece stays."""
    id = await recorded(phone, "worries", "video/webm", b"sent")
    await phone.browser.send()
    assert world.staff.media
    copy, writes = copies.new_copy(id, copies.PLAYBACK, LARGEST + 1), Writes(world.staff.authority)
    for piece in copy.pieces:
        await world.staff.media.put(piece.name, b"sealed")
    copies.begin(writes, copy)
    writes.update(child, world.amara, looked_after=False)
    await world.staff.store.write(writes)
    asked = await erasing.ask_to_erase(world.staff, world.people["priya"], world.amara, Ground.KEPT_LONG_ENOUGH)
    await erasing.confirm_erasure(world.staff, alex(world), asked)

    assert await erasing.erase_confirmed(world.staff, world.home / "keys" / "erased.list") == 1

    assert (await count(world, attachment), await count(world, playing_copy)) == (0, 0)
    assert pieces(tmp_path) == []
