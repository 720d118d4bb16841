"""The addresses of Twilio's REST API that we use, as its documentation describes them.

Send a text, look for it, empty it; fetch a picture, delete it.
"""

import base64
import hmac
from datetime import UTC, datetime
from email.utils import format_datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from channels.phones.exchange import WHATSAPP, Exchange, Line

ROOT = "/2010-04-01/Accounts/{account}"
LARGEST = 64 * 1024


async def create(request: Request) -> Response:
    exchange: Exchange = request.app.state.exchange
    if wrong := _signed_in(request, exchange):
        return wrong
    form = await request.form()
    number, words, callback = (str(form.get(name, "")) for name in ("To", "Body", "StatusCallback"))
    if not number or not words:
        return _refused(400, 21602)
    if number.removeprefix(WHATSAPP) in exchange.stopped:
        return _refused(400, 21610)
    line = exchange.take(number.removeprefix(WHATSAPP), words, callback)
    return JSONResponse(_shown(exchange, number, line), 201)


async def look(request: Request) -> Response:
    exchange: Exchange = request.app.state.exchange
    if wrong := _signed_in(request, exchange):
        return wrong
    number = request.query_params.get("To", "")
    lines = exchange.threads.get(number.removeprefix(WHATSAPP), [])
    found = [_shown(exchange, number, line) for line in lines if not line.mine]
    whole = {"messages": found, "next_page_uri": None, "previous_page_uri": None, "first_page_uri": "", "uri": ""}
    return JSONResponse({**whole, "page": 0, "page_size": 50, "start": 0, "end": len(found)})


async def empty(request: Request) -> Response:
    """Twilio forgets the words; the telephone keeps them, as telephones do."""
    exchange: Exchange = request.app.state.exchange
    if wrong := _signed_in(request, exchange):
        return wrong
    line = exchange.find(request.path_params["sid"])
    return JSONResponse(_shown(exchange, "", line) | {"body": ""}) if line else _refused(404, 20404)


async def picture(request: Request) -> Response:
    exchange: Exchange = request.app.state.exchange
    if wrong := _signed_in(request, exchange):
        return wrong
    found = exchange.pictures.get(request.path_params["name"])
    return Response(found.body, media_type=found.kind) if found else _refused(404, 20404)


async def delete(request: Request) -> Response:
    exchange: Exchange = request.app.state.exchange
    if wrong := _signed_in(request, exchange):
        return wrong
    gone = exchange.pictures.pop(request.path_params["name"], None)
    return Response(status_code=204) if gone else _refused(404, 20404)


ROUTES = [
    Route(f"{ROOT}/Messages.json", create, methods=["POST"], max_body_size=LARGEST),
    Route(f"{ROOT}/Messages.json", look),
    Route(f"{ROOT}/Messages/{{sid}}.json", empty, methods=["POST"], max_body_size=LARGEST),
    Route(f"{ROOT}/Messages/{{sid}}/Media/{{name}}.json", delete, methods=["DELETE"]),
    Route(f"{ROOT}/Messages/{{sid}}/Media/{{name}}", picture),
]


def _signed_in(request: Request, exchange: Exchange) -> Response | None:
    right = "Basic " + base64.b64encode(f"{exchange.account}:{exchange.auth_token}".encode()).decode()
    given = request.headers.get("authorization", "").encode("utf-8", "replace")
    return None if hmac.compare_digest(given, right.encode()) else _refused(401, 20003)


def _refused(status: int, code: int) -> JSONResponse:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return JSONResponse({"code": code, "message": "refused", "more_info": more, "status": status}, status)


def _shown(exchange: Exchange, number: str, line: Line) -> dict[str, object]:
    at = format_datetime(line.at.astimezone(UTC) if line.at else datetime.now(UTC))
    return {
        "sid": line.sid,
        "account_sid": exchange.account,
        "to": number,
        "from": exchange.ours,
        "body": line.words,
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
        "date_sent": at,
        "date_updated": at,
        "uri": f"/2010-04-01/Accounts/{exchange.account}/Messages/{line.sid}.json",
        "subresource_uris": {},
    }
