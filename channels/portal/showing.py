"""How words and times are put on a page. A child's words are shown as they are; what cannot be seen is made visible."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from channels.portal import notes, words
from i18n import dates
from i18n.catalogue import catalogue
from i18n.languages import ENGLISH
from surveys.strokes import drawn
from voice import clock

HERE = Path(__file__).parent
STAFF_LANGUAGE = ENGLISH.tag

# Controls, marks that change the direction of writing, and letters without width. What joins the parts of an emoji
# (ZWJ), what separates letters in Persian (ZWNJ), and the flags of England, Scotland and Wales stay as they are.
_FLAG = "\U0001f3f4[\U000e0020-\U000e007f]+"
_UNSEEN = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
_MARKED = re.compile(f"({_FLAG})|({_UNSEEN})")


def visible(said: str) -> Markup:
    """The words, escaped, with a small label where there is a character that nobody would see."""
    made, at = Markup(), 0
    for found in _MARKED.finditer(said):
        made += escape(said[at : found.start()])
        made += _label(found[2]) if found[2] else escape(found[1])
        at = found.end()
    return made + escape(said[at:])


def _label(character: str) -> Markup:
    title = catalogue(STAFF_LANGUAGE).gettext(words.UNSEEN)
    return Markup('<span class="unseen" title="{}">U+{:04X}</span>').format(title, ord(character))


def say(words_: str) -> str:
    """Our own words in the staff's language."""
    return catalogue(STAFF_LANGUAGE).gettext(words_)


def day(when: date) -> str:
    """ "Thursday 19 November", with the year when it is another one."""
    there = when.astimezone(clock.LONDON).date() if isinstance(when, datetime) else when
    said = dates.day(there, STAFF_LANGUAGE)
    return said if there.year == clock.today().year else f"{said} {there.year}"


def near_day(when: date) -> str:
    """ "today" or "yesterday" where that is what people say."""
    there = when.astimezone(clock.LONDON).date() if isinstance(when, datetime) else when
    say = catalogue(STAFF_LANGUAGE).gettext
    close = {clock.today(): words.TODAY, clock.today() - timedelta(days=1): words.YESTERDAY}
    close[clock.today() + timedelta(days=1)] = words.TOMORROW
    return say(close[there]) if there in close else day(there)


def clock_time(when: datetime) -> str:
    return dates.clock_time(when, STAFF_LANGUAGE)


def moment(when: datetime) -> str:
    """ "today at 9:14am"."""
    return catalogue(STAFF_LANGUAGE).gettext(words.AT) % {"day": near_day(when), "time": clock_time(when)}


def is_late(due: date) -> bool:
    return due < clock.today()


def environment() -> Environment:
    """The portal's pages: escaped, in the staff's language, and broken loudly by a name that is not there."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    said = catalogue(STAFF_LANGUAGE)
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(said.gettext, said.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters |= {"visible": visible, "day": day, "near_day": near_day, "clock_time": clock_time, "moment": moment}
    made.tests |= {"late": is_late}
    made.globals |= {"words": words, "notes": notes, "drawn": drawn}
    return made
