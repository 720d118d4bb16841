"""Joins the telephones of the demonstration to its sheet: who has which, and the secret that signs their texts."""

import json

from starlette.applications import Starlette

from channels.phones.app import Telephone, phones
from channels.phones.exchange import Exchange
from voice.commands.sending_texts import INVENTED
from voice.config import Settings

NOBODYS = ("+447700900999", "+447700900998")


def telephones(settings: Settings) -> Starlette | None:
    """A telephone for each invented child and for duty, and one that nobody knows; None where nobody is invented."""
    if not settings.demo:
        return None
    try:
        made = json.loads((settings.home / "demo.json").read_text(encoding="utf-8"))
        known = [Telephone(each["phone"], each["name"]) for each in made["children"] if each["phone"]]
        known += [Telephone(each["phone"], f"{each['name']}, on duty") for each in made["staff"] if each.get("phone")]
        number, token = made["sms"]["number"], made["sms"]["auth_token"]
    except (OSError, ValueError, KeyError):
        return None
    account = settings.twilio_account_sid.get_secret_value() if settings.twilio_account_sid else INVENTED
    exchange = Exchange(settings.public_url, token, number, account)
    strangers = zip(NOBODYS, ("A telephone that nobody knows", "Another that nobody knows"), strict=True)
    return phones(exchange, [*known, *(Telephone(*each) for each in strangers)])
