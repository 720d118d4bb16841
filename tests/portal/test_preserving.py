"""A court asks: Amara's record is held from a concern, nothing erases it, and what stands in it is taken out."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta
from uuid import UUID

import pytest
from starlette.applications import Starlette

from storage import tables
from storage.writes import Writes
from tests.portal.browsing import PASSWORD, Browser, at_the_desk, code_now
from tests.portal.looking import rows
from tests.portal.saying import WORRY, Says, says
from tests.world import World
from voice import clock, erasing, setting_up
from voice.access import SignedIn
from voice.erasing import Ground, MustBeKept
from voice.model import Role

SAID = Says(safe="no", about_staff="not_sure", extra={"worker_listens": "never"})
WHY = "The family court asks for it, letter of 18 November"


@pytest.fixture
async def concern(world: World) -> UUID:
    """Amara has said that she is not safe, and has sent."""
    await says(world, SAID)
    (found,) = await rows(world, tables.concern)
    return UUID(str(found["id"]))


async def holds(who: Browser, concern: UUID, why: str = WHY) -> int:
    page = f"/concerns/{concern}/preserve"
    return (await who.send(page, f"/concerns/{concern}/hold", why_held=why)).status_code


async def takes_out(who: Browser, concern: UUID, **proof: str) -> zipfile.ZipFile:
    clock.move(timedelta(seconds=31))
    page = f"/concerns/{concern}/preserve"
    answer = await who.send(page, page, **({"password": PASSWORD, "code": code_now(who.secret)} | proof))
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "no-store"
    assert "Amara" not in answer.headers["content-disposition"]
    return zipfile.ZipFile(io.BytesIO(answer.content))


async def test_a_held_record_is_not_erased(world: World, morgan: Browser, concern: UUID) -> None:
    """Neither asked for anew nor where two had said so before. Who held it stands on the concern; why is sealed."""
    writes = Writes(world.staff.authority)
    writes.update(tables.child, world.amara, looked_after=False)
    await world.staff.store.write(writes)
    asked = await erasing.ask_to_erase(world.staff, world.people["alex"], world.amara, Ground.KEPT_LONG_ENOUGH)
    second = SignedIn(world.people["priya"], "Priya", "Nair", None, frozenset({Role.SERVICE_MANAGER}))
    await erasing.confirm_erasure(world.staff, second, asked)

    assert await holds(morgan, concern) == 303

    assert await erasing.erase_confirmed(world.staff, world.home / "erased") == 0
    with pytest.raises(MustBeKept, match="held"):
        await erasing.ask_to_erase(world.staff, world.people["alex"], world.amara, Ground.COURT_ORDER)
    shown = (await morgan.get(f"/concerns/{concern}")).text
    assert "Held by Morgan Bell" in shown
    assert WHY in (await morgan.get(f"/concerns/{concern}/preserve")).text
    (hold,) = await rows(world, tables.legal_hold)
    (kept,) = [row for row in await rows(world, tables.envelope) if row["id"] == hold["envelope"]]
    assert b"court" not in kept["sealed"]


async def test_the_archive_has_her_words_as_they_were(world: World, morgan: Browser, concern: UUID) -> None:
    """Question and answer word for word; the checksums hold; what duty may not read is there sealed alone."""
    await holds(morgan, concern)

    found = await takes_out(morgan, concern)

    files = {name: found.read(name) for name in found.namelist()}
    for line in files["SHA256SUMS"].decode().splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256(files[name]).hexdigest() == digest
    (said,) = json.loads(files["statements.json"])
    answers = {each["asked"]: each["words"] for each in said["answers"]}
    assert answers["Is there anything you are worried about?"] == WORRY
    clear = b"".join(body for name, body in files.items() if not name.startswith("sealed/"))
    assert b"Does your social worker listen to you?" not in clear
    sealed = {str(row["id"]): row["sealed"] for row in await rows(world, tables.envelope)}
    parts = {str(row["id"]): sealed[str(row["envelope"])] for row in await rows(world, tables.statement_part)}
    assert {name: files[f"sealed/{name}"] for name in parts} == parts
    listed = {each["id"]: each["sha256"] for each in json.loads(files["originals.json"])}
    assert {name: listed[name] for name in parts} == {n: hashlib.sha256(b).hexdigest() for n, b in parts.items()}


async def test_taking_out_is_written_down(world: World, morgan: Browser, concern: UUID) -> None:
    """With the archive's own hash, and that she proved who she is; the lines before it are in the archive."""
    await holds(morgan, concern)

    found = await takes_out(morgan, concern)

    lines = {row["action"]: row for row in await rows(world, tables.audit_event)}
    assert lines["hold"]["actor"] == lines["preserve"]["actor"] == world.people["morgan"]
    assert found.fp
    found.fp.seek(0)
    assert lines["preserved"]["detail"]["sha256"] == hashlib.sha256(found.fp.read()).hexdigest()
    assert lines["preserved"]["detail"]["archive"] == lines["preserve"]["detail"]["archive"]
    assert lines["prove_again"]
    audited = json.loads(found.read("audit.json"))
    assert {"raise", "hold", "open", "send", "preserve"} <= {line["action"] for line in audited}
    assert {line["who"] for line in audited} == {None, "Morgan Bell"}


