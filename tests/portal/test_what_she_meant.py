"""Sam wants Amara to be asked whether the English is what she meant; she answers, and he reads that too."""

from html import unescape

from storage import tables
from tests.portal.browsing import Browser, hidden
from tests.portal.interpreters import ARABIC, ENGLISH, in_english
from tests.portal.looking import rows
from tests.portal.saying import Says, looks_inside, says
from tests.portal.test_saying_back import says_back
from tests.world import World
from voice import taking_up
from voice.access import SignedIn
from voice.case_record import concerns_to_see
from voice.interpreting import asking_her
from voice.model import Role, new_id
from voice.saying_back import About
from voice.taking_up import Done, Outcome


async def asks(world: World, sam: Browser, page: str) -> str:
    (version,) = await rows(world, tables.interpretation)
    address = f"/english/{version['id']}/ask"
    assert (await sam.send(page, address)).status_code == 303
    return address


async def test_she_says_not_quite_in_words_of_her_own(world: World, sam: Browser, robin: Browser) -> None:
    """Her words and the English are on her page, by whom; what she answers stands with the English on Sam's."""
    receipt = await says(world, ARABIC)
    page = f"/statements/{receipt.statement}"
    await in_english(world, sam, robin, receipt.statement)
    assert (await looks_inside(world, receipt)).translations == []
    await asks(world, sam, page)
    assert [await asking_her.show_wished(world.staff) for _ in range(2)] == [1, 0]

    (shown,) = (await looks_inside(world, receipt)).translations
    assert (shown["first_name"], shown["lines"][0]["english"]) == ("Robin", ENGLISH)
    assert shown["lines"][0]["words"] == ARABIC.words
    await says_back(world, receipt, About.TRANSLATION, "not_quite", "Canary: I mean my other nan")

    theirs = unescape((await sam.get(page)).text)
    box = theirs.split('id="english"', 1)[1].split("</section>", 1)[0]
    assert "“Not quite”" in box
    assert "Canary: I mean my other nan" in box
    assert b"Canary" not in b"".join(path.read_bytes() for path in world.home.rglob("*") if path.is_file())


async def test_it_waits_while_a_concern_is_open_and_nobody_is_told_so(
    world: World, sam: Browser, robin: Browser, morgan: Browser
) -> None:
    """Sam, who may not know of it, sees the same page; once duty has closed it she is asked (R72)."""
    receipt = await says(world, Says(words=ARABIC.words, language="ar", safe="no", about_staff="yes"))
    page = f"/statements/{receipt.statement}"
    await in_english(world, sam, robin, receipt.statement)
    await asks(world, sam, page)
    before = (await sam.get(page)).text
    assert await asking_her.show_wished(world.staff) == 0
    assert (await looks_inside(world, receipt)).translations == []

    on_duty = SignedIn(world.people["morgan"], "Morgan", "Bell", None, frozenset({Role.DUTY}))
    (line,) = await concerns_to_see(world.staff, on_duty)
    await taking_up.acknowledge(world.staff, on_duty, line.id)
    done = Done(new_id(), "Seen at school", "That we believe her")
    await taking_up.close(world.staff, on_duty, line.id, done, Outcome.SPOKE_WITH_CHILD)
    assert await asking_her.show_wished(world.staff) == 1

    assert "when the time is right for them" in before
    assert before.split('id="english"')[1].split("</section>")[0] in (await sam.get(page)).text


async def test_only_who_answers_her_asks_her(
    world: World, sam: Browser, robin: Browser, dev: Browser, priya: Browser, morgan: Browser
) -> None:
    receipt = await says(world, ARABIC)
    await in_english(world, sam, robin, receipt.statement)
    (version,) = await rows(world, tables.interpretation)
    for who in (robin, dev, priya, morgan):
        token = hidden((await who.get("/")).text, "/sign-out")["csrf"]
        answer = await who.client.post(f"/english/{version['id']}/ask", data={"csrf": token})
        assert answer.status_code == 404
    (version,) = await rows(world, tables.interpretation)
    assert version["wished"] is None
