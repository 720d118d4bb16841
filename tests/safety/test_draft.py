"""The sealed draft gives back exactly what was put in, to whom it belongs, and its length tells no choice."""

import string
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, get_args
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from pydantic import BaseModel

from storage.locking import lock, new_key, unlock
from surveys.loading import library
from surveys.question import Question
from surveys.replies import Reply, ReplyState
from tests.storage.places import HERE
from tests.world import SURVEY
from voice.draft import CHANGED, Draft, GivenReply, Told, level, numbered
from voice.model import Around, Helper, ParentsMark

QUESTIONS = library()[SURVEY].questions
WORDS = some.text(some.characters(codec="utf-8"), min_size=1, max_size=200)
VISITS = some.integers(1, 9)
MOMENTS = some.datetimes(datetime(2026, 1, 1), datetime(2040, 1, 1), timezones=some.just(UTC))  # noqa: DTZ001


def replies_to(question: Question) -> some.SearchStrategy[Reply]:
    """Any answer that the question takes, and a skip."""
    singles: list[tuple[str, ...]] = [(each,) for each in question.choice_ids]
    one = some.sampled_from(singles or [()])
    several = some.sets(some.sampled_from(question.choice_ids or ("",)), min_size=1).map(
        lambda chosen: tuple(each for each in question.choice_ids if each in chosen)
    )
    chosen = several if question.multiple else one
    words = some.none() | WORDS if question.takes_words else some.none()
    answered = some.builds(Reply, some.just(question.id), some.just(ReplyState.ANSWERED), chosen, words)
    return some.just(Reply(question.id, ReplyState.SKIPPED)) | answered


ANSWERS: some.SearchStrategy[tuple[Question, Reply]] = some.sampled_from(QUESTIONS).flatmap(
    lambda question: some.tuples(some.just(question), replies_to(question))
)


class Drafting(RuleBasedStateMachine):
    """Children answer, change their minds, leave, come back; after every step the draft is sealed and opened again."""

    def __init__(self) -> None:
        super().__init__()
        self.draft, self.key = Draft(), new_key()
        self.code_made_in = 0
        self.said: dict[str, tuple[Reply, int]] = {}

    @rule(answer=ANSWERS, visit=VISITS)
    def answer(self, answer: tuple[Question, Reply], visit: int) -> None:
        question, reply = answer
        self.draft.replies[question.id] = GivenReply.of(question, reply, visit)
        self.said[question.id] = (reply, visit)

    @rule(around=some.sampled_from(Around), helper=some.sampled_from(Helper))
    def say_who_is_near(self, around: Around, helper: Helper) -> None:
        self.draft.around, self.draft.helper = around, helper

    @rule(mark=some.sampled_from(ParentsMark), which=WORDS)
    def mark(self, mark: ParentsMark, which: str) -> None:
        self.draft.parents, self.draft.which = mark, which

    @rule(concern=some.uuids(), read_by=MOMENTS, question=some.sampled_from(QUESTIONS))
    def tell(self, concern: UUID, read_by: datetime, question: Question) -> None:
        self.draft.told[question.id] = Told(concern=concern, read_by=read_by)

    @rule(code=some.text(string.ascii_uppercase, min_size=15, max_size=15))
    def make_code(self, code: str) -> None:
        self.draft.code, self.draft.code_visit = code, numbered(2)
        self.code_made_in = 2

    @invariant()
    def nothing_is_lost_on_the_way(self) -> None:
        locked = lock(self.draft.to_bytes(), self.key, HERE)
        opened = Draft.from_bytes(unlock(locked, self.key, HERE))

        assert opened == self.draft
        assert opened.as_replies() == {question: reply for question, (reply, _) in self.said.items()}

    @invariant()
    def each_visit_sees_its_own(self) -> None:
        for visit in range(1, 10):
            own = {question for question, (_, at) in self.said.items() if at == visit}
            assert set(self.draft.seen_by(visit, looks_back=False)) == own
        with_code = {question for question, (_, at) in self.said.items() if at == self.code_made_in}
        assert set(self.draft.seen_by(0, looks_back=True)) == with_code


Drafting.TestCase.settings = settings(max_examples=30, stateful_step_count=20)
TestDrafting = Drafting.TestCase


def same_but_for_choices(draft: Draft, more: Any) -> Draft:
    """The draft of a child who said the same words and chose anything else."""
    other = draft.model_copy(deep=True)
    for question in QUESTIONS:
        if question.id in draft.replies:
            reply = draft.as_replies()[question.id]
            chosen: Any = more.draw(replies_to(question)).chosen if question.kind.closed else ()
            state = ReplyState.ANSWERED if reply.words else more.draw(some.sampled_from(ReplyState))
            changed = Reply(question.id, state, chosen, reply.words)
            other.replies[question.id] = GivenReply.of(question, changed, int(draft.replies[question.id].visit))
    other.around, other.helper = more.draw(some.sampled_from(Around)), more.draw(some.sampled_from(Helper))
    other.parents, other.code_helped = more.draw(some.sampled_from(ParentsMark)), more.draw(some.booleans())
    for told in other.told.values():
        told.about_staff = more.draw(some.sampled_from(["yes", "no", "not_sure", ""]))
        told.followed_up = more.draw(some.booleans())
    return other


@given(answers=some.lists(ANSWERS, max_size=8), told=some.booleans(), read_by=MOMENTS, more=some.data())
def test_a_draft_is_as_long_as_its_words_whatever_was_chosen(
    answers: list[tuple[Question, Reply]], told: bool, read_by: datetime, more: Any
) -> None:
    """The length before padding depends on free words and on what was asked, never on a choice."""
    draft = Draft(around=Around.JUST_ME, helper=Helper.NOBODY, parents=ParentsMark.FINE)
    for question, reply in answers:
        draft.replies[question.id] = GivenReply.of(question, reply, 1)
        if told:
            draft.told[question.id] = Told(concern=UUID(int=1), read_by=read_by)

    other = same_but_for_choices(draft, more)

    assert len(other.to_bytes()) == len(draft.to_bytes())


def test_every_choice_has_room() -> None:
    """A new choice with a longer name than there is room for would be told by its length."""
    offered = [*Around, *Helper, *ParentsMark, "not_sure", "contrast", "rather_not_say", None, True, False]

    assert all(len(level([each])) >= 4 for each in offered)


def _parts(kind: Any) -> Iterator[type[BaseModel]]:
    """The models in a field's type, and the models in those."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        yield from (part for each in kind.model_fields.values() for part in _parts(each.annotation))
    for inner in get_args(kind):
        yield from _parts(inner)


def test_a_copy_is_changed_for_itself_alone() -> None:
    """A press that comes too late leaves nothing in the draft it was tried on: what copies share cannot be changed."""
    mutable = {part for part in _parts(Draft) if not part.model_config.get("frozen")}
    mine = Draft(told={"safe": Told(concern=UUID(int=1), read_by=datetime(2026, 11, 23, tzinfo=UTC))})

    copy = mine.copied()
    copy.told["safe"].followed_up = True
    copy.replies["feeling"] = GivenReply(state="s", chosen="", visit=numbered(1))
    copy.kin.append(numbered(2))

    assert mutable == {Draft, *CHANGED}
    assert (mine.told["safe"].followed_up, mine.replies, mine.kin) == (False, {}, [])
