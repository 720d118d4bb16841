"""What a child gives is taken exactly as she gave it, or refused with a reason and nothing lost."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import FormData, UploadFile

from surveys.drafts import ROOM, weight, with_reply
from surveys.model import Kind, Question
from surveys.offered import ALWAYS_OFFERED
from surveys.replies import NotAnAnswer, Reply, ReplyState, read_reply, skipped
from tests.surveys.making import a_question, form

DRINK = a_question(id="drink", kind="one_of")
DRINKS = a_question(id="drinks", kind="some_of")
STORY = a_question(id="story", kind="long_words")
WORD = a_question(id="word", kind="short_words")
FACE = a_question(id="face", kind="faces", add_words=True)

VERBATIM = {
    "emoji": "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿 👍🏽",
    "Arabic": "أريد أن أرى أخي",
    "marks of direction": "abc \u202eدفء\u202c \u2066x\u2069",
    "combining": "e\u0301 and é stay two ways of writing",
    "stacked": "h" + "\u0301" * 200,
    "spaces": "  mum \n\n said   no  ",
    "markup": "<script>alert(1)</script> {{ 7*7 }} %s ' OR 1=1 --",
    "lone carriage return": "one\rtwo",
    "last characters": "\U0010ffff \ufffe \ufeff",
}


@pytest.mark.parametrize("words", VERBATIM.values(), ids=VERBATIM)
def test_words_are_kept_as_typed(words: str) -> None:
    """Not normalised, not trimmed, not escaped: these are Amara's words."""
    assert read_reply(STORY, form(words=words)).words == words


def test_only_nul_and_line_ends_are_changed() -> None:
    """A database keeps no NUL, and a browser sends its own line ends."""
    assert read_reply(STORY, form(words="a\0b\r\nc\r\n\r\nd")).words == "ab\nc\n\nd"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=300))
def test_any_text_is_kept_or_is_nothing(words: str) -> None:
    """Whatever Unicode holds comes back unchanged; only blank text is no answer."""
    if words.strip():
        assert read_reply(WORD, form(words=words)).words == words
    else:
        assert _refusal(WORD, form(words=words)) == "needs_answer"


REFUSED = {
    "nothing": (DRINK, form(), "needs_answer"),
    "an empty choice": (DRINK, form(""), "needs_answer"),
    "words only where words are not asked": (DRINK, form(words="tea"), "needs_answer"),
    "a choice only where words are asked": (STORY, form("tea"), "needs_answer"),
    "blank words": (STORY, form(words=" \r\n\t\u3000 "), "needs_answer"),
    "only NUL": (STORY, form(words="\0\0"), "needs_answer"),
    "two of one": (DRINK, form("tea", "milk"), "choose_one"),
    "a way out of one and a choice": (DRINK, form("tea", "not_sure"), "choose_one"),
    "both ways out": (DRINKS, form("not_sure", "dont_want_to_say"), "too_many"),
    "some and not sure": (DRINKS, form("tea", "not_sure"), "too_many"),
    "some and don't want to say": (DRINKS, form("dont_want_to_say", "milk"), "too_many"),
    "a field without end": (DRINKS, form(*["tea"] * 1000), "too_many"),
    "a choice of nobody's": (DRINK, form("gin"), "unknown_choice"),
    "another case": (DRINK, form("TEA"), "unknown_choice"),
    "a space": (DRINK, form("tea "), "unknown_choice"),
    "one known and one unknown": (DRINKS, form("tea", "gin"), "unknown_choice"),
    "another question's choice": (FACE, form("10"), "unknown_choice"),
    "Arabic digit": (FACE, form("٣"), "unknown_choice"),
    "a huge choice": (DRINK, form("x" * 1_000_000), "unknown_choice"),
    "half an emoji": (STORY, form(words="sad \ud83d"), "unreadable"),
    "half an emoji as a choice": (DRINK, form("\ud83d"), "unreadable"),
    "a file": (STORY, FormData([("words", UploadFile(BytesIO(b"a"), filename="a"))]), "unreadable"),
    "two different texts": (STORY, FormData([("words", "one"), ("words", "two")]), "unreadable"),
    "301 characters": (WORD, form(words="x" * 301), "too_long"),
    "20,001 characters": (STORY, form(words="x" * 20_001), "too_long"),
    "a wrong choice beside words": (FACE, form("6", words="hello"), "unknown_choice"),
}


