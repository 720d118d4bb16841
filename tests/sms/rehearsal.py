"""Twilio, rehearsed: a server on this machine that answers as Twilio's documentation of its REST API says.

It keeps every text it took, has its own list of numbers that said STOP, and can be told what to do with the next
request: refuse it, be slow, take it and never answer.
"""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.serving import free_socket, served
from tests.sms.phone import OURS, SID, TOKEN, new_sid
from voice import clock

ROOT = "/2010-04-01/Accounts/{account}"
Fault = Callable[["Rehearsal", dict[str, str]], Awaitable[Response | None]]


@dataclass(slots=True)
class Sent:
    """One text that Twilio took."""

    sid: str
    to: str
    body: str
    callback: str
    at: datetime
    template: str = ""


@dataclass(slots=True)
class Rehearsal:
    """The other end."""

    address: str = ""
    sent: list[Sent] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    approved: dict[str, str] = field(default_factory=dict)  # WhatsApp's templates, by id
    media: dict[str, bytes | Response] = field(default_factory=dict)
    fetched: int = 0
    asked: int = 0

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route(f"{ROOT}/Messages.json", self.create, methods=["POST"]),
                Route(f"{ROOT}/Messages.json", self.look),
                Route(f"{ROOT}/Messages/{{sid}}.json", self.update, methods=["POST"]),
                Route(f"{ROOT}/Messages/{{sid}}/Media/{{media}}.json", self.delete_media, methods=["DELETE"]),
                Route(f"{ROOT}/Messages/{{sid}}/Media/{{media}}", self.media_of),
            ]
        )

    async def create(self, request: Request) -> Response:
        self.asked += 1
        fields = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        if wrong := _signed_in(request):
            return wrong
        if self.faults and (answer := await self.faults.pop(0)(self, fields)):
            return answer
        if fields["To"] in self.refused:
            return refusal(400, 21610, "Attempt to send to unsubscribed recipient")
        return JSONResponse(_shown(self.take(fields)), 201)

    def take(self, fields: dict[str, str]) -> Sent:
        by_whatsapp = fields["To"].startswith("whatsapp:")
        assert fields["From"] == (f"whatsapp:{OURS}" if by_whatsapp else OURS)
        body = self.filled(fields) if "ContentSid" in fields else fields["Body"]
        made = Sent(new_sid(), fields["To"], body, fields["StatusCallback"], clock.now(), fields.get("ContentSid", ""))
        self.sent.append(made)
        return made

    def filled(self, fields: dict[str, str]) -> str:
        """A template with what is to stand in its gaps. Twilio takes no body beside one."""
        assert "Body" not in fields
        body = self.approved[fields["ContentSid"]]
        for gap, said in json.loads(fields["ContentVariables"]).items():
            body = body.replace(f"{{{{{gap}}}}}", said)
        return body

    async def look(self, request: Request) -> Response:
        if wrong := _signed_in(request):
            return wrong
        wanted = request.query_params
        since = datetime.fromisoformat(wanted["DateSent>"])
        found = [each for each in self.sent if each.to == wanted["To"] and each.at >= since]
        page = {"messages": [_shown(each) for each in found], "next_page_uri": None, "first_page_uri": "", "page": 0}
        return JSONResponse({**page, "end": 0, "page_size": 50, "previous_page_uri": None, "start": 0, "uri": ""})

    async def update(self, request: Request) -> Response:
        """Twilio lets a body be emptied, and nothing else be changed."""
        if wrong := _signed_in(request):
            return wrong
        sid = request.path_params["sid"]
        self.deleted.append(sid)
        known = [each for each in self.sent if each.sid == sid]
        if not known:
            return refusal(404, 20404, "The requested resource was not found")
        known[0].body = parse_qs((await request.body()).decode(), keep_blank_values=True)["Body"][0]
        return JSONResponse(_shown(known[0]))

    async def media_of(self, request: Request) -> Response:
        """A picture as it came, or what a test has put in its place."""
        self.fetched += 1
        if wrong := _signed_in(request):
            return wrong
        found = self.media.get(request.path_params["media"])
        if found is None:
            return refusal(404, 20404, "The requested resource was not found")
        return found if isinstance(found, Response) else Response(found, media_type="image/jpeg")

    async def delete_media(self, request: Request) -> Response:
        if wrong := _signed_in(request):
            return wrong
        gone = self.media.pop(request.path_params["media"], None)
        return Response(status_code=204) if gone is not None else refusal(404, 20404, "not found")


def refusal(status: int, code: int, message: str) -> JSONResponse:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return JSONResponse({"code": code, "message": message, "more_info": more, "status": status}, status)


def says(status: int, code: int = 0, text: str = "") -> Fault:
    """The next request is refused with this, and nothing is sent."""

    async def answer(_: Rehearsal, __: dict[str, str]) -> Response:
        return Response(text, status) if text else refusal(status, code, "a number is quoted here: +447700900201")

    return answer


async def takes_and_is_silent(there: Rehearsal, fields: dict[str, str]) -> Response | None:
    """It is sent, and no answer ever comes."""
    there.take(fields)
    return await _too_late()


async def takes_and_breaks(there: Rehearsal, fields: dict[str, str]) -> Response | None:
    """It is sent, and the answer is a server error."""
    there.take(fields)
    return Response("upstream", 502)


async def is_silent(_: Rehearsal, __: dict[str, str]) -> Response | None:
    """Nothing is sent, and no answer ever comes."""
    return await _too_late()


@asynccontextmanager
async def rehearsed() -> AsyncIterator[Rehearsal]:
    """Twilio, until the block ends."""
    there, bound = Rehearsal(), free_socket()
    async with served(there.app(), bound) as address:
        there.address = address
        yield there


async def _too_late() -> Response:
    """An answer long after whoever asked has gone."""
    await asyncio.sleep(0.8)
    return Response(status_code=504)


def _signed_in(request: Request) -> Response | None:
    given = request.headers.get("authorization", "")
    right = "Basic " + base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()
    if given != right or request.path_params["account"] != SID:
        return refusal(401, 20003, "Authenticate")
    return None


def _shown(sent: Sent) -> dict[str, object]:
    at = format_datetime(sent.at.astimezone(UTC))
    return {
        "sid": sent.sid,
        "account_sid": SID,
        "body": sent.body,
        "to": sent.to,
        "from": OURS,
        "status": "queued",
        "direction": "outbound-api",
        "num_segments": "1",
        "num_media": "0",
        "error_code": None,
        "error_message": None,
        "price": None,
        "price_unit": "USD",
        "api_version": "2010-04-01",
        "messaging_service_sid": None,
        "date_created": at,
        "date_sent": None,
        "date_updated": at,
        "uri": f"/2010-04-01/Accounts/{SID}/Messages/{sent.sid}.json",
        "subresource_uris": {"media": f"/2010-04-01/Accounts/{SID}/Messages/{sent.sid}/Media.json"},
    }
