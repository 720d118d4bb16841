"""A member of staff at a browser: keeps cookies, fetches a form's token before sending it, as a browser does."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import httpx
import pyotp
from starlette.applications import Starlette

from tests.world import STAFF_URL, World
from voice import clock, signing_in

PASSWORD = "correct horse battery staple"


@dataclass(slots=True)
class Browser:
    """One browser."""

    client: httpx.AsyncClient
    email: str = ""
    secret: str = ""

    async def get(self, address: str) -> httpx.Response:
        return await self.client.get(address)

    async def send(self, page: str, address: str, **fields: Any) -> httpx.Response:
        """Fetch the page, take its form for this address with its hidden fields, fill it in, send it."""
        shown = await self.client.get(page)
        return await self.client.post(address, data=hidden(shown.text, address) | fields)

    async def sign_in(self, *, password: str = PASSWORD, code: str | None = None, then: str = "") -> httpx.Response:
        code = code or code_now(self.secret)
        fields = {"email": self.email, "password": password, "code": code}
        return await self.send(f"/sign-in{then}", "/sign-in", **fields)


def hidden(html: str, address: str) -> dict[str, str]:
    """The hidden fields of the form that goes to this address, by itself or by a button outside of it."""
    button = re.search(rf'<button[^>]* form="(\w+)" formaction="{re.escape(address)}"', html)
    for form in re.findall(r"<form[^>]*>.*?</form>", html, re.DOTALL):
        if f'action="{address}"' in form or (button and f'id="{button[1]}"' in form):
            found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
            return {name: unescape(value) for name, value in found}
    raise AssertionError(f"no form for {address}")


def code_now(secret: str) -> str:
    return pyotp.TOTP(secret).at(int(clock.now().timestamp()))


def browser(app: Starlette, url: str = STAFF_URL) -> Browser:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return Browser(httpx.AsyncClient(transport=transport, base_url=url))


async def can_sign_in(world: World, who: str) -> tuple[str, str]:
    """Arrange a password and a one-time code for this person: the e-mail and the secret."""
    await signing_in.set_password(world.staff, world.people[who], PASSWORD)
    return f"{who}@northfold.test", await signing_in.set_one_time_code(world.staff, world.people[who])


async def at_the_desk(world: World, app: Starlette, who: str) -> Browser:
    """Somebody who has just signed in."""
    found = browser(app)
    found.email, found.secret = await can_sign_in(world, who)
    answer = await found.sign_in()
    assert answer.status_code == 303, answer.text
    return found
