"""Whether Twilio itself sent this, by Twilio's own validator, on the address it was told and the body it signed.

The address is the public one (VOICE_PUBLIC_URL): behind a proxy the request's own is another. The fields are split
for this alone; nothing in them is looked at before the signature is right.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import Request
from twilio.request_validator import (
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 200


@dataclass(frozen=True, slots=True)
class Account:
    """Our account with Twilio, as far as what comes in is concerned. Without a sid any will do (the demonstration)."""

    sid: str = field(repr=False)
    auth_token: str = field(repr=False)
    public_url: str


async def genuine(request: Request, account: Account) -> Mapping[str, str] | None:
    """The fields, where Twilio signed them for this address and our account; else None."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        return None
    try:
        pairs = parse_qsl(
            (await request.body()).decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:  # not even a form: an encoding that is none, a field without a sign, more than any text has
        return None
    fields = dict(pairs)
    if len(fields) < len(pairs):  # Twilio repeats no field; two of a name could be read one way here and another there
        return None
    query = f"?{request.url.query}" if request.url.query else ""
    signed = RequestValidator(account.auth_token).validate(
        f"{account.public_url}{request.url.path}{query}",
        fields,
        request.headers.get(SIGNATURE_HEADER, ""),
        get_signature_algorithm(request.headers.get(SIGNATURE_SETTINGS_HEADER)),
    )
    return fields if signed and (not account.sid or fields.get("AccountSid") == account.sid) else None
