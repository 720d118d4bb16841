"""The same, on PostgreSQL, with no more rights than the staff process has there (the first migration's grants)."""

from datetime import timedelta
from pathlib import Path

from channels.portal.app import portal
from storage import tables
from storage.store import open_store
from tests.portal.browsing import at_the_desk
from tests.portal.looking import answers, rows
from tests.portal.saying import WORRY, Says, looks_inside, says
from tests.portal.test_concerns import the_concern
from tests.portal.test_weighing import WEIGHED, weighs
from tests.world import make_world
from voice import clock
from voice.staff_services import StaffServices

AS_STAFF = "options=-c%20role%3Dvoice_staff"


async def test_the_whole_way_with_the_rights_of_staff(tmp_path: Path, fresh_postgres: str) -> None:
    """Sign in, take up a concern, read, answer, weigh, promise, put it off, keep it, make a link, sign out."""
    async with make_world(tmp_path, fresh_postgres) as world:
        receipt = await says(world, Says(safe="no", about_staff="no"))
        store = await open_store(f"{fresh_postgres}{'&' if '?' in fresh_postgres else '?'}{AS_STAFF}", "staff")
        plain = world.staff
        app = portal(StaffServices(store, plain.keys, plain.provider, plain.public_url, plain.staff_url, demo=True))
        try:
            sam, morgan = await at_the_desk(world, app, "sam"), await at_the_desk(world, app, "morgan")
            page, concern = f"/statements/{receipt.statement}", f"/concerns/{await the_concern(world)}"
            assert WORRY in (await sam.get(page)).text
            assert (
                await answers(sam, receipt.statement, promise_1="A bike", by_1=f"{clock.today()}")
            ).status_code == 303
            (promise,) = await rows(world, tables.action)
            later = f"{clock.today() + timedelta(days=9)}"
            assert (await sam.send(page, f"/promises/{promise['id']}", do="not_yet", until=later)).status_code == 303
            assert (await sam.send(page, f"/promises/{promise['id']}", do="kept")).status_code == 303
            assert (await weighs(sam, receipt.statement)).status_code == 303
            assert (await morgan.send(concern, f"{concern}/acknowledge")).status_code == 303
            closing = {"note": "n", "told_child": "t", "outcome": "police", "do": "close"}
            assert (await morgan.send(concern, f"{concern}/note", **closing)).status_code == 303
            child = f"/children/{world.amara}"
            fields = {"version": str(world.version), "handed_over": "by_hand"}
            assert (await sam.send(child, f"{child}/link", **fields)).status_code == 200
            assert (await sam.send("/", "/sign-out")).status_code == 303
        finally:
            await store.close()
        inside = await looks_inside(world, receipt)
        assert (inside.promises[0]["state"], inside.promises[0]["by"]) == ("kept", later)
        assert inside.weighings[0]["means"] == WEIGHED["means"]
