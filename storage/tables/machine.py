"""What keeps the service going and honest: deliveries, counts, the audit, limits, signs of life."""

import sqlalchemy as sa

from storage.tables.columns import (
    day,
    facts,
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

outbox = table(
    "outbox",
    text("kind"),
    ident("subject"),
    moment("not_before"),
    number("attempts"),
    moment("leased_until", optional=True),
    ident("leased_by", optional=True),
    one_of("state", ["waiting", "done", "dead", "held", "unknown"]),
    text("error_code", optional=True),
    moment("made"),
    sa.Index("ix_outbox_due", "authority", "state", "not_before"),
)

tally_book = table(  # one a survey version: whoever counts or closes a month has to be the one who turns this page
    "tally_book",
    ident("version"),
    number("revision"),
    day("closed", optional=True),  # the last month that is closed
    refers("version", "survey_version"),
    unique("version"),
)

tally = table(  # sealed: in the clear, two copies of the database would say what each child of a batch had answered
    "tally",
    ident("version"),
    day("month"),
    sealed("sheet"),
    refers("version", "survey_version"),
    unique("version", "month"),
)

snapshot = table("snapshot", text("name"), day("month"), facts("figures"), moment("made"), unique("name", "month"))

theme_code = table(
    "theme_code",
    ident("part"),
    text("theme"),
    ident("coded_by"),
    moment("made"),
    refers("part", "statement_part"),
    refers("coded_by", "staff_member"),
)

publication = table(
    "publication",
    text("kind"),
    facts("content"),
    moment("made"),
    ident("made_by"),
    refers("made_by", "staff_member"),
)

audit_chain = table("audit_chain", text("process"), moment("begun"), number("length"), sealed("head"))

audit_event = table(
    "audit_event",
    ident("chain"),
    number("place"),
    moment("at"),
    one_of("actor_kind", ["child", "staff", "worker", "command"]),
    ident("actor", optional=True),
    text("action"),
    text("subject_kind"),
    ident("subject", optional=True),
    facts("detail"),
    sealed("before"),
    sealed("hash"),
    refers("chain", "audit_chain"),
    unique("chain", "place"),
    sa.Index("ix_audit_event_subject", "authority", "subject"),
)

rate_bucket = table("rate_bucket", sealed("name"), number("count"), moment("since"), unique("name"))

heartbeat = table("heartbeat", text("name"), moment("at"), unique("name"))
