"""Joins what goes out by text to its settings. Not for what serves children: Twilio's whole library is here."""

from channels.sms.errors import named
from channels.sms.twilio import Twilio
from storage.pictures import FETCH, FORGET, MANY, MOVE
from storage.texts import BEGUN, TO_STAFF
from voice.commands.texting import account_of, sheet
from voice.config import Settings
from voice.delivering import Way
from voice.staff_services import StaffServices
from voice.telling_by_text import ByText
from voice.texting import unknown_pictures, wrong_record
from voice.texting.by_whatsapp import Templates
from voice.texting.fetching import Fetching, Forgetting, many
from voice.texting.going_out import GoingOut, Redacting
from voice.texting.hearing import Hearing
from voice.texting.matching import EMPTY
from voice.texting.pacing import PacedTexts
from voice.texting.reminding import remind
from voice.texting.statuses import Statuses

TWILIOS_OWN = "https://api.twilio.com"
INVENTED = "AC" + "0" * 32


def provider_of(settings: Settings) -> Twilio | None:
    """Who sends our texts; None where this authority has none."""
    account = account_of(settings)
    if account is None:
        return None
    number = settings.twilio_from or sheet(settings).get("number", "")
    base = settings.twilio_api_base
    if settings.demo and base == TWILIOS_OWN:
        here = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - compared
        base = f"http://{here}:{settings.port + 2}"  # the telephones of the demonstration; never Twilio's own
    return Twilio(account.sid or INVENTED, account.auth_token, number, base)


def ways_by_text(settings: Settings) -> dict[str, Way]:
    """How what has to do with texts is delivered."""
    ways: dict[str, Way] = {"turn": Hearing(), "status": Statuses(named), EMPTY: wrong_record.empty, "reminder": remind}
    ways[MOVE] = unknown_pictures.moving
    if provider := provider_of(settings):
        ways |= {"redact": Redacting(provider), FETCH: Fetching(provider), FORGET: Forgetting(provider), MANY: many}
    return ways


def texts_of(settings: Settings, services: StaffServices) -> PacedTexts | None:
    """The line that sends; None where this authority has no texts."""
    provider = provider_of(settings)
    if provider is None:
        return None
    out = GoingOut(provider, Templates.load(settings.twilio_templates))
    ways: dict[str, Way] = {"text": out, BEGUN: out, TO_STAFF: ByText(provider)}
    return PacedTexts(services, ways, provider.number, settings.twilio_a_second)
