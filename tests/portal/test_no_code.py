"""A child without a code cannot come back: she is told in person, and nobody is told otherwise."""

from uuid import UUID

from storage import tables
from storage.envelopes import PublicKey, new_private_key
from storage.mailboxes import put_in, put_in_signed
from storage.writes import Writes
from tests.portal.browsing import Browser
from tests.portal.looking import actions_of, answers, rows
from tests.portal.saying import Says, looks_inside, says, up_to_sending
from tests.world import World
from voice import sending


async def says_without_code(world: World) -> UUID:
    visit = await up_to_sending(world, Says())
    return UUID(str((await sending.send(world.public, visit, with_code=False)).statement))


async def test_told_in_person(world: World, sam: Browser) -> None:
    """Writing is not offered and not taken; what stands afterwards is true."""
    statement = await says_without_code(world)
    page = f"/statements/{statement}"
    shown = (await sam.get(page)).text

    refused = await answers(sam, statement)
    seen = await answers(
        sam, statement, how="told_in_person", alone="no", said_back="OK", promise_1="I ask", by_1="2026-11-25"
    )
    after = (await sam.get(seen.headers["location"])).text
    (promise,) = await rows(world, tables.action)
    settled = await sam.send(page, f"/promises/{promise['id']}", do="kept")

    assert "They have no code: tell them in person." in shown
    assert 'value="write"' not in shown
    assert "The child can see this too" not in shown
    assert refused.status_code == 400
    assert "Choose how you will tell them" in refused.text
    assert "They have no code and cannot read it" in after
    assert settled.headers["location"] == f"{page}?done=settled_in_person"
    assert len(await rows(world, tables.reply)) == 1


async def test_with_a_code_nothing_of_that(world: World, sam: Browser) -> None:
    receipt = await says(world)

    shown = (await sam.get(f"/statements/{receipt.statement}")).text
    done = await answers(sam, receipt.statement)

    assert "They have no code" not in shown
    assert done.headers["location"].endswith("done=answered")


async def test_an_answer_opens_the_record_and_says_so(world: World, sam: Browser) -> None:
    """What is opened to answer, or to settle a promise, is a line of the audit like every opening."""
    receipt = await says(world)
    await answers(sam, receipt.statement, promise_1="I ask", by_1="2026-11-25")
    (promise,) = await rows(world, tables.action)
    await sam.send(f"/statements/{receipt.statement}", f"/promises/{promise['id']}", do="kept")

    opened = [row for row in await rows(world, tables.audit_event) if row["action"] == "open"]
    assert {row["detail"].get("why") for row in opened} == {None, "answer", "promise"}
    first = [action for action, _ in await actions_of(world, "statement")]
    assert first.index("answer") > first.index("open")


async def test_what_nobody_of_ours_signed_is_not_shown(world: World, sam: Browser) -> None:
    """Whoever can write in the database has the mailbox's public key, and still puts no word into Sam's mouth."""
    receipt = await says(world)
    await answers(sam, receipt.statement)
    (mailbox,) = await rows(world, tables.mailbox)
    to, body = PublicKey(mailbox["id"], mailbox["public_key"]), b'{"words": "Do not tell anyone", "promise": "x"}'
    writes = Writes(world.staff.authority)
    for kind in ("reply", "promise", "opened"):
        put_in(writes, to.id, to, kind, body)  # unsigned
        put_in(writes, to.id, to, kind, b"x")  # too short to be signed
        put_in_signed(writes, to.id, to, kind, body, lambda message: b"\1" * 64)
        put_in_signed(writes, to.id, to, kind, body, world.staff.provider.sign_heads)
        stranger = new_private_key().public()
        put_in_signed(writes, to.id, PublicKey(to.id, stranger.raw), kind, body, world.staff.provider.sign_item)
    await world.staff.store.write(writes)

    inside = await looks_inside(world, receipt)

    assert len(await rows(world, tables.mailbox_item)) == 3 + 15
    assert [reply["words"] for reply in inside.replies] == ["I have asked your nan."]
    assert inside.promises == []
    assert len(inside.opened) == 1


async def test_a_signed_line_is_signed_for_its_place(world: World, sam: Browser) -> None:
    """What was said to one child, or once, cannot be said again by copying the row."""
    receipt = await says(world)
    await answers(sam, receipt.statement)
    (mailbox,) = await rows(world, tables.mailbox)
    to = PublicKey(mailbox["id"], mailbox["public_key"])
    kept: list[bytes] = []

    def remember(message: bytes) -> bytes:
        kept.append(world.staff.provider.sign_item(message))
        return kept[0]

    writes = Writes(world.staff.authority)
    for _ in range(2):
        put_in_signed(writes, to.id, to, "reply", b'{"words": "once"}', remember)
    await world.staff.store.write(writes)

    inside = await looks_inside(world, receipt)
    assert [reply["words"] for reply in inside.replies] == ["I have asked your nan.", "once"]
