"""A telephone at the other end of Twilio: signs what it sends as Twilio's documentation says, by none of our code."""

import base64
import hmac
import itertools
from collections.abc import Mapping
from hashlib import sha1, sha256
from typing import Any

import httpx
from starlette.types import ASGIApp

from channels.sms.signature import Account
from tests.world import PUBLIC_URL

SID, TOKEN, OURS = "AC" + "0" * 32, "the account's secret", "+447700900100"
ACCOUNT = Account(SID, TOKEN, PUBLIC_URL)
AMARAS = "+447700900201"
_numbers = itertools.count(1)


def signature(url: str, fields: Mapping[str, str], token: str = TOKEN, algorithm: Any = sha1) -> str:
    """The address and every field in the order of their names, under the account's secret."""
    said = url + "".join(f"{name}{fields[name]}" for name in sorted(fields))
    return base64.b64encode(hmac.new(token.encode(), said.encode(), algorithm).digest()).decode()


def new_sid() -> str:
    return f"SM{next(_numbers):032x}"


class Phone:
    """One telephone, with one number."""

    def __init__(self, app: ASGIApp, number: str = AMARAS) -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.http = httpx.AsyncClient(transport=transport, base_url="http://behind.a.proxy")
        self.number = number

    def fields(self, words: str, **more: str) -> dict[str, str]:
        sid = new_sid()
        return {
            "ToCountry": "GB",
            "MessageSid": sid,
            "SmsMessageSid": sid,
            "AccountSid": SID,
            "From": self.number,
            "To": OURS,
            "Body": words,
            "NumMedia": "0",
            "ApiVersion": "2010-04-01",
            **more,
        }

    async def post(self, path: str, fields: Mapping[str, str], **headers: str) -> httpx.Response:
        """Post these fields as Twilio does; a header given here stands in place of the right one."""
        right = {"x-twilio-signature": signature(f"{PUBLIC_URL}{path}", fields)}
        return await self.http.post(path, data=dict(fields), headers={**right, **headers})

    async def text(self, words: str, **more: str) -> httpx.Response:
        return await self.post("/sms/inbound", self.fields(words, **more))

    async def post_sha256(self, path: str, fields: Mapping[str, str]) -> httpx.Response:
        announced = {"x-twilio-webhooks-signature-settings": "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"}
        signed = signature(f"{PUBLIC_URL}{path}", fields, algorithm=sha256)
        return await self.post(path, fields, **{"x-twilio-signature": signed}, **announced)
