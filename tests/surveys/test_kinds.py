"""Feelings, days, houses, drawings, people, helpers: each is taken as the child gave it, or refused with a reason."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n.catalogue import catalogue
from surveys.given import NotAnAnswer, Part, Reply, ReplyState
from surveys.loading import every_kind
from surveys.model import Kind
from surveys.offered import ALWAYS_OFFERED, FEELINGS, HELP
from surveys.pieces import Piece, pieces_of
from surveys.question import Question
from surveys.record import Record, as_shown, lines_of
from surveys.replies import as_fields, read_reply, skipped
from surveys.strokes import COLOURS, LONGEST, PENS, SIXTY_FOUR, drawn, strokes_of
from surveys.wording import freeze, words_of
from tests.surveys.making import ROWS, a_question
from voice.draft import GivenReply

EVERY = every_kind()
ENGLISH = freeze(EVERY, catalogue("en"))
FEEL, DAY, HOUSES = EVERY.question("feelings"), EVERY.question("birthday"), EVERY.question("houses")
PICTURE, PEOPLE, HELPERS = EVERY.question("picture"), EVERY.question("people"), EVERY.question("helpers")
A_LINE = "r20A0Azz"


def record_of(question: Question, reply: Reply | None) -> Record:
    return as_shown(question, words_of(ENGLISH, question.id), reply)


def refusal(question: Question, **fields: object) -> str:
    with pytest.raises(NotAnAnswer) as refused:
        read_reply(question, fields)
    return refused.value.code


def test_a_child_may_feel_many_things_at_once() -> None:
    """Any of the feelings together (R81), and "don't know" alone."""
    feelings = [each for each in FEELINGS if each not in ALWAYS_OFFERED]

    assert read_reply(FEEL, {"choice": feelings}).chosen == tuple(feelings)
    assert read_reply(FEEL, {"choice": "not_sure"}).chosen == ("not_sure",)
    assert next(each.words for each in FEEL.choices if each.id == "not_sure") == "Don’t know"
    assert refusal(FEEL, choice=["sad", "not_sure"]) == "too_many"


def test_feelings_are_never_counted() -> None:
    """They are for talking, not for a figure (R81)."""
    with pytest.raises(ValueError, match="R81"):
        a_question(kind="feelings", tally={"serves": "A figure"})


def test_a_day_is_three_numbers_in_any_script() -> None:
    """A child who writes Arabic digits, or only the end of the year, has said the same day."""
    for numbers in ({"day": "3", "month": "05", "year": "2027"}, {"day": "٣", "month": "٥", "year": " 27 "}):
        assert read_reply(DAY, numbers).parts == (Part(chosen="2027-05-03"),)


@pytest.mark.parametrize(
    "numbers",
    [
        {"day": "31", "month": "2", "year": "2026"},
        {"day": "3", "month": "5"},
        {"day": "0", "month": "1", "year": "2026"},
        {"day": "three", "month": "5", "year": "2026"},
        {"day": "²", "month": "5", "year": "2026"},
        {"day": "-3", "month": "5", "year": "2026"},
        {"day": "3", "month": "5", "year": "99999999"},
    ],
)
def test_a_day_in_no_calendar_is_asked_again(numbers: dict[str, str]) -> None:
    assert refusal(DAY, **numbers) == "not_a_day"


def test_a_day_may_be_said_in_words() -> None:
    """ "When the baby comes" is a day too."""
    assert read_reply(DAY, {"words": "when the baby comes"}).words == "when the baby comes"
    assert pieces_of(record_of(DAY, read_reply(DAY, {"day": "3", "month": "5", "year": "27"}))) == [
        Piece("", ("Monday, 3 May 2027",), chosen=True)
    ]


def test_any_house_may_stay_empty() -> None:
    """Words in one, a drawing in another, nothing in the third."""
    reply = read_reply(HOUSES, {"words-worries": "  bed time ", "drawing-wishes": A_LINE, "words-good": " "})

    assert reply.parts == (Part("worries", words="  bed time "), Part("wishes", drawing=A_LINE))
    assert pieces_of(record_of(HOUSES, reply)) == [
        Piece("My worries", ("  bed time ",)),
        Piece("My wishes", (), A_LINE),
    ]
    assert refusal(HOUSES) == "needs_answer"


def test_people_stand_where_the_child_put_them() -> None:
    """Closest first for the reader; who is in no circle is not lost, and a circle with nobody is none."""
    given_people = {"who-1": "Dad", "near-1": "further", "who-2": "Tunde", "near-2": "close", "who-4": "Rex 🐕"}

    reply = read_reply(PEOPLE, {**given_people, "who-3": " ", "near-3": "close"})

    assert [(part.row, part.words) for part in reply.parts] == [("further", "Dad"), ("close", "Tunde"), ("", "Rex 🐕")]
    assert pieces_of(record_of(PEOPLE, reply)) == [
        Piece("Very close", ("Tunde",)),
        Piece("Further away", ("Dad",)),
        Piece("", ("Rex 🐕",)),
    ]
    assert refusal(PEOPLE, **{"who-1": "Mum", "near-1": "nobody"}) == "unknown_choice"
    assert refusal(PEOPLE, **{"who-1": "M" * 81}) == "too_long"


def test_each_helper_has_an_answer_of_their_own() -> None:
    """More, less, right, or a stranger (R106); whoever is left out is just not there."""
    reply = read_reply(HELPERS, {"row-teacher": "more", "row-reviewer": "who"})

    assert pieces_of(record_of(HELPERS, reply)) == [
        Piece("A teacher", ("I want more",), chosen=True),
        Piece("The person who runs my reviews", ("I don’t know who this is",), chosen=True),
    ]
    assert reply.picked == {"more", "who"}
    assert lines_of(record_of(HELPERS, read_reply(HELPERS, {"choice": "dont_want_to_say"}))) == ["Don’t want to say"]
    assert refusal(HELPERS, **{"row-teacher": "more", "choice": "not_sure"}) == "too_many"
    assert refusal(HELPERS, **{"row-teacher": ["more", "less"]}) == "choose_one"
    assert refusal(HELPERS, **{"row-teacher": "not_sure"}) == "unknown_choice"
    assert refusal(HELPERS, choice="more") == "unknown_choice"
    assert refusal(HELPERS, **{"row-nobody": "more"}) == "needs_answer"


HELPER_ANSWERS = st.dictionaries(st.sampled_from(HELPERS.row_ids), st.sampled_from(list(HELP)), min_size=1)


@given(one=HELPER_ANSWERS, way_out=st.sampled_from(list(ALWAYS_OFFERED)))
def test_no_helpers_answer_has_a_length_of_its_own(one: dict[str, str], way_out: str) -> None:
    """One answered or all, long words or short, skipped or left: the sealed record is as long."""
    answered = read_reply(HELPERS, {f"row-{row}": chosen for row, chosen in one.items()})
    others = [answered, read_reply(HELPERS, {"choice": way_out}), skipped(HELPERS)]

    assert len({len(json.dumps(record_of(HELPERS, each))) for each in [*others, None]}) == 1
    assert len({len(GivenReply.of(HELPERS, each, 1).model_dump_json()) for each in others}) == 1


@pytest.mark.parametrize("question", [FEEL, HELPERS, DAY], ids=lambda question: str(question.id))
def test_a_choice_or_a_skip_takes_the_same_room(question: Question) -> None:
    """In the draft and in the record, for the new closed kinds and for a day."""
    replies = [skipped(question)]
    if question.kind is Kind.DATE:
        replies.append(read_reply(DAY, {"day": "3", "month": "5", "year": "2027"}))
    else:
        replies += [read_reply(question, {"choice": choice}) for choice in ALWAYS_OFFERED]

    assert len({len(GivenReply.of(question, each, 1).model_dump_json()) for each in replies}) == 1
    assert len({len(json.dumps(record_of(question, each))) for each in replies}) == 1


ANSWERS = {
    "feelings": (FEEL, {"choice": ["sad", "ok"], "words": "a bit"}),
    "day": (DAY, {"day": "3", "month": "5", "year": "2027"}),
    "houses": (HOUSES, {"words-good": "Rex", "drawing-good": A_LINE}),
    "drawing": (PICTURE, {"drawing": A_LINE, "words": "my home"}),
    "people": (PEOPLE, {"who-1": "Tunde", "near-1": "close", "who-2": "Sam", "near-2": "", "words": "x"}),
    "helpers": (HELPERS, {"row-teacher": "less"}),
}


@pytest.mark.parametrize(("question", "fields"), ANSWERS.values(), ids=ANSWERS)
def test_what_was_given_comes_back(question: Question, fields: dict[str, object]) -> None:
    """Out of the draft it is the same answer, and the form shows it as it was filled in."""
    reply = read_reply(question, fields)

    assert GivenReply.of(question, reply, 1).as_reply(question.id) == reply
    assert read_reply(question, {**fields, **as_fields(question, reply)}) == reply


def test_a_part_shows_no_words_in_a_traceback() -> None:
    """R43 for every piece of an answer."""
    reply = read_reply(HOUSES, {"words-worries": "he hits me", "drawing-wishes": A_LINE})

    assert "hits" not in repr(reply) + repr(reply.parts)
    assert A_LINE not in repr(reply.parts)


NO_DRAWINGS = [
    "x200000",  # no such colour
    "r900000",  # no such pen
    "r2",  # no point
    "r2000",  # half a point
    "r20000z",  # half a step
    "r2000011..k20000",  # an empty stroke
    "r2zzzz",  # off the paper
    "r2000000",  # a step off the paper
    '<svg onload="alert(1)">',
    "r20A0A\u0661\u0661",  # a digit, and not one of ours
    '"/><script>',
    "r20A0A zz",
]


@pytest.mark.parametrize("written", NO_DRAWINGS)
def test_what_is_no_drawing_is_refused_whole(written: str) -> None:
    """And where it comes out of a record it hides nothing beside it: it is just not shown."""
    assert refusal(PICTURE, drawing=written) == "unreadable"
    assert drawn(written) is None


def test_a_drawing_with_too_much_in_it_says_so() -> None:
    assert refusal(PICTURE, drawing="r20A0A" + "zz" * LONGEST) == "too_long"
    assert refusal(PICTURE, drawing="r20A0A" + "WW" * (LONGEST // 2)) == "too_big"


STEPS = st.text(st.sampled_from(SIXTY_FOUR[20:44]), max_size=40).filter(lambda steps: len(steps) % 2 == 0)
STROKES = st.builds(
    lambda c, p, s: f"{c}{p}2020{s}", st.sampled_from(sorted(COLOURS)), st.sampled_from(sorted(PENS)), STEPS
)


@given(st.lists(STROKES, min_size=1, max_size=5))
def test_every_stroke_is_drawn(strokes: list[str]) -> None:
    """Each line of the child's is one line of the picture, made of numbers alone."""
    picture = drawn(".".join(strokes))

    assert picture
    assert picture.lines == len(strokes) == picture.svg.count("<path ")
    assert set("".join(str(picture.svg).split('d="')[1:]).split('"')[0]) <= set("MLh0123456789 ")


