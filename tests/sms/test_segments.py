"""How many texts a text is: what whoever writes one is told before it is sent to a thousand children."""

import pytest

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
