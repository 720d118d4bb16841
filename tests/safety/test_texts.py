"""Texts, as a thief finds them: no word and no number in any byte, and nothing that tells which choice was texted."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import storage.envelopes
import storage.locking
from channels.sms.app import routes
from channels.web.app import public
from storage.media import open_media
from storage.padding import MARK, Buckets
from storage.pictures import FETCH
from storage.tables import concern, picture, statement, stranger
from tests.safety.backups import SqliteRows
from tests.safety.guessing import Pair, guess
from tests.safety.samples import Features
from tests.safety.searching import Sought, found_in, fresh_phrases
from tests.sms.phone import ACCOUNT, AMARAS, OURS, SID, Phone
from tests.sms.talking import is_hers, talk_with
from tests.web.conftest import each_world, first_world, one_morning, world
from tests.web.looking import count, rows
from tests.world import World
from voice import clock, setting_up
from voice.access import SignedIn
from voice.delivering import Deliveries
from voice.model import Role
from voice.texting import matching, person
from voice.texting.fetching import Fetching
from voice.texting.hearing import Hearing

__all__ = ["each_world", "first_world", "one_morning", "world"]

SOMEBODYS = "+447700900555"
PAIRS = 200


class Brings:
    """Twilio, with one picture."""

    def __init__(self, media: bytes) -> None:
        self.media = media

    def bring(self, url: str, most: int) -> Any:
        return self

    async def __aenter__(self) -> Any:
        async def whole() -> Any:
            yield self.media

        return whole()

    async def __aexit__(self, *_: object) -> None:
        """Nothing is held."""

    async def forget(self, url: str) -> None:
        """It is gone."""


async def talked(world: World, phrases: Sequence[str]) -> None:
    """Her words wherever a text can put them; a stranger's, and duty's to them, there and in the record of a child."""
    one, two, three, four = phrases
    staff = replace(world.staff, media=open_media(f"file:{world.home / 'media'}"))
    app = public(world.public, *routes(ACCOUNT))
    amara, somebody = talk_with(world, Phone(app, AMARAS)), talk_with(world, Phone(app, SOMEBODYS))
    ways: Any = {"turn": Hearing(), FETCH: Fetching(Brings(four.encode() * 10))}
    amara.deliveries = somebody.deliveries = Deliveries(staff, ways)
    await is_hers(world, world.amara)
    await amara.text("hello " + two)
    for words in ("START", "yes", "A", one, two, "9 " + three, one, "D", three):
        await amara.text(words)
        await amara.after_a_pause()
    await amara.text("no", four, one, "yes", "yes")
    await amara.after_a_pause()
    await amara.text(four)
    url = f"https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages/MM{'0' * 32}/Media/ME{'0' * 32}"
    await amara.phone.text(two, MediaUrl0=url, MediaContentType0="image/jpeg")
    await amara.heard()
    await somebody.text(one, three)
    morgan = SignedIn(world.people["morgan"], "Morgan", "Bell", None, frozenset({Role.DUTY}))
    (found,) = await rows(world, stranger)
    await person.text_stranger(world.staff, morgan, found["id"], two)
    await matching.match(world.staff, morgan, found["id"], world.noor, apart=False)
    assert await count(world, statement) >= 3
    assert await count(world, picture, state="kept") == 1
    assert await count(world, concern) >= 1


async def test_nothing_texted_is_found_in_any_byte(world: World) -> None:
    """Neither a word, nor a number of anybody's."""
    phrases = fresh_phrases()
    await talked(world, phrases)

    numbers = [number.removeprefix("+") for number in (AMARAS, SOMEBODYS, OURS)]
    assert found_in(Sought.words(*phrases, *numbers), world.home) == []


class Open:
    """A cipher that encrypts nothing, and still opens what was encrypted before."""

    generate_key = AESGCM.generate_key

    def __init__(self, key: bytes) -> None:
        self.real = AESGCM(key)

    def encrypt(self, _: bytes, body: bytes, __: bytes) -> bytes:
        return body + b"\0" * 16

    def decrypt(self, nonce: bytes, body: bytes, bound: bytes) -> bytes:
        try:
            return self.real.decrypt(nonce, body, bound)
        except InvalidTag:
            return body[:-16]


