"""What we ask of Twilio, and what its rehearsal answers, is what Twilio's own description of its API says.

An independent validator (openapi-core) reads the description; nothing of ours does. It is an excerpt, under its own
licence, which its `info` names.
"""

import json
from collections.abc import AsyncIterator
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from openapi_core import OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse

from channels.sms.twilio import Twilio
from tests.sms.phone import AMARAS, OURS, SID, TOKEN
from tests.sms.rehearsal import Rehearsal, rehearsed
from voice import clock
from voice.texting.by_whatsapp import Template

DESCRIPTION = json.loads(Path(__file__).with_name("twilio_api_v2010.json").read_text(encoding="utf-8"))
FORM = "application/x-www-form-urlencoded"


def described() -> OpenAPI:
    """The description, with one thing more: a field that it does not name is refused."""
    strict: dict[str, Any] = deepcopy(DESCRIPTION)
    for operations in strict["paths"].values():
        for operation in operations.values():
            if "requestBody" in operation:
                operation["requestBody"]["content"][FORM]["schema"]["additionalProperties"] = False
    return OpenAPI.from_dict(strict)


class Heard:
    """Everything that went to Twilio and back, in order."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.answers: list[httpx.Response] = []

    async def asked(self, request: httpx.Request) -> None:
        self.requests.append(request)

    async def answered(self, answer: httpx.Response) -> None:
        await answer.aread()
        self.answers.append(answer)

    def pairs(self) -> list[tuple[MockRequest, MockResponse]]:
        return [(as_asked(one), as_answered(other)) for one, other in zip(self.requests, self.answers, strict=True)]


def as_asked(request: httpx.Request, **changed: str) -> MockRequest:
    kind = request.headers.get("content-type", "").partition(";")[0]
    return MockRequest(
        "https://api.twilio.com",
        request.method.lower(),
        request.url.path,
        args=dict(request.url.params) | changed,
        data=request.content or None,
        content_type=kind or "application/json",
    )


def as_answered(answer: httpx.Response) -> MockResponse:
    return MockResponse(answer.content, status_code=answer.status_code, content_type="application/json")


@pytest.fixture
async def twilio() -> AsyncIterator[Rehearsal]:
    async with rehearsed() as there:
        yield there


async def test_every_request_and_every_answer_is_as_twilio_describes(twilio: Rehearsal) -> None:
    """Send, look for what was sent, empty its words, delete what came with one: by SMS and by WhatsApp."""
    heard, line = Heard(), httpx.AsyncClient(trust_env=False)
    line.event_hooks = {"request": [heard.asked], "response": [heard.answered]}
    provider = Twilio(SID, TOKEN, OURS, twilio.address, line)
    for to in (AMARAS, f"whatsapp:{AMARAS}"):
        sent = await provider.send(to, "£5, [a] ’ 😀 & = مرحبا", "https://voice.example.org/sms/status?d=1")
        assert await provider.find(to, "£5, [a] ’ 😀 & = مرحبا", clock.now() - timedelta(minutes=2)) == [sent]
        await provider.redact(sent)
    twilio.approved["HX" + "0" * 32] = "A person reads it by {{1}}"
    template = Template("HX" + "0" * 32, {"1": "Monday"})
    await provider.send(
        f"whatsapp:{AMARAS}", "A person reads it by Monday", "https://voice.example.org/s?d=1", template
    )
    media = f"ME{'0' * 32}"
    twilio.media[media] = b"a picture"
    await provider.forget(f"https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages/MM{'1' * 32}/Media/{media}")
    await provider.close()

    there = described()
    assert [(request.method, answer.status_code) for request, answer in heard.pairs()] == [
        *[("post", 201), ("get", 200), ("post", 200)] * 2,
        ("post", 201),
        ("delete", 204),
    ]
    for request, answer in heard.pairs():
        there.validate_request(request)
        if answer.status_code != 204:
            there.validate_response(request, answer)


@pytest.mark.parametrize("wrong", ["Text=hi", "To=%2B44&Attempt=soon", "StatusCallback=1&SmartEncoded=perhaps"])
def test_the_validator_notices(wrong: str) -> None:
    """The control: a field that Twilio has not, or a value it would not take, is refused."""
    address = f"https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages.json"
    request = httpx.Request("POST", address, content=wrong, headers={"content-type": FORM})

    with pytest.raises(OpenAPIError):
        described().validate_request(as_asked(request))
