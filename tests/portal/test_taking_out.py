"""What a held record gives out: what Amara recorded, byte for byte, what was made of her words, never all at once."""

import asyncio
import hashlib
import json
import shutil
import sys
import tracemalloc
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

from storage import tables
from storage.writes import Writes
from tests.portal.browsing import Browser
from tests.portal.interpreters import given_to, gives, hands_in
from tests.portal.looking import rows
from tests.portal.saying import Says, question, up_to_sending
from tests.portal.test_preserving import holds, takes_out
from tests.portal.weighed import weighs_and_hides
from tests.world import World
from voice import handing_over, sending, taking_out, taking_up, visiting
from voice.access import SignedIn
from voice.model import Role, new_id
from voice.taking_up import Done, Outcome

SHORT, LONG = 100_000, 24_000_000


async def film(length: int) -> AsyncIterator[bytes]:
    for at in range(0, length, 50_000):
        yield (at.to_bytes(4, "big") * 12_500)[: length - at]


async def whole(length: int) -> bytes:
    return b"".join([some async for some in film(length)])


async def says_and_records(world: World, *asked: str, length: int = SHORT) -> UUID:
    """Amara says that she is not safe, records an answer to each of these, and sends; the concern."""
    visit = await up_to_sending(world, Says(safe="no", about_staff="not_sure"))
    for each in asked:
        visit = await visiting.current_visit(world.public, visit.token)
        made = film(length)
        await handing_over.hand_over(world.public, visit, await question(world, visit, each), "video/webm", made)
    visit = await visiting.current_visit(world.public, visit.token)
    receipt = await sending.send(world.public, visit, with_code=False)
    await weighs_and_hides(world, world.amara, receipt.statement)
    (concern,) = await rows(world, tables.concern)
    return UUID(str(concern["id"]))


async def test_recordings_and_weighings_are_in_it(world: World, morgan: Browser) -> None:
    """What Morgan may play is there as it came, and what was made of her words; each is kept and told to her."""
    concern = await says_and_records(world, "worries")
    await holds(morgan, concern)
    found = await takes_out(morgan, concern)

    assert found.testzip() is None
    (line,) = json.loads(found.read("recordings.json"))
    played = found.read(line["file"])
    assert played == await whole(SHORT)
    assert hashlib.sha256(played).hexdigest() == line["sha256"]
    assert line["file"].endswith(".webm")
    assert not any(name.startswith("sealed/recordings/") for name in found.namelist())
    kinds = {each["kind"] for each in json.loads(found.read("originals.json"))}
    assert {"recording", "weighing", "worker", "manager", "raised"} <= kinds
    (said,) = json.loads(found.read("statements.json"))
    assert said["weighings"]
    names = {each.partition("  ")[2] for each in found.read("SHA256SUMS").decode().splitlines()}
    assert names == {*found.namelist()} - {"SHA256SUMS"}
    opened = [row for row in await rows(world, tables.audit_event) if row["action"] == "open"]
    taken = [(row["actor"], row["detail"]["recording"]) for row in opened if "recording" in row["detail"]]
    assert taken == [(world.people["morgan"], line["id"])]


async def test_the_english_of_a_recording_is_in_it(
    world: World, sam: Browser, robin: Browser, kit: Browser, morgan: Browser
) -> None:
    """With who made it, who checked it and which recording it is of; sealed among the originals too (R28, R64)."""
    concern = await says_and_records(world, "worries")
    (statement,) = [row["id"] for row in await rows(world, tables.statement)]
    await gives(world, sam, statement, "robin")
    await hands_in(robin, await given_to(world, "robin"), "00:02 I miss my nan", note="Signed small")
    await gives(world, sam, statement, "kit", "checks")
    await hands_in(kit, await given_to(world, "kit"), "00:02 I miss my nan", note="Signed small")
    await holds(morgan, concern)

    found = await takes_out(morgan, concern)

    (said,) = json.loads(found.read("statements.json"))
    (version,) = said["english"]
    (recording,) = json.loads(found.read("recordings.json"))
    assert (version["by"], version["checked_by"], version["note"]) == ("Robin Hale", "Kit Lane", "Signed small")
    (line,) = version["lines"]
    assert (line["english"], UUID(line["recording"])) == ("00:02 I miss my nan", UUID(recording["id"]))
    (original,) = [each for each in json.loads(found.read("originals.json")) if each["kind"] == "english"]
    assert hashlib.sha256(found.read(f"sealed/{original['id']}")).hexdigest() == original["sha256"]


async def test_what_its_maker_may_not_play_is_sealed(world: World, morgan: Browser, priya: Browser) -> None:
    """The concern is closed, and what she said to her worker is not Priya's to open: its pieces are as they lie."""
    concern = await says_and_records(world, "worries")
    await holds(morgan, concern)
    me = SignedIn(world.people["morgan"], "Morgan", "Bell", None, frozenset({Role.DUTY}))
    await taking_up.acknowledge(world.staff, me, concern)
    done = Done(new_id(), "Seen at school", "We told her")
    await taking_up.close(world.staff, me, concern, done, Outcome.SPOKE_WITH_CHILD)
    found = await takes_out(priya, concern)

    assert json.loads(found.read("recordings.json")) == []
    sealed = [name for name in found.namelist() if name.startswith("sealed/recordings/")]
    clear = await whole(SHORT)
    assert sum(len(found.read(name)) for name in sealed) > SHORT
    assert not any(clear[at : at + 40] in found.read(name) for name in sealed for at in range(0, SHORT, 999))


async def test_another_program_opens_it(world: World, morgan: Browser, tmp_path: Path) -> None:
    """As whoever gets it would: unpacked by Info-ZIP where it is there, and checked by sha256sum."""
    concern = await says_and_records(world, "worries")
    await holds(morgan, concern)
    found = await takes_out(morgan, concern)
    assert found.fp
    found.fp.seek(0)
    (tmp_path / "kept.zip").write_bytes(found.fp.read())
    with_python = [sys.executable, "-m", "zipfile", "-e", "kept.zip", "."]
    unpack = [unzip, "-q", "kept.zip"] if (unzip := shutil.which("unzip")) else with_python

    for command in (unpack, ["sha256sum", "--quiet", "--check", "SHA256SUMS"]):
        running = await asyncio.create_subprocess_exec(*command, cwd=tmp_path)
        assert await running.wait() == 0


async def test_a_long_recording_is_never_all_here(world: World, morgan: Browser) -> None:
    """Of 24 MB there are never 4 in memory, and they still come out whole."""
    concern = await says_and_records(world, "worries", length=LONG)
    await holds(morgan, concern)
    me = SignedIn(world.people["morgan"], "Morgan", "Bell", None, frozenset({Role.DUTY}))
    made = await taking_out.take_out(world.staff, me, concern)
    tracemalloc.start()
    try:
        length = 0
        async for some in made.body:
            length += len(some)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert length > LONG
    assert most < 4_000_000


async def test_one_that_is_not_whole_keeps_nothing_else_back(world: World, morgan: Browser) -> None:
    """A piece is gone from the record of pieces: the archive says which recording is missing, and has the rest."""
    concern = await says_and_records(world, "worries")
    await holds(morgan, concern)
    writes = Writes(world.staff.authority)
    writes.delete(tables.segment, id=(await rows(world, tables.segment))[0]["id"])
    await world.staff.store.write(writes)
    found = await takes_out(morgan, concern)

    (line,) = json.loads(found.read("recordings.json"))
    assert (line["file"], line["trouble"]) == (None, "not whole")
    assert json.loads(found.read("statements.json"))
