"""The children of the harness, in a process of their own, which keeps its own list of what it was promised.

Each has a link and does what a child does: begins, answers, says whether she is safe, keeps her code, sends. When
nothing comes back she presses again, and every second child is impatient: she presses three times at once.
"""

import asyncio
import json
import random
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from types import TracebackType
from typing import Any, Self

from tests.faults.line import Answer, Line

TOGETHER = 32
HANDS = 3  # presses of an impatient child
TOKEN = re.compile(rb'name="csrf" value="([^"]+)"')
COOKIE = re.compile(rb"__Host-visit=([^;]+)")
GROUP = re.compile(rb"<span>([0-9A-Z]{5})</span>")
AGAIN = {0, 409, 500, 503}  # nothing came, or a page that says to press again


@dataclass(slots=True)
class Promised:
    """What one child was told, by the page that came back: acknowledged, and so never to be lost."""

    cookie: str = ""
    words: list[str] = field(default_factory=list)
    safety: str = ""
    code: str = ""
    sent: bool = False


@dataclass(slots=True)
class Seen:
    """What all of them saw."""

    promised: dict[int, Promised] = field(default_factory=dict)
    pressed: int = 0
    again: int = 0  # presses that got no answer, or one that says to press again
    broken: int = 0  # of those, pages that said that we are at fault
    refused: list[str] = field(default_factory=list)  # whatever else a child should not have been told


class Children:
    """The process of the children: begin, and later ask what they saw. Links come with their form's token."""

    def __init__(self, links: Sequence[tuple[str, str]], seed: int) -> None:
        self._links, self._seed = links, seed

    def __enter__(self) -> Self:
        run = [sys.executable, "-m", "tests.faults.children"]
        self._process = subprocess.Popen(run, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, at: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def begin(self, port: int) -> None:
        self._say({"port": port, "links": self._links, "seed": self._seed})

    def pressed(self) -> int:
        """How many presses were answered so far."""
        self._say("how far")
        return int(self._heard())

    def end(self) -> Seen:
        """Let each finish the press she is at, and say what they saw."""
        self._say("end")
        seen = Seen(**self._heard())
        seen.promised = {int(number): Promised(**each) for number, each in seen.promised.items()}  # type: ignore[arg-type]
        return seen

    def _say(self, what: Any) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    def _heard(self) -> Any:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())


async def _all(port: int, links: Sequence[tuple[str, str]], seed: int) -> None:
    seen, stop, left = Seen(), asyncio.Event(), iter(enumerate(links))
    group = [asyncio.create_task(_Child(port, seen, stop, seed + n).several(left)) for n in range(TOGETHER)]
    while json.loads(await asyncio.to_thread(sys.stdin.readline)) != "end":
        print(seen.pressed, flush=True)
    stop.set()
    await asyncio.gather(*group)
    print(json.dumps(asdict(seen)), flush=True)


class _Stopped(Exception):
    """The harness ends; what this child was about to press she never pressed."""


class _Child:
    """One of those who are at it at the same time; when she has sent, the next child takes her place."""

    def __init__(self, port: int, seen: Seen, stop: asyncio.Event, seed: int) -> None:
        self._seen, self._stop = seen, stop
        self._chance = random.Random(seed)
        self._lines = [Line(port) for _ in range(2 * HANDS)]

    async def several(self, left: Iterator[tuple[int, tuple[str, str]]]) -> None:
        with suppress(_Stopped):
            for number, (link, csrf) in left:
                await self._one(number, link, csrf)
        for line in self._lines:
            line.close()

    async def _one(self, number: int, link: str, csrf: str) -> None:
        """From her link to Send. What a page acknowledged is noted in the moment in which it came."""
        promised = self._seen.promised[number] = Promised()
        began = await self._press(number, f"/c/{link}", "", csrf=csrf)
        found = COOKIE.search(began.head)
        if not found:
            return
        promised.cookie = cookie = found[1].decode()
        csrf = (TOKEN.search((await self._look(number, "/start", cookie)).body) or [b"", b""])[1].decode()
        await self._press(number, "/around", cookie, csrf=csrf, around="just_me", helper="nobody")
        await asyncio.gather(
            self._say(number, promised, 6, f"I like swing {number} best", csrf),
            self._say(number, promised, 7, f"I do not like number {number}", csrf, tab=1),
        )
        safe = self._chance.choice(["no", "always", "not_always"])
        if await self._press(number, "/q/8", cookie, csrf=csrf, choice=safe, do="next"):
            promised.safety = safe
        promised.code = b"".join(GROUP.findall((await self._look(number, "/keep", cookie)).body)).decode()
        if await self._press(number, "/send", cookie, csrf=csrf, do="send"):
            promised.sent = True

    async def _say(self, number: int, promised: Promised, question: int, words: str, csrf: str, tab: int = 0) -> None:
        """One answer in her own words, beside what she does in another tab."""
        fields = {"csrf": csrf, "words": words, "do": "next"}
        if await self._press(number, f"/q/{question}", promised.cookie, tab, **fields):
            promised.words.append(words)

    async def _press(self, number: int, path: str, cookie: str, tab: int = 0, **fields: str) -> Answer:
        """Press until it is acknowledged; the impatient press three times at once."""
        times = HANDS if number % 2 else 1
        presses = (
            self._until(path, 303, lambda line: line.post(path, cookie, fields), tab * HANDS + n) for n in range(times)
        )
        return (await asyncio.gather(*presses))[0]

    async def _look(self, number: int, path: str, cookie: str) -> Answer:
        return await self._until(path, 200, lambda line: line.get(path, cookie), 0)

    async def _until(self, path: str, wanted: int, ask: Callable[[Line], Awaitable[Answer]], hand: int) -> Answer:
        """Ask until that status comes, or one that no pressing will change. A false answer was not acknowledged."""
        while not self._stop.is_set():
            answer = await ask(self._lines[hand])
            if answer.status == wanted:
                self._seen.pressed += 1
                return answer
            if answer.status not in AGAIN:
                self._seen.refused.append(f"{path[:3]} answered {answer.status}")
                return Answer(answer.status)
            self._seen.again += 1
            self._seen.broken += answer.status == 500
            await asyncio.sleep(self._chance.uniform(0.02, 0.2))
        raise _Stopped


if __name__ == "__main__":
    asyncio.run(_all(**json.loads(sys.stdin.readline())))
