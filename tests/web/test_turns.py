"""Whoever waits for an answer comes before whoever has gone, and nobody's Send is dropped (R59)."""

import asyncio

from starlette.types import Message, Receive, Scope, Send

from channels.web.bodies import BodyFirst
from channels.web.turns import Turns


class Crowd:
    """Children who have pressed Send, each with a page that may be closed."""

    def __init__(self, turns: Turns) -> None:
        self.turns, self.sent, self.pages = turns, list[str](), dict[str, asyncio.Event]()
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def press(self, *names: str) -> None:
        for name in names:
            self.pages[name] = asyncio.Event()
            self.tasks[name] = asyncio.create_task(self._send(name))
        await asyncio.sleep(0)

    async def close(self, *names: str) -> None:
        for name in names:
            self.pages[name].set()
        for _ in range(3):
            await asyncio.sleep(0)

    async def _send(self, name: str) -> None:
        async def receive() -> Message:
            await self.pages[name].wait()
            return {"type": "http.disconnect"}

        async with self.turns.mine(receive):
            await asyncio.sleep(0.001)
            self.sent.append(name)


async def test_who_waits_comes_before_who_has_gone() -> None:
    """In the order in which they came; those who have gone are still kept, after them."""
    crowd = Crowd(Turns(at_once=1))
    await crowd.press("Amara", "gone 1", "gone 2", "Sam", "Priya")

    await crowd.close("gone 1", "gone 2")
    await asyncio.gather(*crowd.tasks.values())

    assert crowd.sent == ["Amara", "Sam", "Priya", "gone 1", "gone 2"]


async def test_who_has_gone_does_not_wait_for_ever() -> None:
    """However many come after, one turn in eight is for them."""
    crowd = Crowd(Turns(at_once=1))
    await crowd.press("first", "gone", *(f"child {number}" for number in range(20)))

    await crowd.close("gone")
    await asyncio.gather(*crowd.tasks.values())

    assert crowd.sent.index("gone") <= 8


async def test_a_turn_nobody_takes_goes_to_the_next() -> None:
    """A server that stops waiting for one, or an error in one, holds up none of the others."""
    turns = Turns(at_once=1)
    crowd = Crowd(turns)
    await crowd.press("first", "stopped", "just called", "last")

    crowd.tasks["stopped"].cancel()
    await crowd.tasks["first"]
    crowd.tasks["just called"].cancel()
    await asyncio.wait(crowd.tasks.values())
    await crowd.press("later")
    await crowd.tasks["later"]

    assert crowd.sent == ["first", "last", "later"]


async def test_half_a_form_costs_nobody_anything() -> None:
    """Who goes in the middle of a form has sent none: no page is looked up or drawn that nobody would see."""
    came: list[Message] = [{"type": "http.request", "body": b"csrf=", "more_body": True}, {"type": "http.disconnect"}]
    looked_up, said = list[Scope](), list[Message]()

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        looked_up.append(scope)

    async def receive() -> Message:
        return came.pop(0)

    async def send(message: Message) -> None:
        said.append(message)

    await BodyFirst(page)({"type": "http", "method": "POST", "headers": []}, receive, send)

    assert (looked_up, said) == ([], [])
