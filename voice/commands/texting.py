"""Joins texts to their settings: the account that Twilio signs with, and in the demonstration the one on its sheet."""

import json

from channels.sms.signature import Account
from voice.config import Settings
from voice.errors import BadSetting

NEEDED = ("twilio_account_sid", "twilio_auth_token", "twilio_from")


def account_of(settings: Settings) -> Account | None:
    """Our account with Twilio; None where this authority has no texts. Raises BadSetting for half of one."""
    given = [name for name in NEEDED if getattr(settings, name)]
    if settings.demo and not settings.twilio_auth_token:
        return _invented(settings)
    if given and len(given) < len(NEEDED) and not settings.demo:
        missing = next(name for name in NEEDED if name not in given)
        raise BadSetting(f"VOICE_{missing.upper()}", "is missing: texts need the account, its secret and a number")
    if not settings.twilio_auth_token:
        return None
    sid = settings.twilio_account_sid.get_secret_value() if settings.twilio_account_sid else ""
    return Account(sid, settings.twilio_auth_token.get_secret_value(), settings.public_url)


def _invented(settings: Settings) -> Account | None:
    """The demonstration's own: its secret is on the sheet, and any account's name will do."""
    token = sheet(settings).get("auth_token")
    return Account("", token, settings.public_url) if token else None


def sheet(settings: Settings) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads((settings.home / "demo.json").read_text(encoding="utf-8"))["sms"]
    except (OSError, ValueError, KeyError):
        return {}
    return found
