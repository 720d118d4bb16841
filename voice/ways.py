"""Which kinds of delivery this installation can make, and how. A new way of telling somebody is a line here."""

from functools import partial

from storage.attachments import DELIVERY
from storage.texts import DOOR
from voice import being_understood, climbing, mailing, taken_at_door, telling_staff
from voice.commands.sending_texts import ways_by_text
from voice.config import Settings
from voice.delivering import Way
from voice.interpreting import queue
from voice.logging import warn
from voice.playback import ffmpeg
from voice.playback.making import Making
from voice.texting import going_up


def ways_of(settings: Settings) -> dict[str, Way]:
    """A way for each kind; a kind that has none waits in the outbox, which says so."""
    ways: dict[str, Way] = {
        "concern": climbing.concern_raised,
        "not_understood": being_understood.task_opened,
        "stranger": going_up.met,
        queue.ABOUT: queue.was_given,
        DOOR: taken_at_door.take_up,
        **ways_by_text(settings),
    }
    server = mailing.server_of(settings)
    if server:
        ways["notice.email"] = partial(telling_staff.by_email, server)
    else:
        warn("no mail server is set up: staff hear of a concern in the portal alone")
    return ways


def slow_ways_of(settings: Settings) -> dict[str, Way]:
    """What takes minutes, and is done one at a time beside the rest."""
    program = ffmpeg.find_ffmpeg(settings.ffmpeg)
    if program is None:
        warn("ffmpeg is not here: recordings play as they came, in browsers that can")
        return {}
    return {DELIVERY: Making(program)}
