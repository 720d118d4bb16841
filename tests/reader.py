"""A browser without pictures: opens pages, fills the forms it is shown and follows where they lead."""

from collections.abc import Mapping
from html.parser import HTMLParser

import httpx
from starlette.types import ASGIApp


class _Forms(HTMLParser):
    """The hidden fields of each form of a page, by where it posts to."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self._open: dict[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self._open = self.forms.setdefault(given.get("action", ""), {})
        elif tag == "input" and given.get("type") == "hidden" and self._open is not None:
            self._open[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


class Reader:
    """One person at one browser."""

    def __init__(self, app: ASGIApp, address: str) -> None:
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=address)
        self.page = httpx.Response(200)

    async def open(self, path: str) -> str:
        """The text of a page, wherever it leads."""
        self.page = await self.client.get(path, follow_redirects=True)
        return self.page.text

    async def press(self, fields: Mapping[str, str | list[str]], action: str = "") -> str:
        """Fill in and send a form of the page that is open; the page it leads to."""
        shown = _Forms()
        shown.feed(self.page.text)
        here = str(self.page.url)
        form = {**shown.forms[action], **fields}
        self.page = await self.client.post(action or here, data=form, follow_redirects=True)
        return self.page.text

    @property
    def path(self) -> str:
        return self.page.url.path

    async def close(self) -> None:
        await self.client.aclose()
