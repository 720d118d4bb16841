"""The demonstration's one-time codes. Apart from the welcome: what serves children has no use for pyotp."""

import json

import pyotp

from voice.config import Settings
from voice.errors import BadSetting


def codes(settings: Settings) -> list[str]:
    """Everybody's one-time code of this half minute. Raises BadSetting."""
    try:
        made = json.loads((settings.home / "demo.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise BadSetting("VOICE_HOME", "has no demonstration; run python -m voice demo") from None
    return [f"{pyotp.TOTP(each['totp_secret']).now()}  {each['email']}" for each in made.get("staff", [])]
