"""What adults do with what was said: open it, answer, promise, weigh, and hear at once when a child is not safe."""

import sqlalchemy as sa

from storage.tables.columns import (
    day,
    flag,
    ident,
    moment,
    number,
    one_of,
    refers,
    sealed,
    table,
    text,
    unique,
)
from voice.model import Because, ConcernState, How, Level, NoticeWay, PromiseState, Role, Stopped

reading = table(
    "reading",
    ident("statement"),
    ident("staff"),
    one_of("reads_as", Role),
    flag("allocated"),
    ident("reason", optional=True),
    moment("at"),
    refers("statement", "statement"),
    refers("staff", "staff_member"),
    refers("reason", "envelope"),
    sa.Index("ix_reading_statement", "authority", "statement"),
)

reply = table(
    "reply",
    ident("statement"),
    ident("staff"),
    one_of("how", How),
    ident("envelope"),
    day("on_day", optional=True),
    moment("made"),
    refers("statement", "statement"),
    refers("staff", "staff_member"),
    refers("envelope", "envelope"),
    sa.Index("ix_reply_statement", "authority", "statement"),
)

action = table(
    "action",
    ident("statement"),
    ident("owner"),
    ident("envelope"),
    day("due"),
    one_of("state", PromiseState),
    one_of("stopped_by", Stopped, optional=True),
    moment("made"),
    moment("changed", optional=True),
    number("revision"),
    refers("statement", "statement"),
    refers("owner", "staff_member"),
    refers("envelope", "envelope"),
    sa.Index("ix_action_statement", "authority", "statement"),
)

weighing = table(  # what an adult thinks a child is telling us; what stopped us is among the sealed words
    "weighing",
    ident("statement"),
    ident("staff"),
    ident("envelope"),
    ident("withheld", optional=True),  # why the child is not shown it, sealed for the team's manager too
    moment("made"),
    refers("statement", "statement"),
    refers("staff", "staff_member"),
    refers("envelope", "envelope"),
    refers("withheld", "envelope"),
    sa.Index("ix_weighing_statement", "authority", "statement"),
)

legal_hold = table(  # nothing of this child's record is erased: one from each concern
    "legal_hold",
    ident("child"),
    ident("concern"),
    ident("staff"),
    ident("envelope"),
    moment("made"),
    ident("lift_asked_by", optional=True),
    moment("lift_asked", optional=True),
    ident("lift_envelope", optional=True),  # why it is needed no longer
    ident("lifted_by", optional=True),
    moment("lifted", optional=True),
    refers("child", "child"),
    refers("concern", "concern"),
    refers("staff", "staff_member"),
    refers("envelope", "envelope"),
    refers("lift_asked_by", "staff_member"),
    refers("lift_envelope", "envelope"),
    refers("lifted_by", "staff_member"),
    unique("concern"),
)

page_for_you = table(
    "page_for_you",
    ident("child"),
    ident("staff"),
    ident("envelope"),
    moment("made"),
    refers("child", "child"),
    refers("staff", "staff_member"),
    refers("envelope", "envelope"),
)

concern = table(
    "concern",
    ident("child", optional=True),
    ident("conversation", optional=True),
    ident("statement", optional=True),
    text("source"),
    one_of("level", Level),
    one_of("state", ConcernState),
    number("revision"),
    number("climbed"),  # how many steps of the authority's arrangement were told
    moment("raised"),
    moment("read_by"),
    moment("acknowledged", optional=True),
    ident("acknowledged_by", optional=True),
    moment("closed", optional=True),
    refers("child", "child"),
    refers("conversation", "conversation"),
    refers("statement", "statement"),
    refers("acknowledged_by", "staff_member"),
    unique("conversation", "source"),
    sa.Index("ix_concern_state", "authority", "state"),
)

concern_step = table(
    "concern_step",
    ident("concern"),
    one_of("kind", ["raised", "child_said", "acknowledged", "acted_on", "closed", "climbed", "note", "shared"]),
    ident("staff", optional=True),
    ident("envelope", optional=True),
    ident("key", optional=True),
    text("outcome", optional=True),
    moment("at"),
    refers("concern", "concern"),
    refers("staff", "staff_member"),
    refers("envelope", "envelope"),
    refers("key", "child_key"),
    sa.Index("ix_concern_step_concern", "authority", "concern"),
)

notice = table(  # that somebody was told that something waits for them: never of whom it speaks, or what it says
    "notice",
    one_of("about", ["concern", "not_understood", "stranger", "interpreting"]),
    ident("subject"),
    ident("staff"),
    one_of("way", NoticeWay),
    moment("made"),
    refers("staff", "staff_member"),
    unique("about", "subject", "staff", "way"),
)

unnamed = table(  # told to the service and not to a file: whose it is, and what somebody did to find out (R62)
    "unnamed",
    ident("statement"),
    ident("behind"),
    ident("why", optional=True),
    ident("asked_by", optional=True),
    moment("asked", optional=True),
    ident("confirmed_by", optional=True),
    moment("confirmed", optional=True),
    ident("concern", optional=True),
    refers("statement", "statement"),
    refers("behind", "envelope"),
    refers("why", "envelope"),
    refers("asked_by", "staff_member"),
    refers("confirmed_by", "staff_member"),
    refers("concern", "concern"),
    unique("statement"),
)

not_yet_understood = table(
    "not_yet_understood",
    ident("statement"),
    one_of("audience", ["worker", "manager"]),
    text("language"),
    one_of("because", Because),
    one_of("level", Level),
    moment("raised"),
    moment("due"),
    moment("understood", optional=True),
    ident("by", optional=True),
    number("climbed"),
    number("revision"),
    refers("statement", "statement"),
    refers("by", "staff_member"),
    unique("statement", "audience"),
)

erasure_request = table(
    "erasure_request",
    ident("child"),
    one_of("kind", ["erase", "export"]),
    ident("asked_by"),
    ident("confirmed_by", optional=True),
    text("ground", optional=True),
    sealed("to_key", optional=True),
    moment("asked"),
    moment("confirmed", optional=True),
    moment("done", optional=True),
    refers("child", "child"),
    refers("asked_by", "staff_member"),
    refers("confirmed_by", "staff_member"),
)
