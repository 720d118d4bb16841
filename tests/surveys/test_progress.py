"""Branching: one way through, and what is already walked never changes by walking on."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.model import Survey
from surveys.progress import (
    before,
    dropped,
    following,
    may_come,
    next_unanswered,
    path,
    place,
    question_at,
    question_number,
)
from surveys.replies import Reply, ReplyState, skipped
from tests.surveys.making import a_survey, raw_question


def _said(question: str, *chosen: str) -> dict[str, Reply]:
    return {question: Reply(question, ReplyState.ANSWERED, chosen)}


def _way(survey: Survey, replies: dict[str, Reply], **how: bool) -> list[str]:
    return [question.id for question in path(survey, replies, **how)]


def _asked_if(op: str, value: object = None) -> Survey:
    drinks = raw_question(id="drinks", kind="some_of")
    later = raw_question(id="later", when={"all": [{"question": "drinks", "op": op, "value": value}]})
    return a_survey(drinks, later)


COMPARISONS: list[tuple[str, object, tuple[str, ...], bool]] = [
    ("is", "tea", ("tea",), True),
    ("is", "tea", ("milk", "tea"), True),
    ("is", "tea", ("milk",), False),
    ("is", "not_sure", ("not_sure",), True),
    ("is_not", "tea", ("milk",), True),
    ("is_not", "tea", ("tea", "milk"), False),
    ("is_not", "tea", ("not_sure",), True),
    ("is_not", "tea", ("dont_want_to_say",), False),
    ("any_of", ["tea", "milk"], ("milk",), True),
    ("any_of", ["tea", "milk"], ("water",), False),
    ("answered", None, ("water",), True),
    ("answered", None, ("not_sure",), True),
    ("answered", None, ("dont_want_to_say",), False),
]


@pytest.mark.parametrize(("op", "value", "chosen", "asked"), COMPARISONS)
def test_a_comparison(op: str, value: object, chosen: tuple[str, ...], asked: bool) -> None:
    """Each comparison means what a survey's author would think it means."""
    assert ("later" in _way(_asked_if(op, value), _said("drinks", *chosen))) is asked


@pytest.mark.parametrize(("op", "value"), [("is", "tea"), ("is_not", "tea"), ("answered", None)])
def test_a_skip_asks_nothing_more(op: str, value: object) -> None:
    """A child who skips, or has not come so far, is not asked more because of it."""
    survey = _asked_if(op, value)

    assert _way(survey, {}) == ["drinks"]
    assert _way(survey, {"drinks": skipped(survey.question("drinks"))}) == ["drinks"]


def test_all_and_any_together() -> None:
    """Every condition under `all` and one of those under `any`."""
    when = {
        "all": [{"question": "a", "op": "is", "value": "yes"}],
        "any": [{"question": each, "op": "is", "value": "yes"} for each in ("b", "c")],
    }
    survey = a_survey(*(raw_question(id=each) for each in "abc"), raw_question(id="d", when=when))

    assert "d" in _way(survey, _said("a", "yes") | _said("c", "yes"))
    assert "d" not in _way(survey, _said("a", "yes"))
    assert "d" not in _way(survey, _said("b", "yes") | _said("c", "yes"))


def test_an_answer_off_the_way_counts_for_nothing() -> None:
    """When Amara changes an early answer, what hung on it goes, and what hung on that goes too."""
    survey = a_survey(
        raw_question(id="a"),
        raw_question(id="b", when={"all": [{"question": "a", "op": "is", "value": "yes"}]}),
        raw_question(id="c", when={"all": [{"question": "b", "op": "is", "value": "yes"}]}),
    )
    replies = _said("a", "yes") | _said("b", "yes") | _said("c", "yes")

    assert _way(survey, replies) == ["a", "b", "c"]
    assert _way(survey, replies | _said("a", "no")) == ["a"]
    assert dropped(survey, replies | _said("a", "no")) == ("b", "c")
    assert dropped(survey, replies) == ()
    assert dropped(survey, _said("gone", "yes")) == ("gone",)


def test_about_me_asks_more_about_brothers_and_sisters(about_me: Survey) -> None:
    """Wanting to see them more leads to one question more; having none does not."""
    assert "brothers_sisters_change" in _way(about_me, _said("brothers_sisters", "more"))
    assert "brothers_sisters_change" not in _way(about_me, _said("brothers_sisters", "none"))


def test_the_number_belongs_to_the_question(about_me: Survey) -> None:
    """The address of a question is the same whatever was answered before it."""
    for number, question in enumerate(about_me.questions, start=1):
        assert question_number(about_me, question) == question_number(about_me, question.id) == number
        assert question_at(about_me, number) == question
    assert [question_at(about_me, number) for number in (-1, 0, 13, 10**9)] == [None] * 4


def test_place_never_promises_fewer_than_there_are(about_me: Survey) -> None:
    """Amara reads "4 of 12", then "6 of 12" if there was a question more; where there is none, "5 of 11"."""
    going_well, brothers_sisters = about_me.question("going_well"), about_me.question("brothers_sisters")

    assert place(about_me, {}, brothers_sisters) == (4, 12)
    assert place(about_me, _said("brothers_sisters", "more"), going_well) == (6, 12)
    assert place(about_me, _said("brothers_sisters", "enough"), going_well) == (5, 11)
    assert place(about_me, {"brothers_sisters": skipped(brothers_sisters)}, going_well) == (5, 11)
    with pytest.raises(ValueError, match="not in list"):
        place(about_me, {}, about_me.question("brothers_sisters_change"))


