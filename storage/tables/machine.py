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

tally = table(
    "tally",
    ident("version"),
    text("question"),
    text("option"),
    day("month"),
    text("margin"),
    text("value"),
    number("count"),
    refers("version", "survey_version"),
    unique("version", "question", "option", "month", "margin", "value"),
)

change_tally = table(
    "change_tally",
    ident("version"),
    text("question"),
    text("from_point"),
    text("to_point"),
    number("change"),
    number("count"),
    refers("version", "survey_version"),
    unique("version", "question", "from_point", "to_point", "change"),
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