@given(st.text(max_size=200))
def test_no_text_gets_into_a_picture(written: str) -> None:
    """Whatever is sent instead of a drawing is a drawing or nothing."""
    try:
        strokes = strokes_of(written)
    except NotAnAnswer:
        assert drawn(written) is None
    else:
        assert all(stroke.colour in COLOURS for stroke in strokes)


@pytest.mark.parametrize("kind", [Kind.SOUND, Kind.VIDEO, Kind.PHOTO])
def test_where_nothing_can_be_recorded_words_will_do(kind: Kind) -> None:
    """Until recordings can be taken, the question can still be answered and skipped."""
    question = a_question(kind=kind)

    assert question.kind.recorded
    assert read_reply(question, {"words": "I would sign it"}) == Reply(
        "here", ReplyState.ANSWERED, words="I would sign it"
    )


@pytest.mark.parametrize(
    ("changes", "mended"),
    [
        ({"kind": "helpers", "rows": ROWS[:1]}, "at least two people"),
        ({"kind": "helpers", "rows": [ROWS[0], ROWS[0]]}, "same id"),
        ({"kind": "three_houses", "rows": ROWS}, "brings its own rows"),
        ({"kind": "yes_no", "rows": ROWS}, "takes no rows"),
        ({"kind": "feelings", "choices": ROWS}, "brings its own choices"),
        ({"kind": "people", "tally": {"serves": "Why"}}, "cannot be counted"),
    ],
)
def test_a_survey_that_cannot_be_asked_says_what_to_mend(changes: dict[str, object], mended: str) -> None:
    with pytest.raises(ValueError, match=mended):
        a_question(**changes)