def test_safety_comes_last_when_somebody_is_there(about_me: Survey) -> None:
    """R69: with somebody beside her, nothing is missing, and safety is the last question."""
    alone, watched = _way(about_me, {}), _way(about_me, {}, safety_last=True)

    assert watched[-1] == "safe_home"
    assert sorted(watched) == sorted(alone)
    assert [each for each in watched if each != "safe_home"] == [each for each in alone if each != "safe_home"]


def test_going_on_and_going_back(about_me: Survey) -> None:
    """Back is the question before on this child's way; a question off the way has no neighbours."""
    going_well, change = about_me.question("going_well"), about_me.question("brothers_sisters_change")
    more = _said("brothers_sisters", "more")

    assert _id(before(about_me, {}, going_well)) == "brothers_sisters"
    assert _id(before(about_me, more, going_well)) == "brothers_sisters_change"
    assert _id(following(about_me, {}, going_well)) == "worries"
    assert before(about_me, {}, about_me.questions[0]) is None
    assert following(about_me, {}, about_me.questions[-1]) is None
    assert before(about_me, {}, change) is following(about_me, {}, change) is None


def _id(question: Any) -> str | None:
    return question.id if question else None


# Surveys of any shape: each question closed, each condition on any earlier question that is not about safety.


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    raws: list[dict[str, Any]] = []
    flags = st.booleans()
    for number in range(draw(st.integers(1, 8))):
        earlier = [raw["id"] for raw in raws if "safety" not in raw]
        raw = raw_question(id=f"q{number}", kind=draw(st.sampled_from(["yes_no", "some_of"])))
        if raw["kind"] == "yes_no" and draw(flags):
            raw |= {"safety": {"raises": ["no"]}, "audience": "manager"}
        if draw(flags) and earlier:
            raw["when"] = draw(_whens(earlier))
        raws.append(raw)
    return a_survey(*raws)


def _whens(earlier: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    value = st.sampled_from(["not_sure", "dont_want_to_say"])
    condition = st.one_of(
        st.fixed_dictionaries(
            {"question": st.sampled_from(earlier), "op": st.sampled_from(["is", "is_not"]), "value": value}
        ),
        st.fixed_dictionaries({"question": st.sampled_from(earlier), "op": st.just("answered")}),
    )
    conditions = st.lists(condition, max_size=2)
    return st.fixed_dictionaries({"all": conditions, "any": conditions}).filter(
        lambda when: bool(when["all"] or when["any"])
    )


@st.composite
def answered(draw: st.DrawFn) -> tuple[Survey, dict[str, Reply]]:
    survey = draw(surveys())
    replies: dict[str, Reply] = {}
    for question in survey.questions:
        match draw(st.sampled_from(["no", "skip", "answer"])):
            case "skip":
                replies[question.id] = skipped(question)
            case "answer":
                replies |= _said(question.id, draw(st.sampled_from(question.choice_ids)))
    return survey, replies


@given(answered())
def test_the_way_is_a_subsequence(given: tuple[Survey, dict[str, Reply]]) -> None:
    """Questions come in the survey's order and none comes twice."""
    survey, replies = given
    order = [question.id for question in survey.questions]

    way = _way(survey, replies)

    assert way == [question for question in order if question in set(way)]
    assert sorted(_way(survey, replies, safety_last=True)) == sorted(way)


@given(answered(), st.booleans())
def test_what_is_walked_stays(given: tuple[Survey, dict[str, Reply]], safety_last: bool) -> None:
    """Answering a question changes nothing at or before it, so "back" always finds the same way.

    With safety last too: no branch hangs on a safety answer.
    """
    survey, replies = given
    for question in survey.questions:
        way = _way(survey, replies, safety_last=safety_last)
        if question.id not in way:
            continue
        walked = way[: way.index(question.id) + 1]
        for choice in question.choice_ids:
            changed = _way(survey, replies | _said(question.id, choice), safety_last=safety_last)
            assert changed[: len(walked)] == walked


@given(surveys(), st.data())
def test_every_way_ends(survey: Survey, data: st.DataObject) -> None:
    """Going on from question to question reaches the end, each question met once, and leaves nothing over."""
    replies: dict[str, Reply] = {}
    met: list[str] = []
    while (question := next_unanswered(survey, replies)) is not None:
        met.append(question.id)
        assert len(met) <= len(survey.questions)
        replies |= _said(question.id, data.draw(st.sampled_from(question.choice_ids)))

    assert met == _way(survey, replies)
    assert dropped(survey, replies) == ()


@given(answered())
def test_places_count_up(given: tuple[Survey, dict[str, Reply]]) -> None:
    """ "3 of 11" is followed by "4 of 11"."""
    survey, replies = given
    way = path(survey, replies)

    places = [place(survey, replies, question) for question in way]
    assert [number for number, _ in places] == list(range(1, len(way) + 1))
    assert all(total >= len(way) for _, total in places)


@given(data=st.data(), survey=surveys())
def test_no_question_more_than_was_promised(data: st.DataObject, survey: Survey) -> None:
    """Whatever she answers or skips, the total never grows, and at the end it is what she was asked."""
    replies: dict[str, Reply] = {}
    total = len(survey.questions)
    while (question := next_unanswered(survey, replies)) is not None:
        _, promised = place(survey, replies, question)
        assert promised <= total
        total = promised
        answers = [*question.choice_ids, None]
        chosen = data.draw(st.sampled_from(answers))
        replies |= _said(question.id, chosen) if chosen else {question.id: skipped(question)}

    assert len(path(survey, replies)) + len(may_come(survey, replies)) == len(replies) <= total
