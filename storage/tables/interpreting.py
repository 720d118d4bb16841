"""Who puts what a child said into English, what was given to whom, and what came of it (R28, R29)."""

import sqlalchemy as sa

from storage.tables.columns import day, facts, ident, moment, number, one_of, refers, sealed, table, text, unique
from voice.model import SIGNED_WAYS, Work, WorkEnded

AUDIENCES = ["worker", "manager"]  # whoever opens the other parts reads them elsewhere, or counts them

interpreter = table(  # the first name stands here too: the children's pages may not look among the staff
    "interpreter",
    ident("staff"),
    text("first_name"),
    facts("languages"),
    text("register", optional=True),
    text("registered_as", optional=True),
    day("registered_until", optional=True),
    sealed("picture", optional=True),  # as children see it: of no secret, and so not sealed
    refers("staff", "staff_member"),
    unique("staff"),
)

interpreting = table(  # one piece of work: a copy of those words alone, sealed to a key that goes when it ends
    "interpreting",
    ident("statement"),
    one_of("audience", AUDIENCES),
    one_of("work", Work),
    text("language"),
    ident("staff"),
    ident("given_by"),
    ident("key", optional=True),
    sealed("sealed", optional=True),
    ident("of", optional=True),
    number("revision"),
    moment("made"),
    moment("due"),
    moment("opened", optional=True),
    moment("ended", optional=True),
    one_of("how_ended", WorkEnded, optional=True),
    ident("answer", optional=True),  # the answer in sign that it is about, where it is no word of the child's
    refers("statement", "statement"),
    refers("staff", "staff_member"),
    refers("given_by", "staff_member"),
    refers("key", "child_key"),
    refers("of", "interpretation"),
    refers("answer", "signed_answer"),
    sa.Index("ix_interpreting_staff", "authority", "staff"),
    sa.Index("ix_interpreting_statement", "authority", "statement"),
)

interpretation = table(  # in English, in versions: none is ever changed, and each says of which it is the next
    "interpretation",
    ident("statement"),
    one_of("audience", AUDIENCES),
    text("language"),
    number("version"),
    ident("of", optional=True),
    ident("made_by"),
    ident("checked_by", optional=True),
    moment("checked", optional=True),
    ident("envelope"),
    moment("made"),
    ident("wished_by", optional=True),  # who wants the child to be asked whether that is what she meant
    moment("wished", optional=True),
    moment("shown", optional=True),
    refers("statement", "statement"),
    refers("of", "interpretation"),
    refers("made_by", "staff_member"),
    refers("checked_by", "staff_member"),
    refers("wished_by", "staff_member"),
    refers("envelope", "envelope"),
    unique("statement", "audience", "version"),
)

signed_answer = table(  # what an adult answers in sign, while it is on its way: once she has it, it is a reply
    "signed_answer",
    ident("statement"),
    ident("staff"),
    one_of("how", SIGNED_WAYS),
    one_of("state", ["waits", "gone", "dropped"]),
    ident("envelope"),
    number("revision"),
    moment("made"),
    refers("statement", "statement"),
    refers("staff", "staff_member"),
    refers("envelope", "envelope"),
    sa.Index("ix_signed_answer_statement", "authority", "statement"),
)

signed_film = table(  # each film that was made of it, with the id of its recording: none is ever changed
    "signed_film",
    ident("answer"),
    ident("made_by"),
    one_of("how", SIGNED_WAYS),
    moment("made"),
    ident("checked_by", optional=True),
    moment("checked", optional=True),
    one_of("verdict", ["right", "again"], optional=True),
    ident("note", optional=True),  # what is not right in it; of one that is right, its captions
    refers("answer", "signed_answer"),
    refers("made_by", "staff_member"),
    refers("checked_by", "staff_member"),
    refers("note", "envelope"),
    sa.Index("ix_signed_film_answer", "authority", "answer"),
)
