"""`python -m voice texts`: every text of ours, in one language, with how many texts it is sent as and what that costs.

For whoever writes or translates one: a single letter outside of the networks' own alphabet halves the room.
"""

from collections.abc import Iterator, Sequence

from i18n.catalogue import catalogue
from i18n.languages import EASY_READ, LANGUAGES
from surveys.loading import library
from surveys.wording import freeze, words_of
from voice.commands.asking import usage
from voice.texting import inviting, phrases, pictures
from voice.texting.asides import ASIDES, PROMISE
from voice.texting.segments import plain, size_of

MODULES = (phrases, inviting, pictures)
# As long as what stands there when it is sent.
FACTS = {
    "day": "Wednesday 30 September",
    "time": "12:45pm, Wednesday 30 September",
    "line": "Childline 0800 1111",
    "address": "https://voice.example.org/c/" + "x" * 27,
}


def main(argv: Sequence[str]) -> int:
    parser = usage("texts", "Say of every text how many texts it is sent as.", "texts --language ar --pence 4")
    parser.add_argument("--language", default="en", choices=LANGUAGES, help="its language (en)")
    parser.add_argument("--pence", type=float, help="what one text costs")
    asked = parser.parse_args(argv)
    print("texts  alphabet  places" + ("  pence" if asked.pence else ""))
    for words in dict.fromkeys(every_text(asked.language)):
        size = size_of(words)
        price = f"  {size.parts * asked.pence:5.1f}" if asked.pence else ""
        print(f"{size.parts:5}  {size.alphabet:8}  {size.places:6}{price}  {words}")
    return 0


def every_text(language: str) -> Iterator[str]:
    """Each as it leaves us: what is said, what is asked beside a survey, and every question that is asked by text."""
    say = catalogue(language).gettext
    said = {value for module in MODULES for name, value in vars(module).items() if name.isupper() and _is_text(value)}
    for message in sorted(said | {PROMISE}):
        yield plain(say(message).format(**FACTS))
    for survey in (ASIDES, *library().values()):
        frozen = freeze(survey, catalogue(language))
        for question in survey.questions:
            if question.sms:
                yield plain(words_of(frozen, question.id)["sms"] or "")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and catalogue(EASY_READ).has(value)
