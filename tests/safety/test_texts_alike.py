"""Free texts, as a thief finds them: whatever was said, by whoever it was, to whomever, leaves the same rows.

That something cannot wait is in the open, since the service must know it to work: so an urgent text is compared with
another urgent one.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from channels.sms.app import routes
from channels.web.app import public
from storage.tables import stranger
from tests.safety.backups import SqliteRows
from tests.safety.samples import Features
from tests.safety.test_texts import shape, unpadded
from tests.sms.phone import ACCOUNT, Phone
from tests.sms.talking import Talk, is_hers, talk_with
from tests.web.conftest import each_world, first_world, one_morning, world
from tests.web.looking import rows
from tests.world import World
from voice import clock, setting_up
from voice.access import SignedIn
from voice.model import Role
from voice.texting import matching, person

__all__ = ["each_world", "first_world", "one_morning", "world"]

Play = Callable[[World, Talk, str], Awaitable[None]]
HARMLESS = ("can sam come on thursday after my football", "my dog had puppies")
URGENT = ("i am going to kill myself tonight", "my uncle touches me when nobody is in and he says not to tell")


async def hers(world: World, talk: Talk) -> None:
    """The telephone is a child's own."""
    born = clock.today() - timedelta(days=3500)
    await is_hers(world, await setting_up.add_child(world.staff, "Robin", born, world.east), talk.phone.number)


async def outside(_: World, talk: Talk, words: str) -> None:
    """Out of the blue, from a child's own telephone."""
    await talk.text(words)


async def after_stop(_: World, talk: Talk, words: str) -> None:
    await talk.text("STOP")
    await talk.text(words)


async def beside_a_question(_: World, talk: Talk, words: str) -> None:
    """In place of a number: asked again, and then kept as words."""
    await talk.text("START", "yes", "A", words, words)
    await talk.after_a_pause()


async def at_free_words(_: World, talk: Talk, words: str) -> None:
    """As an answer to how she is reached safely."""
    await talk.text("START", "yes", "A", "4", "9", "D", words)
    await talk.after_a_pause()


async def unknown(_: World, talk: Talk, words: str) -> None:
    """From a number that nobody has written down."""
    await talk.text(words)


def morgan(world: World) -> SignedIn:
    return SignedIn(world.people["morgan"], "Morgan", "Bell", None, frozenset({Role.DUTY}))


async def answered_and_matched(world: World, talk: Talk, words: str, *, apart: bool = False) -> None:
    """The same; duty texts back, more or less of it, and says whose it is."""
    await talk.text(words)
    found = (await rows(world, stranger))[-1]["id"]
    await person.text_stranger(world.staff, morgan(world), found, "Are you OK to talk now?" + " ?" * len(words))
    await talk.text(words)
    await matching.match(world.staff, morgan(world), found, world.amara, apart=apart)


async def kept_apart(world: World, talk: Talk, words: str) -> None:
    await answered_and_matched(world, talk, words, apart=True)


HERS = (outside, after_stop, beside_a_question, at_free_words)
NOBODYS = (unknown, answered_and_matched, kept_apart)


async def texted(world: World, play: Play, words: str, number: str) -> Features:
    """What a thief measures of one telephone."""
    talk, there = talk_with(world, Phone(public(world.public, *routes(ACCOUNT)), number)), SqliteRows(world.home)
    if play in HERS:
        await hers(world, talk)
    await there.begin()
    await play(world, talk, words)
    return shape(await there.features())


async def both(world: World, play: Play, said: tuple[str, str]) -> list[Features]:
    await texted(world, play, said[0], "+447700900709")  # what is kept once for the whole service is there from now on
    return [await texted(world, play, words, f"+44770090070{place}") for place, words in enumerate(said)]


@pytest.mark.parametrize("said", [HARMLESS, URGENT], ids=["harmless", "urgent"])
@pytest.mark.parametrize("play", [*HERS, *NOBODYS])
async def test_whatever_was_texted_looks_the_same(world: World, play: Play, said: tuple[str, str]) -> None:
    """As many rows of each kind, deliveries included, and each as long."""
    one, other = await both(world, play, said)

    assert one["inbound_message.rows"] >= 1
    assert one["outbox.rows"] >= 1
    assert one == other


@pytest.mark.parametrize("play", [outside, unknown, answered_and_matched])
async def test_it_does_not_where_nothing_is_padded(world: World, monkeypatch: pytest.MonkeyPatch, play: Play) -> None:
    """The control: the same measurement tells a long text from a short one."""
    unpadded(monkeypatch)

    one, other = await both(world, play, HARMLESS)

    assert one != other
