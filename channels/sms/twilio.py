"""Twilio's own library, over one small httpx client in place of the two large ones it brings.

What went wrong is said in our words: `NotTaken` where it is certain that nothing was sent, else `PerhapsTaken`.
"""

import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import httpx
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from channels.sms.errors import not_taken
from channels.sms.media import Media, names_in
from voice.texting.by_whatsapp import Template
from voice.texting.going_out import NotTaken, PerhapsTaken
from voice.texting.numbers import WHATSAPP
from voice.texting.segments import plain

PATIENCE = 10.0  # seconds for Twilio to answer
LOOK_AT = 50  # texts to one number in a few minutes: many more than there ever are
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
AWAY = timedelta(seconds=20)

T = TypeVar("T")


class HttpxClient(AsyncHttpClient):  # type: ignore[misc] # Twilio's package says nothing of types
    """The line to Twilio, or to whatever stands at VOICE_TWILIO_API_BASE."""

    def __init__(self, line: httpx.AsyncClient, base: str) -> None:
        super().__init__(logging.getLogger(__name__), True, None)
        self._line, self._base = line, httpx.URL(base)

    async def request(
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - Twilio's own name for it
        allow_redirects: bool = False,
    ) -> Response:
        there = httpx.URL(uri).copy_with(scheme=self._base.scheme, host=self._base.host, port=self._base.port)
        answer = await self._line.request(
            method,
            there,
            params={name: str(value) for name, value in (params or {}).items() if value is not None},
            data=data or None,
            headers=headers,
            auth=auth,
            follow_redirects=False,
            timeout=timeout or PATIENCE,
        )
        return Response(answer.status_code, answer.text, answer.headers)


class Twilio:
    """Sends texts from our number."""

    def __init__(self, sid: str, token: str, number: str, base: str, line: httpx.AsyncClient | None = None) -> None:
        self._line = line or httpx.AsyncClient(trust_env=False)
        self.number = number
        self._media = Media(self._line, httpx.URL(base), sid, token)
        self._client: Any = Client(sid, token, http_client=HttpxClient(self._line, base))

    async def close(self) -> None:
        await self._line.aclose()

    async def send(self, to: str, words: str, callback: str, template: Template | None = None) -> str:
        create = self._client.messages.create_async
        facts: dict[str, Any] = {"to": to, "from_": self._from(to), "status_callback": callback}
        if template:
            facts |= {"content_sid": template.id, "content_variables": json.dumps(template.given)}
        else:
            # Words must arrive as they are: Twilio would otherwise exchange characters to save a part.
            facts |= {"body": words, "smart_encoded": False}
        made = await _said(lambda: create(**facts))
        if not made.sid:
            raise PerhapsTaken("odd_answer")
        return str(made.sid)

    async def find(self, to: str, words: str, since: datetime) -> list[str]:
        look = self._client.messages.list_async
        facts = {"to": to, "from_": self._from(to), "date_sent_after": since.astimezone(UTC), "limit": LOOK_AT}
        found = await _said(lambda: look(**facts))
        return [str(each.sid) for each in found if plain(each.body or "").strip() == plain(words).strip()]

    def _from(self, to: str) -> str:
        """Our number, by the way that leads to theirs: the same one is registered with WhatsApp."""
        return f"{WHATSAPP}{self.number}" if to.startswith(WHATSAPP) else self.number

    async def redact(self, id: str) -> None:
        await _unless_gone(lambda: self._client.messages(id).update_async(body=""))

    def bring(self, url: str, most: int) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        return self._media.bring(url, most)

    async def forget(self, url: str) -> None:
        message, media = names_in(url)
        await _unless_gone(lambda: self._client.messages(message).media(media).delete_async())


async def _unless_gone(ask: Callable[[], Awaitable[object]]) -> None:
    try:
        await _said(ask)
    except NotTaken as refused:
        if refused.code != "refused_20404":
            raise


async def _said(ask: Callable[[], Awaitable[T]]) -> T:
    """What Twilio answers. Whatever quotes a number or a word stays behind."""
    try:
        return await ask()
    except TwilioRestException as refused:
        if refused.status >= 500:
            raise PerhapsTaken(f"status_{refused.status}") from None
        raise not_taken(refused.status, refused.code) from None
    except NEVER_LEFT:
        raise NotTaken("away", again=True, wait=AWAY) from None
    except httpx.HTTPError as broken:
        raise PerhapsTaken(type(broken).__name__) from None
    except (TwilioException, ValueError, KeyError, TypeError, AttributeError):
        raise PerhapsTaken("odd_answer") from None
