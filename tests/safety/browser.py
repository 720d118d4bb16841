"""A child's browser without JavaScript, and the way through the pages that a child walks."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import httpx

from surveys.loading import library
from surveys.model import Survey
from surveys.question import Question
from tests.world import SURVEY

CSRF = re.compile(r'name="csrf" value="([^"]+)"')
CODE = re.compile(r"<span>([0-9A-Z]{5})</span>")


@dataclass(slots=True)
class Browser:
    """Keeps cookies itself, so that it can also talk to an https service behind a plain socket."""

    client: httpx.AsyncClient
    cookies: dict[str, str] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    async def get(self, path: str) -> httpx.Response:
        return await self._ask("GET", path)

    async def post(self, path: str, form_at: str = "", /, **fields: str | Sequence[str]) -> httpx.Response:
        """Send the form that stands at this address (or at `form_at`), with its token."""
        return await self.send(path, {"csrf": await self.token_at(form_at or path), **fields})

    async def token_at(self, path: str) -> str:
        page = await self.get(path)
        found = CSRF.search(page.text)
        assert found, f"no form at {path.split('/')[1]}: {page.status_code}"
        return found[1]

    async def send(self, path: str, fields: Mapping[str, str | Sequence[str]]) -> httpx.Response:
        return await self._ask("POST", path, data=dict(fields))

    async def _ask(self, method: str, path: str, **rest: object) -> httpx.Response:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"cookie": cookie} if cookie else {}
        answer = await self.client.request(method, path, headers=headers, **rest)  # type: ignore[arg-type]
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.split(";")[0].partition("=")
            if value.strip('"'):
                self.cookies[name] = value
                self.seen.append(value)
            else:
                self.cookies.pop(name, None)
        return answer


@dataclass(slots=True)
class Child:
    """What one child does: the same words wherever words can be typed, and a worry that must be read at once."""

    browser: Browser
    words: str
    survey: Survey = field(default_factory=lambda: library()[SURVEY])
    code: str = ""

    async def begin(self, link: str) -> str:
        """Through the link to the first question; its address."""
        await self.browser.post(f"/c/{link}")
        await self.browser.post("/start")
        answer = await self.browser.post("/around", around="just_me", helper="nobody")
        return answer.headers["location"]

    async def answer(self, at: str, do: str = "next") -> str:
        """Answer the question at this address; the next page's."""
        if at == "/safe":
            said = {"reach": self.words, "must_not_know": self.words, "about_staff": "not_sure"}
            return (await self.browser.post(at, **said)).headers["location"]
        question = self.survey.questions[int(at.rpartition("/")[2]) - 1]
        answer = await self.browser.post(at, do=do, **self.reply_to(question))
        assert answer.status_code == 303, (at, answer.status_code)
        return answer.headers["location"]

    def reply_to(self, question: Question) -> dict[str, str | Sequence[str]]:
        reply: dict[str, str | Sequence[str]] = {}
        if question.kind.closed:
            led = question.safety.raises if question.safety else _leading_on(self.survey, question)
            reply["choice"] = led[0] if led else question.choice_ids[0]
        if question.takes_words:
            most = question.longest
            reply["words"] = (
                (f"{self.words}\n" * 40)[: min(most, 9000)] if most > len(self.words) else self.words[:most]
            )
        return reply

    async def answer_all(self, at: str) -> None:
        while at.startswith("/q/") or at == "/safe":
            at = await self.answer(at)
        assert at == "/check"
        assert self.words.splitlines()[0] in (await self.browser.get("/check")).text.replace("&amp;", "&")
        await self.browser.post("/parents", parents="ask_first", which=self.words)

    async def ask_for_help(self) -> None:
        for kind in ("advocate", "complaint"):
            answer = await self.browser.post(f"/help/{kind}", words=self.words)
            assert answer.status_code == 200

    async def ask_for_help_in(self, at: str) -> None:
        """Everything a child can say before Send."""
        await self.ask_for_help()
        await self.answer_all(at)

    async def send(self) -> None:
        page = await self.browser.get("/keep")
        self.code = "".join(CODE.findall(page.text)[:3])
        assert (await self.browser.post("/send", "/keep", do="send")).headers["location"] == "/sent"
        assert (await self.browser.post("/sent", seen="no")).status_code == 303

    async def save_for_later(self, at: str) -> None:
        assert await self.answer(at, do="later") == "/later"
        self.code = "".join(CODE.findall((await self.browser.get("/later")).text)[:3])

    async def come_back(self) -> str:
        """With the code, on the front page; the page that it opens."""
        await self.browser.get("/exit")
        answer = await self.browser.post("/", code=self.code)
        return (await self.browser.get(answer.headers["location"])).text


def _leading_on(survey: Survey, question: Question) -> Sequence[str]:
    """Choices after which more is asked: a child who gives them sees every page."""
    conditions = [c for each in survey.questions if each.when for c in (*each.when.any, *each.when.all)]
    return [value for c in conditions if c.question == question.id and c.op in ("is", "any_of") for value in c.values]
