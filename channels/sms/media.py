"""What came with a text is fetched from Twilio: over TLS, from where Twilio keeps it, and no more than we take.

Its address is not followed as it came: the two names in it are put into our account's own address. Twilio answers with
the thing itself, or leads on to its store; anything else is refused, also a name that leads to a machine near us.
"""

import ipaddress
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from voice.delivering import Never, NotNow

PATIENCE = 10.0  # seconds for each answer; the whole has the time of one delivery
MOST_HOPS = 3
NAMES = re.compile(r"/2010-04-01/Accounts/AC[0-9a-f]{32}/Messages/((?:SM|MM)[0-9a-f]{32})/Media/(ME[0-9a-f]{32})")
# Where Twilio keeps what was sent to us, and what stands first in the path there: the last is everybody's store.
STORES = {"media.twiliocdn.com": "/", "mms.twiliocdn.com": "/", "s3-external-1.amazonaws.com": "/media.twiliocdn.com/"}
GONE = (404, 410)
CONNECTED = "connection.connect_tcp.complete"


@dataclass(frozen=True, slots=True)
class Media:
    """Our account's pictures, at Twilio or whatever stands at VOICE_TWILIO_API_BASE."""

    line: httpx.AsyncClient
    base: httpx.URL
    sid: str = field(repr=False)
    token: str = field(repr=False)
    stores: Mapping[str, str] = field(default_factory=lambda: STORES)

    @asynccontextmanager
    async def bring(self, url: str, most: int) -> AsyncIterator[AsyncIterator[bytes]]:
        """What lies there, as it comes. Raises Never, NotNow, also while it is read."""
        message, media = names_in(url)
        at = self.base.copy_with(path=f"/2010-04-01/Accounts/{self.sid}/Messages/{message}/Media/{media}")
        try:
            for _ in range(MOST_HOPS):
                async with self._asked(at) as answer:
                    if not answer.has_redirect_location:
                        yield _no_more_than(_checked(answer, most), most)
                        return
                    at = self._store(answer)
        except (httpx.HTTPError, httpx.InvalidURL) as away:
            raise NotNow(type(away).__name__) from None
        raise Never("redirects")

    @asynccontextmanager
    async def _asked(self, at: httpx.URL) -> AsyncIterator[httpx.Response]:
        ours = at.host == self.base.host and at.port == self.base.port
        auth = (self.sid, self.token) if ours else httpx.USE_CLIENT_DEFAULT
        facts: dict[str, Any] = {"headers": {"accept-encoding": "identity"}, "timeout": PATIENCE, "auth": auth}
        watched = {} if ours else {"trace": _far_away}
        async with self.line.stream("GET", at, follow_redirects=False, extensions=watched, **facts) as answer:
            yield answer

    def _store(self, answer: httpx.Response) -> httpx.URL:
        """Where it leads on to. Raises Never, InvalidURL."""
        there = answer.url.join(answer.headers["location"])
        begins = self.stores.get(there.host)
        if there.scheme != "https" or there.port is not None or begins is None or not there.path.startswith(begins):
            raise Never("leads_elsewhere")
        return there


def names_in(url: str) -> tuple[str, str]:
    """Twilio's names for the text and for what came with it. Raises Never."""
    try:
        found = NAMES.fullmatch(httpx.URL(url).path)
    except httpx.InvalidURL:
        found = None
    if found is None:
        raise Never("not_ours")
    return found[1], found[2]


def _checked(answer: httpx.Response, most: int) -> httpx.Response:
    """Raises Never, NotNow."""
    if answer.status_code in GONE:
        raise Never("gone")
    if answer.status_code != httpx.codes.OK:
        raise NotNow(f"status_{answer.status_code}")
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise Never("encoded")  # a few bytes can become as many as anybody likes
    if int(answer.headers.get("content-length", "0")) > most:
        raise Never("too_large")
    return answer


async def _no_more_than(answer: httpx.Response, most: int) -> AsyncIterator[bytes]:
    async for chunk in answer.aiter_raw():
        most -= len(chunk)
        if most < 0:
            raise Never("too_large")
        yield chunk


async def _far_away(event: str, info: Mapping[str, Any]) -> None:
    """Before a byte is sent: whoever answers to that name is no machine near us. Raises Never."""
    if event == CONNECTED:
        line = info["return_value"]
        if not ipaddress.ip_address(line.get_extra_info("server_addr")[0]).is_global:
            await line.aclose()
            raise Never("near_us")
