"""How many texts a text is: what whoever writes one is told before it is sent to a thousand children."""

import pytest

from voice.commands import texts
from voice.commands.texts import every_text
from voice.texting.segments import plain, size_of

SIZES = {
    "": ("GSM-7", 0, 1),
    "a" * 160: ("GSM-7", 160, 1),
    "a" * 161: ("GSM-7", 161, 2),
    "a" * 306: ("GSM-7", 306, 2),
    "a" * 307: ("GSM-7", 307, 3),
    "€" * 80: ("GSM-7", 160, 1),
    "a" * 152 + "€" + "a" * 10: ("GSM-7", 164, 2),
    "a" * 152 + "€" + "a" * 152: ("GSM-7", 306, 3),  # the € is not cut in two: a third part is needed
    "£ é ñ Ω ¿": ("GSM-7", 9, 1),
    "it’s": ("UCS-2", 4, 1),
    "م" * 70: ("UCS-2", 70, 1),
    "م" * 71: ("UCS-2", 71, 2),
    "😀" * 35: ("UCS-2", 70, 1),
    "م" * 66 + "😀" + "م" * 66: ("UCS-2", 134, 3),  # nor an emoji
    "ŵ": ("UCS-2", 1, 1),
}


@pytest.mark.parametrize(("words", "size"), SIZES.items(), ids=range(len(SIZES)))
def test_a_text_has_this_size(words: str, size: tuple[str, int, int]) -> None:
    """By the networks' standard, 3GPP TS 23.038, counted by hand."""
    found = size_of(words)
    assert (found.alphabet, found.places, found.parts) == size


def test_curly_marks_do_not_double_the_price() -> None:
    """A quote, a dash and dots become plain ones, where that is all that stands in the way; nothing else is changed."""
    assert plain("Can’t – “now”…") == 'Can\'t - "now"...'
    assert plain("it’s 😀") == "it’s 😀"
    assert plain("مرحبًا – “”") == "مرحبًا – “”"


@pytest.mark.parametrize("tag", ["en", "en-simple"])
def test_every_text_of_ours_is_short(tag: str) -> None:
    """In the networks' own alphabet, and in one text but where a day, a time and a number stand in it (R20)."""
    every = list(every_text(tag))

    assert len(every) > 100
    assert [words for words in every if size_of(words).alphabet != "GSM-7" or size_of(words).parts > 2] == []
    long = {words[:14] for words in every if size_of(words).parts > 1}
    assert long <= {"Sent. Thank yo", "Thanks for you", "Thank you for "}


def test_whoever_writes_one_sees_what_it_costs(capsys: pytest.CaptureFixture[str]) -> None:
    """The command says of each how many texts it is, in which alphabet, and its price."""
    assert texts.main(["--language", "ar", "--pence", "4.5"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["texts", "alphabet", "places", "pence"]
    (later,) = [line for line in lines if "START" in line and "عندما تريد أن تكمل" in line]
    assert later.split()[:4] == ["1", "UCS-2", str(len(later[later.index("حسن") :])), "4.5"]
