"""What we say by text beside questions. No name, no subject, nothing a child said; short enough for one text (R20).

Those on which safety hangs come in Easy Read until a named speaker has checked a language (R65).
"""

from datetime import datetime

from i18n import dates
from i18n.catalogue import catalogue
from i18n.languages import EASY_READ, LANGUAGES
from i18n.marks import N_
from surveys.understanding.tidying import tokens_of
from voice import clock
from voice.help_lines import help_lines
from voice.texting.segments import plain

INVITATION = N_(
    "Hello. There are some questions here for you. Text YES to start or LATER for another day. STOP ends texts"
)
REMINDER = N_("Hello again. The questions are still here. Text START when you like, or do nothing. STOP ends texts")
LATER = N_("OK. Nothing is lost. Text START when you want to go on")
WAITS = N_("Text YES when you are ready, or LATER")
KEPT_ASIDE = N_("Thanks. A person will read that.")
NOT_TAKEN = N_("Sorry, that did not fit. Please text it in fewer words, or SKIP")
LINK = N_("You can go on here: {address} It does not show what you said before")
SENT = N_(
    "Sent. Thank you. A person will read it by {day}, not at night or the weekend. Then someone tells you what "
    "happens, in person. Can't wait? 999 or {line}"
)
SENT_REST = N_(
    "Sent. Thank you. A person will read the rest by {day}, not at night or the weekend. Then someone tells you what "
    "happens, in person. Can't wait? 999 or {line}"
)
TOLD = N_(
    "Thank you for telling us. Someone whose job is to keep children safe reads this by {time}. Are you in danger now? "
    "Call 999"
)
TOLD_ALREADY = N_("We have already told someone whose job is to keep children safe.")
TOLD_TOO = N_("Thank you. We keep that too, and the same people read it.")
HELP = N_("In danger? Call 999. Talk now, free, any time: {line}")
HELP_HERE = N_(
    "Can't talk? Text here what is wrong. A person reads it by {time}. Or text BACK, SKIP, LATER, LINK for a web page, "
    "LANGUAGE, STOP"
)
OUTSIDE = N_(
    "Thanks for your text. A person will read it by {time}. In danger? Call 999. Talk now, free: {line}. "
    "Text START for some questions"
)
UNKNOWN = N_(
    "Thanks for your text. We don't know this number yet. A person will read it by {time}. In danger? Call 999. Talk "
    "now, free: {line}"
)
UNKNOWN_AGAIN = N_(
    "Want us to find you? If this phone is safe, text your first name and your worker's first name. Or text LATER, or "
    "say how it is safe to reach you."
)
STOPPED = N_(
    "OK, we won't text again unless you text START. If you need help fast, call 999. To talk free to someone any time: "
    "{line}"
)
# In which she may answer, though we have no words in it yet: ours come in English.
HEARD_TOO = {"cy": "Cymraeg"}
NAMED = {
    "en": ("English", "Saesneg", "إنجليزي", "الإنجليزية"),
    "en-simple": ("Easy Read", "easy", "easy English"),
    "ar": ("Arabic", "العربية", "عربي", "عربية"),
    "cy": ("Welsh", "Cymraeg", "yn Gymraeg"),
}
AGAIN_WORDS = N_("Please text it in your own words, or SKIP")


def say(message: str, language: str, **facts: str) -> str:
    return catalogue(language).gettext(message).format(**facts)


def vital(message: str, language: str, **facts: str) -> str:
    return catalogue(language).vital(message).text.format(**facts)


def confirms_stop(words: str) -> bool:
    """Whether this says that nothing more will come: of our texts, the only one that may follow a STOP."""
    return any(words.startswith(plain(vital(STOPPED, tag, line=""))) for tag in LANGUAGES)


def when(moment: datetime, language: str) -> str:
    """ "2:15pm" today, "9:30am, Monday 23 November" on another day: inside a vital text, in its language."""
    words = catalogue(language)
    spoken = words.language if words.live else EASY_READ
    time = dates.clock_time(moment, spoken)
    today = moment.astimezone(clock.LONDON).date() == clock.today()
    return time if today else f"{time}, {dates.day(moment, spoken)}"


def day(moment: datetime, language: str) -> str:
    words = catalogue(language)
    return dates.day(moment, words.language if words.live else EASY_READ)


def talk_to(band: str | None) -> str:
    """Whom to ring, of those for this age: one line, with its number."""
    lines = [each for each in help_lines(band) if (each.href or "").startswith("tel:") and each.number != "999"]
    return f"{lines[0].name} {lines[0].number}"


def help_lines_of(band: str | None) -> str:
    """Whom to ring, and whom to text where there is somebody for this age."""
    texted = [f"{each.name}: {each.number}" for each in help_lines(band) if (each.href or "").startswith("sms:")]
    return ", ".join([talk_to(band), *texted])


def helping(band: str | None, read_by: datetime, language: str) -> list[str]:
    """What HELP is answered with: help that is spoken to, and what she can do by text alone."""
    here = vital(HELP_HERE, language, time=when(read_by, language))
    return [vital(HELP, language, line=help_lines_of(band)), here]


def languages() -> str:
    """Each language by its own name, with the number to text."""
    names = [*(each.own_name for each in LANGUAGES.values()), *HEARD_TOO.values()]
    return "\n".join(f"{number} {name}" for number, name in enumerate(names, 1))


def language_named(typed: str) -> str | None:
    """The language whose number or name was texted; None where it was neither."""
    tags, said = [*LANGUAGES, *HEARD_TOO], " ".join(each for each in tokens_of(typed) if each.isalnum())
    if said.isdecimal() and len(said) < 3 and 1 <= int(said) <= len(tags):
        return tags[int(said) - 1]
    return next((tag for tag, names in NAMED.items() if said in {" ".join(tokens_of(name)) for name in names}), None)
