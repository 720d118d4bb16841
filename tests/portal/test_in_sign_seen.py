"""Amara comes back with her code and watches the answer: hers alone, and without where it was made (R91)."""

import secrets

from channels.web.app import public
from tests.playback.films import needs_ffmpeg
from tests.portal.browsing import Browser
from tests.portal.in_sign import WORDS, begun, films_it, signs, the_worker_works
from tests.portal.looking import answers
from tests.portal.saying import says
from tests.portal.test_in_sign_kept import marked
from tests.web.browser import Browser as Telephone
from tests.world import World
from voice.draft import Receipt

pytestmark = needs_ffmpeg


async def comes_back(world: World, receipt: Receipt) -> Telephone:
    hers = Telephone(public(world.public))
    await hers.fill("/", code=receipt.code or "")
    return hers


async def test_she_watches_it_with_its_words_beneath(world: World, sam: Browser) -> None:
    """In the player of clips, whole or in part, with its picture; nothing in it says who or where the camera was."""
    receipt, place = await signs(world), f"place{secrets.token_hex(12)}"
    page = await begun(sam, receipt, "sign_myself")
    await films_it(sam, page, f"{page}/record", marked(place))
    assert await the_worker_works(world) == 1

    hers = await comes_back(world, receipt)
    shown = (await hers.open("/mine")).text
    assert (
        shown.index('class="clip" open')
        < shown.index("Signed by <bdi>Sam</bdi>, <span>your social worker</span>")
        < shown.index(WORDS)
    )
    assert 'src="/mine/answers/1"' in shown
    whole = await hers.open("/mine/answers/1")
    assert (whole.status_code, whole.headers["content-type"], whole.headers["cache-control"]) == (
        200,
        "video/mp4",
        "no-store",
    )
    assert place.encode() not in whole.content
    part = await hers.http.get("/mine/answers/1", headers={"range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    assert (await hers.open("/mine/answers/1.jpg")).headers["content-type"] == "image/jpeg"
    assert (await sam.get(page)).headers["location"] == f"/statements/{receipt.statement}"


async def test_it_is_hers_alone(world: World, sam: Browser) -> None:
    """Whoever has no code of hers is shown nothing, and an answer without a film has none."""
    receipt = await signs(world)
    page = await begun(sam, receipt, "sign_myself")
    await films_it(sam, page, f"{page}/record")
    await the_worker_works(world)
    other = await says(world, child=world.noor)
    noors = await comes_back(world, other)
    await answers(sam, receipt.statement, how="write")
    hers = await comes_back(world, receipt)

    assert (await noors.open("/mine/answers/1")).status_code == 404
    assert (await Telephone(public(world.public)).open("/mine/answers/1")).status_code in (303, 403, 404)
    for name in ("0", "2", "3", "1.mp4", "x", "-1", "1111", "²", "1/..", ".jpg"):
        assert (await hers.open(f"/mine/answers/{name}")).status_code == 404, name
