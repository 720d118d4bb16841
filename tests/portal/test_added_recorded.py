"""Amara has sent, comes back with her code and adds in sign: to the same readers alone (R58, R60, R91)."""

import re
from pathlib import Path

import httpx
import pytest

from channels.web.app import public
from storage import case_records, tables
from tests.portal.browsing import Browser
from tests.portal.interpreters import given_to, gives, hands_in
from tests.portal.looking import rows
from tests.portal.saying import Says, says
from tests.safety.searching import everything_under
from tests.web.browser import LIKE_OURS, went
from tests.web.browser import Browser as ChildsBrowser
from tests.world import World
from voice import adding_recorded, coming_back, recorded
from voice.draft import Receipt
from voice.model import Purpose, new_id

MARK = b"a marked frame that must not lie in clear"
FILM = MARK * 20_000
SIGNED = "She says that Nan is well"


@pytest.fixture
async def receipt(world: World) -> Receipt:
    return await says(world, Says(language="bfi"))


@pytest.fixture
async def back(world: World, receipt: Receipt) -> ChildsBrowser:
    """Amara, on her own page again after she has sent."""
    browser = ChildsBrowser(public(world.public))
    await browser.fill("/", code=receipt.code or "")
    return browser


async def where(world: World, back: ChildsBrowser, question: str) -> str:
    """The address at which she adds to this answer."""
    held = await coming_back.held_mailbox(world.public, back.http.cookies["mine"])
    inside = await coming_back.look_inside(world.public, held)
    return f"/mine/add/{[each['question'] for each in inside.said['answers']].index(question) + 1}"


async def adds(
    back: ChildsBrowser, page: str, film: bytes = FILM, kind: str = "video/webm", id: str = "", **fields: str
) -> httpx.Response:
    """Without a script: a file is chosen on the page, and sent with its form."""
    await back.open(page)
    said = {"csrf": back.token, "id": id or str(new_id()), **fields}
    files = {"recording": ("me", film, kind)}
    return await back.http.post(page, data=said, files=files, headers=LIKE_OURS)


async def test_what_she_adds_in_sign_reaches_her_worker(
    world: World, back: ChildsBrowser, sam: Browser, robin: Browser, receipt: Receipt, tmp_path: Path
) -> None:
    """Whole, sealed, beside the answer it is about; a task opens, and an interpreter can be given it (R60)."""
    page = await where(world, back, "worries")
    assert f'href="{page}/record"' in (await back.open(page)).text
    assert went(await adds(back, page, what="more", words="and one word")) == "/mine"

    assert not any(MARK in kept.read_bytes() for kept in everything_under(tmp_path))
    (task,) = [row for row in await rows(world, tables.not_yet_understood) if row["because"] == "signed"]
    assert task["understood"] is None
    statement = f"/statements/{receipt.statement}"
    shown = (await sam.get(statement)).text
    (film,) = re.findall(rf'<video[^>]* src="({statement}/recordings/[0-9a-f]+)"', shown)
    assert "and one word" in shown
    assert (await sam.get(film)).content == FILM
    hers = (await back.open("/mine")).text
    (again,) = re.findall(r'<video[^>]* src="(/mine/recordings/\d+)"', hers)
    assert (await back.http.get(again)).content == FILM

    await gives(world, sam, receipt.statement, "robin")
    work = await given_to(world, "robin")
    assert (await robin.get(f"{work}/recordings/{film.rpartition('/')[2]}")).content == FILM
    assert (await hands_in(robin, work, SIGNED)).status_code == 303
    assert SIGNED in (await sam.get(statement)).text


async def test_what_is_about_her_worker_he_cannot_watch(
    world: World, back: ChildsBrowser, sam: Browser, priya: Browser, receipt: Receipt
) -> None:
    """Added to what her manager reads: he has neither a sign of it nor a way to it (R58)."""
    await adds(back, await where(world, back, "worker_listens"))

    (row,) = await rows(world, tables.attachment)
    film = f"/statements/{receipt.statement}/recordings/{row['id'].hex}"
    assert row["id"].hex not in (await sam.get(f"/statements/{receipt.statement}")).text
    assert (await sam.get(film)).status_code == 404
    assert row["id"].hex in (await priya.get(f"/statements/{receipt.statement}")).text
    assert (await priya.get(film)).content == FILM


