"""The sealed record says what was shown and chosen, and its length says nothing."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n.catalogue import catalogue
from i18n.languages import LANGUAGES
from surveys.loading import library
from surveys.model import Question
from surveys.record import as_shown, chosen_of, lines_of
from surveys.replies import Reply, ReplyState, skipped
from surveys.wording import WordedQuestion, freeze, words_of

ABOUT_ME = library()["about_me_8_11"]
CLOSED = [question for question in ABOUT_ME.questions if question.kind.closed]
FROZEN = {tag: freeze(ABOUT_ME, catalogue(tag)) for tag in LANGUAGES}


def _answers(question: Question) -> st.SearchStrategy[Reply | None]:
    most = len(question.choice_ids) if question.multiple else 1
    chosen = st.lists(st.sampled_from(question.choice_ids), min_size=1, max_size=most, unique=True)
    replies = chosen.map(lambda ids: Reply(question.id, ReplyState.ANSWERED, tuple(ids)))
    return st.one_of(st.none(), st.just(skipped(question)), replies)


def _size(record: object) -> int:
    return len(json.dumps(record, ensure_ascii=False).encode())


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("question", CLOSED, ids=lambda question: question.id)
@given(data=st.data())
def test_no_closed_answer_has_a_length_of_its_own(question: Question, tag: str, data: st.DataObject) -> None:
    """Whoever sees only how long the sealed record is can't tell "Always" from "No", or from a skip."""
    shown = words_of(FROZEN[tag], question.id)

    one, other = data.draw(_answers(question)), data.draw(_answers(question))

    assert _size(as_shown(question, shown, one)) == _size(as_shown(question, shown, other))


@pytest.mark.parametrize("question", CLOSED, ids=lambda question: question.id)
@given(data=st.data())
def test_what_was_chosen_is_read_back(question: Question, data: st.DataObject) -> None:
    """The record gives back the choices, in the order of the page."""
    reply = data.draw(_answers(question))
    record = json.loads(json.dumps(as_shown(question, _english(question), reply)))

    assert set(chosen_of(record)) == set(reply.chosen if reply else ())
    assert chosen_of(record) == tuple(each for each in question.choice_ids if each in chosen_of(record))


def test_a_reader_sees_the_words_that_were_shown() -> None:
    """Sam reads the question and the answer as Amara saw them, in her language."""
    question = ABOUT_ME.question("find_out")
    shown = words_of(FROZEN["ar"], question.id)
    record = as_shown(question, shown, Reply(question.id, ReplyState.ANSWERED, ("write", "draw")))

    assert record["asked"] == shown["words"]
    assert record["html_lang"] == "ar"
    assert lines_of(record) == ["أن أكتب", "أن أرسم"]


def test_a_number_keeps_its_ends() -> None:
    """A 7 alone says nothing; beside the words at both ends it does."""
    question = ABOUT_ME.question("school")
    record = as_shown(question, _english(question), Reply("school", ReplyState.ANSWERED, ("7",)))

    assert lines_of(record) == ["7 (0: Really bad, 10: Really good)"]


def test_a_way_out_on_a_scale_is_just_said() -> None:
    """ "Not sure" has no ends."""
    question = ABOUT_ME.question("school")
    record = as_shown(question, _english(question), Reply("school", ReplyState.ANSWERED, ("not_sure",)))

    assert lines_of(record) == ["Not sure"]


def test_words_follow_the_choice() -> None:
    """What she added stands under what she chose, exactly as typed."""
    question = ABOUT_ME.question("feeling")
    reply = Reply("feeling", ReplyState.ANSWERED, ("2",), "my cat  died\n🐈")

    assert lines_of(as_shown(question, _english(question), reply)) == ["Sad", "my cat  died\n🐈"]


@pytest.mark.parametrize(("reply", "state"), [(None, "n"), (skipped(CLOSED[0]), "s")])
def test_a_skip_is_not_a_gap(reply: Reply | None, state: str) -> None:
    """Skipped and never asked are kept apart, and neither has a line."""
    record = as_shown(CLOSED[0], _english(CLOSED[0]), reply)

    assert record["state"] == state
    assert lines_of(record) == []
    assert chosen_of(record) == ()


def test_a_question_of_words_has_no_marks() -> None:
    """Free words are kept as they are."""
    question = ABOUT_ME.question("wishes")
    record = as_shown(question, _english(question), Reply("wishes", ReplyState.ANSWERED, (), "a dog"))

    assert (record["marks"], record["choices"], lines_of(record)) == ("", [], ["a dog"])


def _english(question: Question) -> WordedQuestion:
    return words_of(FROZEN["en"], question.id)
