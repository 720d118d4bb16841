"""A link that was made can be stopped, and how it was handed over travels with what was said through it (R74)."""

import pytest

from storage import tables
from tests.portal.browsing import Browser
from tests.portal.looking import actions_of, rows
from tests.portal.saying import says
from tests.world import World
from voice import setting_up, visiting
from voice.errors import DeadLink
from voice.model import Role, new_id


async def test_a_stopped_link_opens_nothing(world: World, sam: Browser, dev: Browser) -> None:
    by, made = world.people["sam"], new_id()
    token = await setting_up.invite(
        world.staff, world.amara, world.version, "Sam", "", "8-11", by, "through_carer", made
    )
    page, stop = f"/children/{world.amara}", f"/links/{made}/revoke"

    shown = (await sam.get(page)).text
    assert "Through a carer (they may see it)" in shown.partition("Links that still work")[2].partition("</section>")[0]
    fields = {"csrf": shown.partition('name="csrf" value="')[2].partition('"')[0]}
    stopped = await sam.send(page, stop)
    again = await sam.client.post(stop, data=fields)

    assert stopped.headers["location"] == again.headers["location"] == f"{page}?done=revoked"
    assert "Links that still work" not in (await sam.get(page)).text
    assert (await actions_of(world, "invitation"))[-1] == ("revoke", world.people["sam"])
    with pytest.raises(DeadLink):
        await visiting.begin(world.public, token, "en")


async def test_how_it_was_handed_over_stands_with_the_statement(world: World, sam: Browser) -> None:
    token = await setting_up.invite(
        world.staff, world.amara, world.version, "Sam", "", "8-11", world.people["sam"], "through_carer"
    )

    async def this_one(*_: object) -> str:
        return token

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(World, "link", this_one)
        receipt = await says(world)

    shown = (await sam.get(f"/statements/{receipt.statement}")).text
    assert "The link was handed over: Through a carer (they may see it)" in shown


async def test_cover_is_only_who_covers(world: World, sam: Browser) -> None:
    """The child is promised nobody who does not read: not the manager, and not whoever stopped covering."""
    page, address = f"/children/{world.amara}", f"/children/{world.amara}/link"
    fields = {"version": str(world.version), "handed_over": "by_hand"}
    await sam.send(page, address, **fields)
    await setting_up.allocate(world.staff, world.amara, world.people["dev"], Role.SOCIAL_WORKER, cover=True)
    await sam.send(page, address, **fields, she_asked="1")

    made = sorted(await rows(world, tables.invitation), key=lambda row: row["id"])
    assert [row["cover_name"] for row in made] == ["", "Dev"]
