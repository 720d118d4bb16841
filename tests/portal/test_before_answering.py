"""Before Sam answers he reads how to reach her safely and who must not know; what is apart leaves no trace (R67)."""

import re

from storage import tables
from tests.portal.browsing import Browser
from tests.portal.looking import actions_of, rows
from tests.portal.saying import says
from tests.portal.test_concerns import APART, SHARED, the_concern
from tests.portal.test_raising import raised_by
from tests.world import World


def without_forms_own(html: str) -> str:
    """The page without what differs from one reading to the next."""
    return re.sub(r'name="(csrf|id)" value="[^"]*"', "", html)


async def test_safe_contact_stands_above_the_answer(world: World, sam: Browser) -> None:
    """With a link to the concern, and kept as an opening of it."""
    receipt = await says(world, SHARED)
    concern = await the_concern(world)

    shown = (await sam.get(f"/statements/{receipt.statement}")).text

    answer = shown.index(f'action="/statements/{receipt.statement}/answer"')
    place = shown.index('id="answer"')  # where "To the answer" leads: nobody jumps past it
    assert place < shown.index("At school, ask for Miss Ade") < shown.index("My stepdad") < answer
    assert place < shown.index(f'href="/concerns/{concern}"') < answer
    assert ("open", world.people["sam"]) in await actions_of(world, "concern")


async def test_she_is_told_once_that_he_opened_it(world: World, sam: Browser) -> None:
    """The concern and the statement are of one conversation."""
    receipt = await says(world, SHARED)
    before = len(await rows(world, tables.mailbox_item))
    await sam.get(f"/statements/{receipt.statement}")

    assert len(await rows(world, tables.mailbox_item)) == before + 1


async def test_nothing_tells_sam_of_a_concern_apart_from_him(world: World, sam: Browser) -> None:
    """The page is the same to the letter with and without it, and nothing of it is opened."""
    receipt = await says(world)
    page = f"/statements/{receipt.statement}"
    await sam.get(page)
    before = without_forms_own((await sam.get(page)).text)
    await raised_by(sam, world.amara, about_staff="not_sure")

    assert without_forms_own((await sam.get(page)).text) == before
    assert "open" not in [what for what, _ in await actions_of(world, "concern")]


async def test_her_own_concern_apart_is_not_on_his_page(world: World, sam: Browser) -> None:
    receipt = await says(world, APART)

    shown = (await sam.get(f"/statements/{receipt.statement}")).text

    for word in ("/concerns", "A safe way to reach", "Who must not know", "Miss Ade", "My stepdad", "Read the concern"):
        assert word not in shown
    assert ("open", world.people["sam"]) not in await actions_of(world, "concern")


async def test_an_answer_refused_still_shows_it(world: World, sam: Browser) -> None:
    receipt = await says(world, SHARED)
    page = f"/statements/{receipt.statement}"

    refused = await sam.send(page, f"{page}/answer", words="", how="write")

    assert refused.status_code == 400
    assert "My stepdad" in refused.text
