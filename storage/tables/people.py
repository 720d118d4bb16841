"""Who runs the service, who signs in, who the children are and who works with whom."""

import sqlalchemy as sa

from storage.tables.columns import (
    day,
    facts,
    flag,
    ident,
    metadata,
    moment,
    number,
    one_of,
    refers,
    sealed,
    table,
    text,
    unique,
)
from voice.model import Purpose, Role

authority = sa.Table(
    "authority",
    metadata,
    sa.Column("id", sa.Uuid(), primary_key=True),
    text("name"),
    text("public_host"),
    text("staff_host"),
    facts("arrangements"),  # duty hours, out-of-hours, calendar, exit address, help numbers
    moment("made"),
)

team = table("team", text("name"), unique("name"))

staff_member = table(
    "staff_member",
    ident("team", optional=True),
    text("first_name"),
    text("last_name"),
    text("email"),
    flag("active"),
    moment("made"),
    refers("team", "team"),
    unique("email"),
)

staff_role = table(
    "staff_role",
    ident("staff"),
    one_of("role", Role),
    moment("since"),
    refers("staff", "staff_member"),
    unique("staff", "role"),
)

staff_phone = table(  # where somebody on duty can be told by text: locked like a child's number, found by its index
    "staff_phone",
    ident("staff"),
    sealed("number"),
    sealed("salt"),
    sealed("contact"),
    sealed("proof", optional=True),  # of the code that was texted there, until it was typed
    moment("proof_until", optional=True),
    number("tries"),
    moment("made"),
    moment("confirmed", optional=True),
    refers("staff", "staff_member"),
    unique("staff"),
    sa.Index("ix_staff_phone_contact", "authority", "contact"),
)

credential = table(
    "credential",
    ident("staff"),
    one_of("kind", ["password", "totp", "passkey"]),
    sealed("secret"),
    number("last_step"),  # a one-time code is good once
    moment("made"),
    refers("staff", "staff_member"),
    unique("staff", "kind"),
)

staff_session = table(
    "staff_session",
    ident("staff"),
    sealed("token_hash"),
    moment("begun"),
    moment("last_seen"),
    moment("ended", optional=True),
    moment("step_up_until", optional=True),
    refers("staff", "staff_member"),
    unique("token_hash"),
)

staff_draft = table(
    "staff_draft",
    ident("staff"),
    ident("subject"),
    sealed("words"),
    moment("saved"),
    refers("staff", "staff_member"),
    unique("staff", "subject"),
)

child = table(
    "child",
    ident("team"),
    sealed("name"),
    sealed("birth_date", optional=True),
    one_of("lives_in", ["ENG", "WLS", "SCT", "NIR"]),
    flag("looked_after"),
    flag("held"),
    flag("stop_asking"),
    moment("made"),
    moment("closed", optional=True),
    refers("team", "team"),
)

child_key = table(
    "child_key",
    ident("child", optional=True),
    one_of("purpose", Purpose),
    text("suite"),
    sealed("public_key", optional=True),
    sealed("signature", optional=True),
    sealed("wrapped_private", optional=True),
    number("kek_version", optional=True),
    sealed("salt", optional=True),  # the child's salt under the directory key; erasure deletes the row
    moment("made"),
    moment("retired", optional=True),
    refers("child", "child"),
    sa.Index("ix_child_key_child", "authority", "child", "purpose"),
)

identifier = table(
    "identifier",
    ident("child"),
    one_of("kind", ["case_system", "nhs", "upn"]),
    sealed("value"),
    sealed("blind_index"),
    refers("child", "child"),
    unique("kind", "blind_index"),
)

contact = table(
    "contact",
    ident("child"),
    one_of("kind", ["phone", "email"]),
    sealed("value"),
    sealed("blind_index"),
    one_of("owner", ["child", "carer", "parent", "worker", "other"]),
    flag("shared"),
    facts("safe_times"),
    facts("conflicts"),
    moment("confirmed", optional=True),
    moment("opted_out", optional=True),
    refers("child", "child"),
    sa.Index("ix_contact_blind_index", "authority", "blind_index"),
)

allocation = table(
    "allocation",
    ident("child"),
    ident("staff"),
    one_of("works_as", Role),
    flag("cover"),
    day("since"),
    day("until", optional=True),
    refers("child", "child"),
    refers("staff", "staff_member"),
    sa.Index("ix_allocation_staff", "authority", "staff"),
    sa.Index("ix_allocation_child", "authority", "child"),
)
