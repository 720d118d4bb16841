"""What a child writes that cannot wait is seen at once, however she writes it (R13, R90)."""

import pytest

from voice.lexicon.measuring import measure, tried
from voice.lexicon.screening import screen, shipped
from voice.lexicon.weighing import Urgency

HOWEVER = {
    "plain": "I want to die",
    "shouted": "I WANT TO DIE!!!",
    "text-speak": "i wnt 2 die",
    "digits for letters": "1 w4nt t0 d13",
    "letters apart": "i w a n t t o d i e",
    "dots between": "i want to d.i.e",
    "drawn out": "i wanttt tooo dieeee",
    "run together": "iwanttodie",
    "accents": "í wánt tö dïe",
    "marks heaped up": "i w\u0301\u0302\u0303ant to d\u0336i\u0336e\u0336",
    "hidden signs": "i wa\u200bnt to d\u00adi\u202ee",
    "wide letters": "ｉ ｗａｎｔ ｔｏ ｄｉｅ",
    "borrowed letters": "i wаnt to dіe",
    "nulls": "i want\0 to d\0ie",
    "order of another language": "die me want",
}


@pytest.mark.parametrize("text", HOWEVER.values(), ids=HOWEVER.keys())
def test_however_it_is_written(text: str) -> None:
    """The same words come out urgent whatever hides them."""
    assert screen(text).level is Urgency.URGENT


@pytest.mark.parametrize("text", ["", " ", "\0", "…", "?", "\u202e", "🙂", "10", "ok"])
def test_nothing_said_raises_nothing(text: str) -> None:
    """What says nothing is no worry, and no error."""
    assert screen(text).level is Urgency.NONE


def test_reasons_are_kinds_never_words() -> None:
    """A reason can stand in a list of concerns without giving away what the child wrote."""
    said = screen("my stepdad zebedee hits me with a belt")

    assert "hurt_by_someone" in said.reasons
    assert not {"zebedee", "belt", "stepdad"} & {word for reason in said.reasons for word in reason.split("_")}


@pytest.mark.parametrize("language", ["bfi", "ar", "pl"])
def test_a_not_is_not_believed_from_a_signer(language: str) -> None:
    """A signer's or a new speaker's "not" may stand elsewhere than it means (R90): it never lowers."""
    text = "dad doesnt hit me"

    assert screen(text, "en").level is Urgency.NONE
    assert screen(text, language).level is Urgency.URGENT


def test_a_saying_lowers_only_itself() -> None:
    """What stands beside "killed it at football" is read on its own."""
    assert screen("killed it at football").level is Urgency.NONE
    assert screen("killed it at football but then dad punched me").level is Urgency.URGENT


def test_what_it_was_tried_on_it_finds() -> None:
    """Of the shipped texts: urgent 97 in 100, worries 9 in 10, harmless ones raised at most 1 in 30."""
    measured = measure(shipped(), tried())
    all_texts = [(row.level, False) for each in measured for row, _ in each.missed]
    missed = {level: sum(1 for at, _ in all_texts if at is level) for level in Urgency}
    texts = {level: sum(1 for row in tried() if row.level is level) for level in Urgency}

    assert missed[Urgency.URGENT] <= 0.03 * texts[Urgency.URGENT]
    assert missed[Urgency.WORRY] <= 0.1 * texts[Urgency.WORRY]
    assert missed[Urgency.NONE] <= texts[Urgency.NONE] / 30


HOSTILE = {
    "ten thousand words": "i want my dad to " * 2_500,
    "one letter": "i" * 20_000,
    "letters apart": "a " * 10_000,
    "letters and signs": "a-_*" * 5_000,
    "run together": "helpme" * 3_300,
    "stars": "*" * 20_000,
    "marks on one letter": "e" + "\u0301" * 20_000,
    "stops": "i. " * 6_000,
    "turned round": "\u202e\u2066" * 10_000,
    "words nobody knows": " ".join(f"qz{number:x}kv" for number in range(3_000)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_stops_it(text: str) -> None:
    """Whatever is sent, it answers: every step is bounded by the text's length."""
    assert screen(text).level in Urgency
