"""What no line says outright is heard when enough signs say it; what a line says is never talked down (R13)."""

from voice.lexicon import learning, loading, weighing
from voice.lexicon.learning import Text
from voice.lexicon.measuring import tried
from voice.lexicon.screening import joined, shipped
from voice.lexicon.weighing import Points, Urgency

LOUD, QUIET = (9.0, 9.0), (-9.0, -9.0)


def weighed(text: str, **points: tuple[float, float]) -> Urgency:
    """The level of a text with these points for words, and none learnt."""
    parts = [loading.load(path) for path in loading.files()]
    return joined(parts, Points(points, enough=(5.0, 15.0))).screen(text).level


def test_enough_signs_together_raise() -> None:
    """One is not enough, two are a worry or urgent as their points say."""
    assert weighed("the zorb and the wib", zorb=(3, 0), wib=(1, 0)) is Urgency.NONE
    assert weighed("the zorb and the wib", zorb=(3, 0), wib=(3, 0)) is Urgency.WORRY
    assert weighed("the zorb and the wib", zorb=LOUD, wib=LOUD) is Urgency.URGENT


def test_another_language_is_not_weighed_as_english() -> None:
    """A slip of ours may be a word of hers (R90): points speak where a third of the words are English."""
    assert weighed("zorb bychan iawn yn mynd", zorb=LOUD) is Urgency.NONE
    assert weighed("zorb my bychan", zorb=LOUD) is Urgency.WORRY
    assert weighed("zorb bychan", zorb=LOUD) is Urgency.WORRY  # too few words to tell the two apart
    assert weighed("zorb bychan iawn yn mynd " * 9, zorb=LOUD) is Urgency.WORRY  # so long, some of it may be English


def test_points_never_talk_a_line_down() -> None:
    """What a line calls urgent stays urgent beside any number of cheerful words."""
    assert weighed("i want to die lol pizza", lol=QUIET, pizza=QUIET, i=QUIET) is Urgency.URGENT


def test_what_is_said_plainly_needs_no_points() -> None:
    """Each plain saying is urgent by its line alone, so that no learning can lose it."""
    lines = joined([loading.load(path) for path in loading.files()], Points())
    said = [row.text for row in tried() if row.about == "said plainly"]

    assert len(said) > 50
    assert [text for text in said if lines.screen(text).level is not Urgency.URGENT] == []


def test_a_long_letter_is_weighed_a_stretch_at_a_time() -> None:
    """Cheerful pages before and after do not outweigh two sentences, nor do many pages of little add up."""
    cheerful = "we had pizza and it was fun " * 60

    assert weighed(cheerful + "zorb wib " + cheerful, zorb=LOUD, wib=LOUD, pizza=(-0.5, -0.5)) is Urgency.URGENT
    assert weighed("we had a zorb on a day " * 200, zorb=(0.5, 0.5)) is Urgency.NONE


def test_what_is_learnt_is_kept_and_read_again() -> None:
    """The file holds what was learnt, to a hundredth."""
    texts = [Text(frozenset({"zorb", "the"}), Urgency.URGENT), Text(frozenset({"fun", "the"}), Urgency.NONE)] * 10
    learnt = learning.learn(texts).points
    again = weighing.read(weighing.written(learnt).splitlines())

    assert again.of == learnt.of
    assert learnt.of["zorb"][1] > 0.5 > -0.5 > learnt.of["fun"][1]
    assert again.sum({"zorb"})[1] > 0


def test_the_shipped_points_hear_what_is_told_sideways() -> None:
    """No line stands in these; each was written for this test, by children unlike those we learnt from."""
    told = [
        "he comes up the stairs when she is on her late shift and i pretend to sleep",
        "she hurts us when the door is shut",
    ]

    assert [shipped().screen(text).level for text in told] == [Urgency.URGENT] * len(told)
    assert shipped().screen("we had pasta and watched a film with my carers").level is Urgency.NONE


def test_a_writer_is_judged_by_what_the_others_taught() -> None:
    """Her own texts teach nothing of her: what only she says weighs nothing when she is left out (R13)."""
    hers = [Text(frozenset({"zorb"}), Urgency.URGENT, writer="a")] * 10
    others = [Text(frozenset({"wib"}), level, writer="b") for level in (Urgency.URGENT, Urgency.NONE)] * 10
    sums = {text.writer: (text, each) for text, each in learning.left_out([*hers, *others])}

    alone = learning.left_out([Text(frozenset(), Urgency.URGENT, writer="a"), *others])
    assert sums["a"][1] == alone[0][1]
    assert set(sums) == {"a", "b"}


def test_what_a_line_raises_is_among_the_few_that_may_be() -> None:
    """A harmless text that a line raises leaves room for one less that the points raise (R13)."""
    quiet = [(Text(frozenset(), Urgency.NONE), (at / 100, 0.0)) for at in range(100)]
    spoken = [(Text(frozenset(), Urgency.NONE, Urgency.URGENT), (-9.0, 0.0))] * 4

    assert learning.enough(quiet)[0] == 0.95
    assert learning.enough([*quiet, *spoken])[0] == 0.99
