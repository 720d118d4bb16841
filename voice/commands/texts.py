"""`python -m voice texts`: every text of ours, in one language, with how many texts it is sent as and what that costs.

For whoever writes or translates one: a single letter outside of the networks' own alphabet halves the room.
"""

from collections.abc import Iterator, Sequence

from i18n.catalogue import catalogue
from i18n.languages import LANGUAGES
from surveys.loading import library
from surveys.wording import freeze, words_of
from voice.commands.asking import usage
from voice.texting import by_whatsapp
from voice.texting.asides import ASIDES
from voice.texting.segments import plain, size_of

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
    parser.add_argument("--templates", action="store_true", help="our fixed texts, as WhatsApp wants them for approval")
    asked = parser.parse_args(argv)
    if asked.templates:
        for name, _ in by_whatsapp.fixed():
            print(f"{name:14}  {by_whatsapp.as_submitted(by_whatsapp.wording(name, asked.language))}")
        return 0
    print("texts  alphabet  places" + ("  pence" if asked.pence else ""))
    for words in dict.fromkeys(every_text(asked.language)):
        size = size_of(words)
        price = f"  {size.parts * asked.pence:5.1f}" if asked.pence else ""
        print(f"{size.parts:5}  {size.alphabet:8}  {size.places:6}{price}  {words}")
    return 0


def every_text(language: str) -> Iterator[str]:
    """Each as it leaves us: what is said, what is asked beside a survey, and every question that is asked by text."""
    say = catalogue(language).gettext
    for message in sorted({words for _, words in by_whatsapp.fixed()}):
        yield plain(say(message).format(**FACTS))
    for survey in (ASIDES, *library().values()):
        frozen = freeze(survey, catalogue(language))
        for question in survey.questions:
            if question.sms:
                yield plain(words_of(frozen, question.id)["sms"] or "")