async def test_about_being_safe_there_are_words_alone(world: World, back: ChildsBrowser) -> None:
    """Duty opens what was added there at once, and could not play it: so the page says where a person is asked for."""
    page = await where(world, back, "safe_home")

    shown = (await back.open(page)).text
    assert "You can only write here" in shown or "You can only write" in shown
    assert 'type="file"' not in shown
    assert (await back.open(f"{page}/record")).status_code == 404
    assert (await adds(back, page)).status_code == 415
    assert await rows(world, tables.attachment) == []


async def test_sent_twice_it_is_there_once(world: World, back: ChildsBrowser, tmp_path: Path) -> None:
    """The answer was lost on the way, and the telephone sends the same form again: nothing of it lies there twice."""
    page, id = await where(world, back, "worries"), str(new_id())
    for _ in range(2):
        assert went(await adds(back, page, id=id)) == "/mine"

    (row,) = await rows(world, tables.attachment)
    pieces = await rows(world, tables.segment)
    assert sum(piece["length"] for piece in pieces) == len(FILM)
    lies = {path.name for path in (tmp_path / "media").rglob("*") if path.is_file()}
    assert lies == {piece["store_key"].rpartition("/")[2] for piece in pieces}
    assert row["statement"] is not None


@pytest.mark.parametrize(
    ("film", "kind", "fields", "status"),
    [
        (FILM, "text/html", {}, 415),
        (FILM, "video/webm", {"what": "nonsense"}, 422),
        (FILM, "video/webm", {"words": "x" * 4001}, 422),
        (b"", "video/webm", {}, 422),
    ],
)
async def test_what_is_refused_leaves_nothing(
    world: World, back: ChildsBrowser, tmp_path: Path, film: bytes, kind: str, fields: dict[str, str], status: int
) -> None:
    page = await where(world, back, "worries")

    assert (await adds(back, page, film, kind, **fields)).status_code == status

    assert await rows(world, tables.attachment) == []
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


async def test_what_is_too_large_leaves_nothing(
    world: World, back: ChildsBrowser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding_recorded, "MOST_TOGETHER", 300_000)

    refused = await adds(back, await where(world, back, "worries"))

    assert refused.status_code == 413
    assert 'id="error"' in refused.text
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


async def test_nobody_else_adds_to_it(world: World, back: ChildsBrowser) -> None:
    """Without her token, and from another site, not a byte is kept."""
    page = await where(world, back, "worries")
    await back.open(page)

    for csrf, headers in (("x", LIKE_OURS), (back.token, {**LIKE_OURS, "sec-fetch-site": "cross-site"})):
        said = {"csrf": csrf, "id": str(new_id())}
        files = {"recording": ("me", FILM, "video/webm")}
        assert (await back.http.post(page, data=said, files=files, headers=headers)).status_code == 403
    assert await rows(world, tables.attachment) == []


async def test_who_may_not_open_what_was_added_has_none_of_it(
    world: World, back: ChildsBrowser, receipt: Receipt
) -> None:
    """Somebody who began between the two opens what was sent first, by the same key, and not what came later (R68)."""
    await adds(back, await where(world, back, "worries"))
    (row,) = await rows(world, tables.attachment)
    first, later, case = receipt.statement, row["statement"], {Purpose.CASE}

    async with world.staff.store.reading() as db:
        said = await case_records.find_statement(db, world.staff.authority, first)
        assert said
        assert await recorded.sent_with(db, world.staff, said, {first: case}) == {}
        assert not await recorded.may_be_opened(db, world.staff, said, {first: case}, row["id"])
        assert row["id"].hex in await recorded.sent_with(db, world.staff, said, {first: case, later: case})
        assert await recorded.may_be_opened(db, world.staff, said, {later: case}, row["id"])
