"""The addresses of Twilio's REST API that we use, as its documentation describes them: send, look, empty."""

import base64
import hmac
from datetime import UTC, datetime
from email.utils import format_datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from channels.phones.exchange import Exchange, Line

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
    if number in exchange.stopped:
        return _refused(400, 21610)
    return JSONResponse(_shown(exchange, number, exchange.take(number, words, callback)), 201)


async def look(request: Request) -> Response:
    exchange: Exchange = request.app.state.exchange
    if wrong := _signed_in(request, exchange):
        return wrong
    number = request.query_params.get("To", "")
    found = [_shown(exchange, number, line) for line in exchange.threads.get(number, []) if not line.mine]
    whole = {"messages": found, "next_page_uri": None, "previous_page_uri": None, "first_page_uri": "", "uri": ""}
    return JSONResponse({**whole, "page": 0, "page_size": 50, "start": 0, "end": len(found)})


async def empty(request: Request) -> Response:
    """Twilio forgets the words; the telephone keeps them, as telephones do."""
    exchange: Exchange = request.app.state.exchange
    if wrong := _signed_in(request, exchange):
        return wrong
    line = exchange.find(request.path_params["sid"])
    return JSONResponse(_shown(exchange, "", line) | {"body": ""}) if line else _refused(404, 20404)


ROUTES = [
    Route(f"{ROOT}/Messages.json", create, methods=["POST"], max_body_size=LARGEST),
    Route(f"{ROOT}/Messages.json", look),
    Route(f"{ROOT}/Messages/{{sid}}.json", empty, methods=["POST"], max_body_size=LARGEST),
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