@pytest.mark.parametrize(("question", "fields", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_answer_says_why(question: Question, fields: FormData, code: str) -> None:
    """Each refusal has a code for which the page has kind words."""
    assert _refusal(question, fields) == code


def test_a_refusal_repeats_nothing() -> None:
    """An error may end in a log; a child's words may not (R43)."""
    with pytest.raises(NotAnAnswer) as refused:
        read_reply(WORD, form(words="he hits me " * 100))

    assert "hits" not in repr(refused.value) + str(refused.value)


def test_the_longest_words_are_taken() -> None:
    """Ten thousand words of a child who has much to say are not too many characters to begin with."""
    assert read_reply(STORY, form(words="x" * 20_000)).words == "x" * 20_000
    assert read_reply(WORD, form(words="👍" * 300)).words == "👍" * 300
    assert a_question(kind="short_words", max_length=50).longest == 50


def test_twice_is_once() -> None:
    """A form sent with everything doubled is the same answer."""
    assert read_reply(DRINK, form("tea", "tea")).chosen == ("tea",)
    assert read_reply(STORY, FormData([("words", "hi"), ("words", "hi")])).words == "hi"


def test_the_order_of_ticking_tells_nothing() -> None:
    """Choices are kept in the order of the page."""
    assert read_reply(DRINKS, form("water", "tea")).chosen == ("tea", "water")


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.closed])
def test_every_choice_on_the_page_can_be_given(kind: Kind) -> None:
    """Nothing is offered that would be refused."""
    question = a_question(kind=kind)
    for choice in question.choice_ids:
        of_a_row = bool(question.rows) and choice not in ALWAYS_OFFERED
        given_as = FormData([("row-nurse", choice)]) if of_a_row else form(choice)
        assert read_reply(question, given_as).picked == {choice}


def test_words_beside_a_choice() -> None:
    """Where words may be added they may also stand alone: a child who writes has answered."""
    assert read_reply(FACE, form("2", words="my cat died")) == Reply("face", ReplyState.ANSWERED, ("2",), "my cat died")
    assert read_reply(FACE, form(words="my cat died")).chosen == ()
    assert read_reply(FACE, form("2", words="  ")).words is None


def test_a_plain_mapping_will_do() -> None:
    """Texts and tests have no form."""
    assert read_reply(DRINKS, {"choice": ["milk", "tea"]}).chosen == ("tea", "milk")
    assert read_reply(STORY, {"words": "hi"}).words == "hi"
    assert _refusal(STORY, {"words": None}) == "unreadable"


def test_a_reply_shows_no_words_in_a_traceback() -> None:
    """What she chose and wrote is in no repr (R43)."""
    shown = repr(read_reply(FACE, form("2", words="my cat died")))

    assert "cat" not in shown
    assert "2" not in shown


def test_a_draft_that_is_full_says_so() -> None:
    """What does not fit in the sealed draft is refused before anything is lost."""
    replies = {"story": read_reply(STORY, form(words="ع" * 20_000))}
    more = Reply("more", ReplyState.ANSWERED, (), "ع" * 20_000)

    with pytest.raises(NotAnAnswer) as refused:
        with_reply(replies, more)

    assert refused.value.code == "too_long"
    assert weight(replies) < ROOM
    assert list(with_reply(replies, skipped(DRINK))) == ["story", "drink"]


def test_every_choice_takes_the_same_room() -> None:
    """How full the draft is tells nothing about what was chosen."""
    weights = {weight({"drink": read_reply(DRINK, form(choice))}) for choice in DRINK.choice_ids}

    assert weights == {weight({"drink": skipped(DRINK)})}


def test_changing_an_answer_makes_room() -> None:
    """A shorter answer in place of a long one fits, however full the draft is."""
    replies = {"story": read_reply(STORY, form(words="ع" * 20_000))}

    assert with_reply(replies, read_reply(STORY, form(words="short")))["story"].words == "short"


def _refusal(question: Question, fields: object) -> str:
    with pytest.raises(NotAnAnswer) as refused:
        read_reply(question, fields)  # type: ignore[arg-type]
    return refused.value.code
