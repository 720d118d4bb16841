"""What stands on somebody's desk, line by line: no words, and a child's name only for someone who may know her."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from storage.case_records import Action, Reply, Statement
from storage.children import Child
from voice import clock
from voice.model import ConcernState, Level, PromiseState
from voice.relationship import day_of

AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class ConcernLine:
    """A concern in a list: how urgent, read by when, who has it. No words."""

    id: UUID
    child: UUID
    name: str = field(repr=False)
    level: Level
    state: ConcernState
    raised: datetime
    read_by: datetime
    acknowledged: datetime | None
    held_by: str | None
    may_decide: bool
    by_hand: bool
    told: bool
    source: str

    @property
    def waits(self) -> bool:
        """Whether nobody has it yet."""
        return self.state is ConcernState.NEW

    @property
    def late(self) -> bool:
        return self.waits and clock.now() > self.read_by

    @property
    def minutes_left(self) -> int:
        """Until it must be read; less than nothing where it is late."""
        return round((self.read_by - clock.now()).total_seconds()) // 60


@dataclass(frozen=True, slots=True)
class OfOneChild:
    """What is open about one child: what nobody has comes first, and of that what must be read first.

    Each stays a concern of its own, with its timers, its steps and whoever may see it; in a list she stands once.
    """

    lines: Sequence[ConcernLine]

    @property
    def first(self) -> ConcernLine:
        return self.lines[0]

    @property
    def id(self) -> UUID:
        return self.first.id

    @property
    def about(self) -> UUID:
        return self.first.child

    @property
    def level(self) -> Level:
        return self.first.level

    @property
    def waits(self) -> bool:
        return self.first.waits

    @property
    def read_by(self) -> datetime:
        return self.first.read_by

    @property
    def to_take(self) -> list[ConcernLine]:
        """What this person takes up with one press; of very many the most urgent, as much as a form holds."""
        return [line for line in self.lines if line.waits and line.may_decide][:AT_ONCE]


@dataclass(frozen=True, slots=True)
class Said:
    """One statement in a list, and what became of it."""

    statement: Statement
    opened: bool
    replies: Sequence[Reply]
    promises: Sequence[Action]
    waits: bool
    added: datetime | None = None  # when she last added to it
    before_me: bool = False  # before this person began to work with her

    @property
    def newest(self) -> datetime:
        return self.added or self.statement.sent

    @property
    def days_waiting(self) -> int:
        return (clock.today() - day_of(self.newest)).days


@dataclass(frozen=True, slots=True)
class ChildLine:
    """A child in a list: what is new, what is waited for, what was promised."""

    child: Child
    said: Sequence[Said]

    @property
    def new(self) -> list[Said]:
        """Not opened by this person. Of what was said before they came, the last words, and whatever still waits."""
        return [each for each in self.said if not each.opened and not (each.before_me and self._is_past(each))]

    def _is_past(self, said: Said) -> bool:
        return said is not self.said[0] and not said.waits

    @property
    def taken_over(self) -> bool:
        """Somebody else worked with her before, and none of what she said then has been opened by this person (R99)."""
        before = [each for each in self.said if each.before_me]
        return bool(before) and not any(each.opened for each in before)

    @property
    def waiting(self) -> list[Said]:
        """Opened, and not answered yet: the longest wait last, as in a record."""
        return [each for each in self.said if each.opened and each.waits]

    @property
    def due(self) -> list[tuple[UUID, date]]:
        """Promises still open, the first one due first, with the statement each belongs to."""
        open_ones = [(p.due, s.statement.id) for s in self.said for p in s.promises if p.state is PromiseState.OPEN]
        return [(statement, day) for day, statement in sorted(open_ones)]

    @property
    def last_heard(self) -> datetime | None:
        return self.said[0].statement.sent if self.said else None

    @property
    def age(self) -> int | None:
        return self.child.age_on(clock.today())


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything on somebody's desk."""

    concerns: Sequence[ConcernLine]
    children: Sequence[ChildLine]

    @property
    def taken_over(self) -> list[ChildLine]:
        """Children who are new to this person: first their last words, and what others have promised them (R99)."""
        return [line for line in self.children if line.taken_over]

    @property
    def overdue(self) -> list[tuple[ChildLine, UUID, date]]:
        """Promises whose day is past, of whichever child: the longest overdue first (R34)."""
        late = [(line, *due) for line in self.children for due in line.due if due[1] < clock.today()]
        return sorted(late, key=lambda each: each[2])

    @property
    def fresh(self) -> list[ChildLine]:
        """Who said something that this person has not opened: the longest unread first."""
        new = [line for line in self.children if line.new and not line.taken_over]
        return sorted(new, key=lambda line: line.new[-1].statement.sent)

    @property
    def waiting(self) -> list[ChildLine]:
        """Who waits for an answer, of the others: the longest wait first."""
        waits = [line for line in self.children if line.waiting and not line.new]
        return sorted(waits, key=lambda line: line.waiting[-1].statement.sent)

    @property
    def promised(self) -> list[ChildLine]:
        """Whom something was promised, of the others: the first one due first."""
        overdue = {line.child.id for line, *_ in self.overdue}
        others = [line for line in self.children if line.child.id not in overdue]
        open_ones = [line for line in others if line.due and not line.new and not line.waiting]
        return sorted(open_ones, key=lambda line: line.due[0][1])

    @property
    def quiet(self) -> list[ChildLine]:
        return [line for line in self.children if not (line.new or line.waiting or line.due)]
