"""Which kinds of delivery this installation can make, and how. A new way of telling somebody is a line here."""

from functools import partial

from voice import climbing, mailing, telling_staff
from voice.config import Settings
from voice.delivering import Way
from voice.texting.hearing import Hearing


def ways_of(settings: Settings) -> dict[str, Way]:
    """A way for each kind; a kind that has none waits in the outbox, which says so."""
    ways: dict[str, Way] = {"concern": climbing.concern_raised, "turn": Hearing()}
    server = mailing.server_of(settings)
    if server:
        ways["notice.email"] = partial(telling_staff.by_email, server)
    return ways
