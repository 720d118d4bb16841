"""Sam sees that Amara's words wait for somebody who understands them, tells duty in one press, and ends it by name."""

from uuid import UUID, uuid4

from storage import tables
from tests.portal.browsing import Browser, hidden
from tests.portal.looking import actions_of, rows
from tests.portal.saying import Says, says
from tests.portal.test_concerns import the_concern
from tests.world import World

ARABIC = Says(words="أفتقد جدتي", language="ar")


async def the_page(world: World) -> str:
    (task,) = await rows(world, tables.not_yet_understood)
    return f"/not-understood/{UUID(str(task['id']))}"


async def test_it_stands_on_sams_desk_and_on_dutys_page(world: World, sam: Browser, morgan: Browser) -> None:
    receipt = await says(world, ARABIC)
    page = await the_page(world)

    for who, address in ((sam, "/"), (morgan, "/concerns")):
        shown = (await who.get(address)).text
        assert page in shown
        assert "To be understood by today at 2pm" in shown
    assert f"/statements/{receipt.statement}" in (await sam.get(page)).text
    theirs = (await morgan.get(page)).text
    assert f'"/statements/{receipt.statement}"' not in theirs
    assert "أفتقد" not in theirs
    assert [("I know what it says" in shown) for shown in ((await sam.get(page)).text, theirs)] == [True, False]


async def test_one_press_tells_duty_before_any_translating(world: World, sam: Browser, morgan: Browser) -> None:
    """Duty opens the statement from then on; the concern is apart from Sam, who pressed; twice is once."""
    receipt = await says(world, ARABIC)
    page = await the_page(world)
    fields = hidden((await sam.get(page)).text, f"{page}/tell-duty")

    for _ in range(2):
        assert (await sam.client.post(f"{page}/tell-duty", data=fields)).status_code == 303

    concern = await the_concern(world)
    assert "before anybody had understood" in (await morgan.get(f"/concerns/{concern}")).text
    assert "أفتقد" in (await morgan.get(f"/statements/{receipt.statement}")).text
    assert (await sam.get(f"/concerns/{concern}")).status_code == 404


async def test_understood_is_kept_with_the_name(world: World, sam: Browser) -> None:
    await says(world, ARABIC)
    page = await the_page(world)

    await sam.send(page, f"{page}/understood")

    assert "Sam Okafor knows what it says" in (await sam.get(page)).text
    assert page not in (await sam.get("/")).text
    assert ("understand", world.people["sam"]) in await actions_of(world, "not_yet_understood")


async def test_nobody_else_sees_it_or_ends_it(world: World, dev: Browser, alex: Browser) -> None:
    await says(world, ARABIC)
    page = await the_page(world)

    for who in (dev, alex):
        token = hidden((await who.get("/")).text, "/sign-out")["csrf"]
        assert page not in (await who.get("/")).text
        assert (await who.get(page)).status_code == 404
        for press in ("understood", "tell-duty"):
            answer = await who.client.post(f"{page}/{press}", data={"csrf": token, "id": str(uuid4())})
            assert answer.status_code == 404
    (task,) = await rows(world, tables.not_yet_understood)
    assert (task["understood"], await rows(world, tables.concern)) == (None, [])


async def test_a_form_of_another_site_changes_nothing(world: World, sam: Browser) -> None:
    await says(world, ARABIC)
    page = await the_page(world)

    answer = await sam.client.post(f"{page}/understood", data={"csrf": "theirs"})

    assert answer.status_code == 403
