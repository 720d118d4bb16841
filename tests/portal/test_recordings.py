"""What Amara recorded plays before those who may open that answer, and she sees who watched (R33, R37, R58)."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest
from starlette.applications import Starlette

from channels.portal.pages import templates
from storage import tables
from tests.portal.browsing import Browser
from tests.portal.looking import actions_of, rows
from tests.portal.saying import Says, looks_inside, question, up_to_sending
from tests.world import World
from voice import clock, handing_over, sending, visiting
from voice.draft import Receipt
from voice.watching import ONE_OPENING

FILM = bytes(range(256)) * 3000


async def recorded(world: World, asked: str = "worries", kind: str = "video/webm") -> tuple[Receipt, str]:
    """Amara records, and sends; the receipt and where it is played."""
    visit = await up_to_sending(world, Says())
    await handing_over.hand_over(world.public, visit, await question(world, visit, asked), kind, _in_pieces())
    visit = await visiting.current_visit(world.public, visit.token)
    await visiting.own_code(world.public, visit)
    receipt = await sending.send(world.public, await visiting.current_visit(world.public, visit.token), with_code=True)
    (row,) = await rows(world, tables.attachment)
    return receipt, f"/statements/{receipt.statement}/recordings/{row.id.hex}"


async def _in_pieces() -> AsyncIterator[bytes]:
    for at in range(0, len(FILM), 100_000):
        yield FILM[at : at + 100_000]


async def openings(world: World) -> list[UUID | None]:
    """Who opened a statement, in order."""
    return [who for what, who in await actions_of(world, "statement") if what == "open"]


async def test_sam_watches_what_she_recorded(world: World, sam: Browser) -> None:
    """The page has it, with controls and without playing by itself; every byte is hers, whole or in part."""
    receipt, address = await recorded(world)

    page = (await sam.get(f"/statements/{receipt.statement}")).text
    assert f'<video controls playsinline preload="metadata" src="{address}">' in page
    assert "autoplay" not in page
    assert (await sam.get(address)).content == FILM
    part = await sam.client.get(address, headers={"range": "bytes=300000-300009"})
    assert (part.status_code, part.content) == (206, FILM[300000:300010])
    assert part.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("kind", "beside", "films"),
    [
        ("video/webm", "what is said or signed here", True),
        ("audio/webm", "what is said here", False),
        ("image/png", None, False),
    ],
)
async def test_what_stands_beside_it_fits_what_it_is(
    world: World, sam: Browser, kind: str, beside: str | None, *, films: bool
) -> None:
    """Nobody is told that a picture is signed, or that it came as nothing."""
    receipt, _ = await recorded(world, kind=kind)

    page = (await sam.get(f"/statements/{receipt.statement}")).text

    assert ("Nobody has written down yet" in page) == (beside is not None)
    assert (beside or "As it came") in page
    assert "As it came: 750 KB" in page
    assert ("They may sign" in page) == films


async def test_the_child_sees_who_watched(world: World, sam: Browser) -> None:
    """Also where only the recording was opened, and not the page around it."""
    receipt, address = await recorded(world)

    await sam.get(address)

    inside = await looks_inside(world, receipt)
    assert [line["first_name"] for line in inside.opened] == ["Sam"]


async def test_every_opening_is_kept_once(world: World, sam: Browser) -> None:
    """A player asks in a hundred pieces: ten minutes of them are one opening, then it is another."""
    _, address = await recorded(world)

    for at in range(0, 500, 100):
        await sam.client.get(address, headers={"range": f"bytes={at}-{at + 99}"})
    assert len(await openings(world)) == 1
    clock.stand(clock.now() + ONE_OPENING)
    await sam.client.get(address, headers={"range": "bytes=7-9"})
    assert len(await openings(world)) == 2


async def test_opening_is_kept_before_it_is_opened(world: World, sam: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that breaks at that moment leaves the line that somebody tried."""
    _, address = await recorded(world)

    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(world.staff.provider, "unwrap_private", broken)
    assert (await sam.get(address)).status_code == 500
    assert len(await openings(world)) == 1


async def test_nobody_else_watches(world: World, app: Starlette, priya: Browser, dev: Browser, alex: Browser) -> None:
    """Another team, the manager who reads another part, whoever runs the service: it is as if there were nothing."""
    _, address = await recorded(world)

    for who in (priya, dev, alex):
        answer = await who.get(address)
        assert answer.status_code == 404
        assert FILM[:100] not in answer.content
    assert await openings(world) == []


async def test_it_plays_as_what_it_is_for_and_nothing_else(world: World, sam: Browser) -> None:
    """Not by another statement's address, and not by an id that nobody has."""
    receipt, address = await recorded(world)
    noor = await up_to_sending(world, Says(), world.noor)
    other = await sending.send(world.public, noor, with_code=False)
    recording = address.rpartition("/")[2]

    assert (await sam.get(f"/statements/{other.statement}/recordings/{recording}")).status_code == 404
    assert (await sam.get(f"/statements/{receipt.statement}/recordings/{UUID(int=7)}")).status_code == 404
    assert (await sam.get(f"/statements/{receipt.statement}/recordings/x")).status_code == 404


async def test_a_piece_that_was_touched_does_not_play(world: World, sam: Browser, tmp_path: Path) -> None:
    """Whoever holds the disk can spoil it, and cannot put another film in its place."""
    _, address = await recorded(world)
    files = sorted(path for path in (tmp_path / "media").rglob("*") if path.is_file())
    files[0].write_bytes(files[1].read_bytes())

    assert (await sam.get(address)).content == b""


async def test_the_task_leads_to_it(world: World, sam: Browser) -> None:
    """Whoever works with her hears at once that there is something no lexicon hears (R60)."""
    await recorded(world)

    assert "There is a recording in it" in (await sam.get("/")).text


async def test_duty_is_told_with_the_moment(world: World, sam: Browser) -> None:
    """Before a word of it is translated: what stands there first is where in the recording it was (R60)."""
    receipt, _ = await recorded(world)
    form = f"/children/{world.amara}/concern?statement={receipt.statement}"
    assert f'data-moment href="{form}"' in (await sam.get(f"/statements/{receipt.statement}")).text.replace(
        "&amp;", "&"
    )

    assert "In the recording, at 1:23: " in (await sam.get(f"{form}&at=83")).text
    for wrong in ("", "-1", "x", "9" * 500, "%D9%A3"):
        assert "In the recording" not in (await sam.get(f"{form}&at={wrong}")).text


async def test_from_the_boxes_a_link_leads_to_where_it_plays(world: World, sam: Browser) -> None:
    """Whoever weighs what was said gets to the recording in one press."""
    receipt, _ = await recorded(world)
    (row,) = await rows(world, tables.attachment)
    page, place = f"/statements/{receipt.statement}", f"recording-{row.id.hex}"

    assert f'href="{page}#{place}"' in (await sam.get(f"{page}/weigh")).text
    assert f'id="{place}"' in (await sam.get(page)).text


@pytest.mark.parametrize("context", [{}, {"found": object()}])
def test_where_no_statement_is_open_it_is_said_without_a_link(context: dict[str, object]) -> None:
    """On a concern's page, and on duty's of somebody unknown."""
    parts = templates.env.get_template("parts.html").make_module(context)

    shown = str(getattr(parts, "recording")("abc"))  # noqa: B009 - a macro

    assert "It is played where the answer is opened" in shown
    assert "href" not in shown