@pytest.mark.parametrize("module", [storage.envelopes, storage.locking], ids=["envelopes open", "drafts open"])
async def test_the_canary_sings_where_texts_are_not_sealed(
    world: World, monkeypatch: pytest.MonkeyPatch, module: Any
) -> None:
    """The control: the same texts on a build that leaves them open are found, so the search works."""
    phrases = fresh_phrases()
    monkeypatch.setattr(module, "AESGCM", Open)
    await talked(world, phrases)

    assert found_in(Sought.words(*phrases), world.home)


DIFFERENT = {
    "2 or 4": (("2", "9", "A"), ("4", "9", "A")),
    "0 or 10": (("4", "0", "A"), ("4", "10", "A")),
    "a number or a face": (("4", "9", "A"), ("🙂", "9", "A")),
    "always or mostly": (("4", "9", "A"), ("4", "9", "B")),
    "two ways of not safe": (("4", "9", "C"), ("4", "9", "D")),
    "parents may or must not": (("4", "9", "A", "A"), ("4", "9", "A", "C")),
}


async def texted(world: World, rows_: SqliteRows, words: Sequence[str], number: str) -> Features:
    """One child answers so, is asked how to be reached where she is not safe, and sends; what a thief measures."""
    child = await setting_up.add_child(world.staff, "Robin", clock.today() - timedelta(days=3500), world.east)
    await is_hers(world, child, number)
    talk = talk_with(world, Phone(public(world.public, *routes(ACCOUNT)), number))
    await talk.text("START", "yes", "A")
    await rows_.begin()
    for each in words:
        await talk.text(each)
    if words[2] in "CD":
        await talk.text("SKIP", "SKIP")
    await talk.text(*(("B",) if len(words) < 4 else ()), "yes")
    return await rows_.features()


def shape(features: Features) -> Features:
    """How many rows, how long what lies in them: what must be equal, not only for 200 pairs on the average."""
    return {name: value for name, value in features.items() if name.endswith((".rows", " long"))}


async def shapes(world: World, sides: Sequence[Sequence[str]]) -> list[Features]:
    there = SqliteRows(world.home)
    return [shape(await texted(world, there, side, f"+44770090070{place}")) for place, side in enumerate(sides)]


@pytest.mark.parametrize("sides", DIFFERENT.values(), ids=DIFFERENT)
async def test_two_children_who_text_another_choice_look_the_same(world: World, sides: Any) -> None:
    """As many rows, each as long, whatever was chosen."""
    one, other = await shapes(world, sides)

    assert len(one) > 100
    assert one == other


def unpadded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build in which everything is as long as it is, and otherwise works: every length is one that is allowed."""
    monkeypatch.setattr(storage.envelopes, "BUCKETS", Buckets((1,), then_every=1))
    monkeypatch.setattr(storage.locking, "pad", lambda body, _: body + MARK)


async def test_they_do_not_where_nothing_is_padded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: where a choice is kept as it is, and unpadded, the same measurement tells a 0 from a 10."""
    unpadded(monkeypatch)
    monkeypatch.setattr("surveys.record._marks", lambda _, reply: " ".join(reply.chosen) if reply else "")

    one, other = await shapes(world, DIFFERENT["0 or 10"])

    assert len(one) > 100
    assert one != other


@pytest.mark.thorough
@pytest.mark.parametrize("sides", DIFFERENT.values(), ids=DIFFERENT)
async def test_a_thief_cannot_guess_which_was_texted(world: World, sides: Any) -> None:
    """No better than a coin, over 200 pairs, from everything that can be measured in the rows."""
    there, chance, pairs = SqliteRows(world.home), random.Random(PAIRS), []
    numbers: Callable[[int], str] = lambda place: f"+4477009{place:05d}"  # noqa: E731
    for place in range(PAIRS):
        found: dict[int, Features] = {}
        for side in chance.sample([0, 1], 2):
            found[side] = await texted(world, there, sides[side], numbers(10_000 + 2 * place + side))
        pairs.append((found[0], found[1]))
    guessed = guess(pairs, 1)
    again: list[Pair] = pairs

    assert guessed.no_better_than_chance or guess(again, 2).no_better_than_chance, str(guessed)
