"""A browser, as far as a child's page needs one: it keeps cookies, fills in the form it sees, and follows nothing."""

import re
from html import unescape
from typing import Self

import httpx
from starlette.applications import Starlette

from tests.world import PUBLIC_URL

FORM = re.compile(r"<form([^>]*)>(.*?)</form>", re.DOTALL)
TOKEN = re.compile(r'name="csrf" value="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="(?!csrf)([^"]+)" value="([^"]*)"')
GROUP = re.compile(r"<span>([0-9A-Z]{5})</span>")
LIKE_OURS = {"origin": "null", "sec-fetch-site": "same-origin"}  # what browsers send under `no-referrer`
FORM_TYPE = "application/x-www-form-urlencoded"


class Browser:
    """One browser of one person, on one of our pages at a time."""

    def __init__(
        self,
        app: Starlette | httpx.AsyncBaseTransport,
        at: str = PUBLIC_URL,
        *,
        forgiving: bool = False,
        language: str = "en-GB",
    ) -> None:
        self.line = httpx.ASGITransport(app, raise_app_exceptions=not forgiving) if isinstance(app, Starlette) else app
        self.http = httpx.AsyncClient(transport=self.line, base_url=at, headers={"accept-language": language})
        self.page: httpx.Response | None = None

    async def open(self, address: str) -> httpx.Response:
        self.page = await self.http.get(address)
        return self.page

    @property
    def token(self) -> str:
        """The CSRF token of the form on the page, as a browser would send it."""
        found = TOKEN.search(self.page.text if self.page else "")
        assert found, "there is no form on this page"
        return unescape(found[1])

    async def press(self, address: str | None = None, /, **fields: str | list[str]) -> httpx.Response:
        """Send the form on the page, to where it says."""
        assert self.page is not None
        form = FORM.search(self.page.text)
        action = re.search(r'action="([^"]+)"', form[1]) if form else None
        to = address or (action[1] if action else str(self.page.url))
        hidden = {name: unescape(value) for name, value in HIDDEN.findall(form[2])} if form else {}
        return await self.http.post(to, data={"csrf": self.token, **hidden, **fields}, headers=LIKE_OURS)

    async def fill(self, address: str, /, **fields: str | list[str]) -> httpx.Response:
        """Open a page and send its form."""
        await self.open(address)
        return await self.press(None, **fields)

    async def send_raw(self, address: str, body: bytes, kind: str = FORM_TYPE) -> httpx.Response:
        """Send bytes as they are."""
        return await self.http.post(address, content=body, headers={**LIKE_OURS, "content-type": kind})

    async def begin(self, link: str, around: str = "just_me", helper: str = "nobody") -> Self:
        """From the link to the first question."""
        await self.fill(f"/c/{link}")
        await self.fill("/start")
        await self.fill("/around", around=around, helper=helper)
        return self

    async def answer(self, number: int, *choice: str, words: str = "", do: str = "next") -> httpx.Response:
        """Answer one question; the response says where to go next."""
        said: dict[str, str | list[str]] = {"choice": list(choice)} if choice else {}
        return await self.fill(f"/q/{number}", **said, words=words, do=do)

    async def code(self) -> str:
        """The child's own code, as the page before Send shows it; empty where it shows none."""
        return "".join(GROUP.findall((await self.open("/keep")).text))

    async def send(self, do: str = "send") -> httpx.Response:
        return await self.fill("/keep", do=do)

    def another(self) -> "Browser":
        """The same kind of browser in somebody else's hand: no cookie."""
        return Browser(self.line, str(self.http.base_url))

    def tab(self) -> "Browser":
        """A second tab: the same cookies."""
        second = self.another()
        second.http.cookies = self.http.cookies
        return second


def went(response: httpx.Response) -> str:
    """Where a press leads. A page that should have led on and did not is shown by its status."""
    assert response.status_code == 303, response.status_code
    return response.headers["location"]
