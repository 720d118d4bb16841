"""What is asked, in which words, and the way in."""

import sqlalchemy as sa

from storage.tables.columns import (
    facts,
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
from voice.model import Point

survey = table("survey", text("code"), text("title"), moment("made"), unique("code"))

survey_version = table(
    "survey_version",
    ident("survey"),
    number("number"),
    facts("definition"),
    text("sha256"),
    moment("published"),
    moment("retired", optional=True),
    refers("survey", "survey"),
    unique("survey", "number"),
)

wording = table(
    "wording",
    ident("version"),
    text("language"),
    facts("words"),
    text("sha256"),
    ident("corrects", optional=True),
    flag("meaning_changed"),
    moment("made"),
    refers("version", "survey_version"),
    refers("corrects", "wording"),
    unique("version", "language", "sha256"),
)

invitation = table(
    "invitation",
    ident("child", optional=True),
    ident("version"),
    sealed("token_hash"),
    facts("ways"),
    text("worker_name"),  # first names of who reads: shown to the child in the promise
    text("cover_name"),
    text("band"),
    ident("team", optional=True),  # the child's when it was made: what she says is counted there, wherever she moves
    one_of("point", Point, optional=True),
    ident("made_by", optional=True),
    text("handed_over", optional=True),
    moment("child_asked", optional=True),  # she asked for it herself: it need not wait for its turn (R107)
    moment("confirmed_in_person", optional=True),
    moment("made"),
    moment("expires"),
    moment("used", optional=True),
    moment("revoked", optional=True),
    refers("child", "child"),
    refers("version", "survey_version"),
    refers("team", "team"),
    refers("made_by", "staff_member"),
    unique("token_hash"),
    sa.Index("ix_invitation_child", "authority", "child"),
)