async def test_who_may_not_learns_nothing(
    world: World, app: Starlette, sam: Browser, dev: Browser, alex: Browser, concern: UUID
) -> None:
    """Her worker, another team and its manager, the administrator, a records officer: as if there were nothing."""
    for name, role, team in (("rowan", Role.RECORDS_OFFICER, None), ("west", Role.TEAM_MANAGER, world.west)):
        email = f"{name}@northfold.test"
        world.people[name] = await setting_up.add_staff(world.staff, name.title(), "Hale", email, team, [role])
    others = [await at_the_desk(world, app, name) for name in ("rowan", "west")]

    for who in (sam, dev, alex, *others):
        page = f"/concerns/{concern}/preserve"
        token = (await who.get("/")).text.split('name="csrf" value="')[1].split('"')[0]
        seen = await who.get(page)
        tried = [
            await who.client.post(f"/concerns/{concern}/{deed}", data={"csrf": token, "id": str(concern)} | fields)
            for deed, fields in (("hold", {"why_held": "x"}), ("preserve", {"password": PASSWORD, "code": "000000"}))
        ]
        assert [seen.status_code, *(each.status_code for each in tried)] == [404, 404, 404]

    assert await rows(world, tables.legal_hold) == []


async def test_nothing_leaves_without_proof_and_hold(world: World, morgan: Browser, concern: UUID) -> None:
    """Not before it is held; not by a wrong password, a wrong code, or the code that signed in."""
    page = f"/concerns/{concern}/preserve"
    token = (await morgan.get("/")).text.split('name="csrf" value="')[1].split('"')[0]
    clock.move(timedelta(seconds=31))
    proof = {"csrf": token, "password": PASSWORD, "code": code_now(morgan.secret)}
    assert (await morgan.client.post(page, data=proof)).status_code == 400
    await holds(morgan, concern)

    tried = [proof]  # the code is used up now
    clock.move(timedelta(seconds=31))
    tried += [proof | {"password": "guess", "code": code_now(morgan.secret)}, proof | {"code": "000000"}]
    answers = [await morgan.client.post(page, data=each) for each in tried]

    assert [answer.status_code for answer in answers] == [400, 400, 400]
    assert not any(row["action"] == "preserve" for row in await rows(world, tables.audit_event))


async def test_twice_is_once(world: World, morgan: Browser, priya: Browser, concern: UUID) -> None:
    """The first reason stands, whoever presses again; and without one nothing is held."""
    assert await holds(morgan, concern, "  ") == 400
    assert await holds(morgan, concern) == 303

    token = (await priya.get("/")).text.split('name="csrf" value="')[1].split('"')[0]
    again = {"csrf": token, "id": str(world.amara), "why_held": "Another reason"}
    assert (await priya.client.post(f"/concerns/{concern}/hold", data=again)).status_code == 303

    assert len(await rows(world, tables.legal_hold)) == 1
    assert WHY in (await priya.get(f"/concerns/{concern}/preserve")).text
