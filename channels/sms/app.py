"""What Twilio brings: a text from a child, and word of what became of one of ours.

Whatever is genuine is answered with 200 once it is kept, a second time too: an id counts once, for ever. Whatever is
not is refused, and no page says why. A text is sealed here and not read (R24).
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from channels.sms.signature import Account, genuine
from voice.public_services import PublicServices
from voice.texting import taking_in
from voice.texting.taking_in import Picture, Text

LARGEST_BODY = 64 * 1024  # 1,600 characters of anything and ten addresses of pictures, percent-encoded
MOST_PICTURES = 10
MESSAGE_ID = re.compile(r"(?:SM|MM)[0-9a-f]{32}")
NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'  # our answer is a text of its own

Keep = Callable[[PublicServices, Mapping[str, str], Request], Awaitable[None]]


class PolicyRoute(Route):
    """A route that says who may come."""

    policy = "twilio"


def routes(account: Account) -> list[Route]:
    """The addresses that Twilio is told, for this account."""
    return [_route("/sms/inbound", _text, account), _route("/sms/status", _status, account)]


def _route(path: str, keep: Keep, account: Account) -> PolicyRoute:
    async def endpoint(request: Request) -> Response:
        fields = await genuine(request, account)
        if fields is None:
            return Response(status_code=403)
        if MESSAGE_ID.fullmatch(fields.get("MessageSid", "")):
            await keep(request.app.state.services, fields, request)
        return Response(NOTHING_TO_SAY, media_type="application/xml")

    return PolicyRoute(path, endpoint, methods=["POST"], max_body_size=LARGEST_BODY)


async def _text(services: PublicServices, fields: Mapping[str, str], _: Request) -> None:
    sender = fields.get("From", "")
    facts = (fields["MessageSid"], sender, fields.get("To", ""), fields.get("Body", ""), _pictures(fields))
    await taking_in.take_text(services, Text(*facts, stopped=fields.get("OptOutType") == "STOP"))


def _pictures(fields: Mapping[str, str]) -> tuple[Picture, ...]:
    given = [(fields.get(f"MediaUrl{n}"), fields.get(f"MediaContentType{n}", "")) for n in range(MOST_PICTURES)]
    return tuple(Picture(url, kind) for url, kind in given if url)


async def _status(services: PublicServices, fields: Mapping[str, str], request: Request) -> None:
    try:
        delivery = UUID(request.query_params.get("d", ""))
    except ValueError:
        return  # not an address that we gave out
    status, code = fields.get("MessageStatus", ""), fields.get("ErrorCode", "")
    await taking_in.take_status(services, delivery, fields["MessageSid"], status, code)
