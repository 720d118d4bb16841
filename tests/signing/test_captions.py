"""Captions: times and plain words. What a browser would do something with is refused, and said on which line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.studio import captions
from voice.studio.captions import BadCaptions, Cue
from voice.studio.credits import BadCredits, Credits, Signer

GOOD = "WEBVTT\n\n00:00.000 --> 00:01.500\nHow do you feel?\n\n00:00:01.500 --> 00:00:03.000\nGood\nor bad\n"


def test_what_a_signer_writes_is_taken() -> None:
    """With hours or without, over two lines, with the line ends of any machine."""
    cues = captions.read("\ufeff" + GOOD.replace("\n", "\r\n"), 3000)

    assert cues == [Cue(0, 1500, "How do you feel?"), Cue(1500, 3000, "Good\nor bad")]
    assert captions.read(captions.write(cues), 3000) == cues


HEAD = "WEBVTT\n\n"
BAD = {
    "": ("no_head", 1),
    "WEBVTT FILE\n\n00:00.000 --> 00:01.000\nHi": ("no_head", 1),
    "1\n00:00:00,000 --> 00:00:01,000\nHi": ("no_head", 1),
    HEAD: ("empty", 1),
    HEAD + "00:00.000 --> 00:01.000\n": ("empty", 3),
    HEAD + "00:00.000 --> 00:01.000\n<script>come</script>": ("marks", 4),
    HEAD + "00:00.000 --> 00:01.000\nHi\n<c.red>you": ("marks", 5),
    HEAD + "00:00.000 --> 00:01.000\nHi &lt;b": ("marks", 4),
    HEAD + "00:00.000 --> 00:01.000\nabc \u202e cba": ("marks", 4),
    HEAD + "00:00.000 --> 00:01.000 position:0% size:400%\nHi": ("no_times", 3),
    HEAD + "STYLE\n::cue { background: url(//evil.test) }": ("no_times", 3),
    HEAD + "NOTE who reads this": ("no_times", 3),
    HEAD + "00:00.000 -> 00:01.000\nHi": ("no_times", 3),
    HEAD + "00:61.000 --> 00:62.000\nHi": ("no_times", 3),
    HEAD + "00:01.000 --> 00:00.500\nHi": ("backwards", 3),
    HEAD + "00:00.000 --> 00:02.000\nHi\n\n00:01.000 --> 00:03.000\nyou": ("backwards", 6),
    HEAD + "00:00.000 --> 00:09.000\nHi": ("beyond", 3),
    HEAD + "00:00.000 --> 00:01.000\n" + "x" * 201: ("too_long", 3),
    HEAD + "x" * 30_000: ("too_long", 1),
}


@pytest.mark.parametrize("written", BAD)
def test_everything_else_is_refused(written: str) -> None:
    """With what to mend, and where."""
    with pytest.raises(BadCaptions) as refused:
        captions.read(written, 3000)

    assert (refused.value.code, refused.value.line) == BAD[written]


@given(st.text(max_size=300), st.integers(1, 180_000))
def test_whatever_comes_is_captions_or_refused(written: str, lasts: int) -> None:
    """What is taken comes out with no mark in it, and is taken again as it is."""
    for each in (written, HEAD + "00:00.000 --> 00:00.900\n" + written):
        try:
            cues = captions.read(each, lasts)
        except BadCaptions:
            continue
        assert not set("<>&") & set("".join(cue.words for cue in cues))
        assert captions.read(captions.write(cues), lasts) == cues


@given(st.text(min_size=1, max_size=400), st.integers(500, 180_000))
def test_a_draft_is_always_a_beginning(words: str, lasts: int) -> None:
    """It may be wrong in its times; it is never what the editor would refuse, unless there is no word in it."""
    drafted = captions.drafted(words, lasts)

    if "-->" in drafted:
        assert captions.read(drafted, lasts)[-1].ends <= lasts + captions.LATE


HANA, LUCA = Signer("Hana Lund", "NRCPD", "1001234"), Signer("Luca Berg", "RBSLI", "2044/16")


def test_two_registered_people_stand_for_a_clip() -> None:
    Credits(HANA, LUCA, "London").check()


@pytest.mark.parametrize(
    ("translator", "checker", "code"),
    [
        (HANA, HANA, "same"),
        (HANA, Signer("hana lund", "RBSLI", "77"), "same"),
        (HANA, Signer("H. Lund", "NRCPD", "1001234"), "same"),
        (HANA, Signer("", "NRCPD", "1"), "name"),
        (Signer("x" * 101, "NRCPD", "10"), LUCA, "name"),
        (Signer("Hana", "", "10"), LUCA, "register"),
        (Signer("Hana", "My friend", "10"), LUCA, "register"),
        (Signer("Hana", "NRCPD", ""), LUCA, "number"),
        (Signer("Hana", "NRCPD", "<b>1</b>"), LUCA, "number"),
    ],
)
def test_one_is_not_enough(translator: Signer, checker: Signer, code: str) -> None:
    """Nor the same one twice, nor somebody who stands in no register (R26)."""
    with pytest.raises(BadCredits) as refused:
        Credits(translator, checker).check()

    assert refused.value.code == code
