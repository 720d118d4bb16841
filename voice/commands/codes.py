"""The demonstration's one-time codes. Apart from the welcome: what serves children has no use for pyotp."""

import json

import pyotp

from voice import clock
from voice.config import Settings
from voice.errors import BadSetting

LAST = 30  # seconds


def codes(settings: Settings) -> list[str]:
    """Everybody's one-time code of this half minute, under a heading that says how long it lasts. Raises BadSetting."""
    try:
        made = json.loads((settings.home / "demo.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise BadSetting("VOICE_HOME", "has no demonstration; run python -m voice demo") from None
    now = int(clock.now().timestamp())
    lines = [f"{pyotp.TOTP(each['totp_secret']).at(now)}  {each['email']}" for each in made.get("staff", [])]
    return [f"One-time codes, good for {LAST - now % LAST} more seconds (then ask again)", *lines]
