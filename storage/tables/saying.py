"""The conversation, what was sent, and the child's own mailbox."""

import sqlalchemy as sa

from storage.tables.columns import (
    day,
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
from voice.model import Around, Helper

AUDIENCES = ["worker", "manager", "numbers", "advocate"]

conversation = table(
    "conversation",
    ident("invitation", optional=True),
    ident("version"),
    text("language"),
    facts("ways"),
    number("revision"),  # random, never a count: how often a child saved says something about the answers
    sealed("draft", optional=True),
    moment("begun"),
    moment("expires"),
    moment("sent", optional=True),
    refers("invitation", "invitation"),
    refers("version", "survey_version"),
    sa.Index("ix_conversation_invitation", "authority", "invitation"),
)

mailbox = table(
    "mailbox",
    ident("conversation"),
    sealed("locator"),
    sealed("salt"),
    sealed("public_key"),
    sealed("wrapped_private", optional=True),  # none where the child chose to be told in person
    number("revision"),
    flag("helped"),  # an adult was there when the code was made: replaced at the first return
    moment("made"),
    moment("closed", optional=True),
    refers("conversation", "conversation"),
    unique("locator"),
)

mailbox_item = table(
    "mailbox_item",
    ident("mailbox"),
    one_of("kind", ["said", "reply", "promise", "weighing", "opened", "changed", "translation"]),
    sealed("sealed"),
    moment("made"),
    refers("mailbox", "mailbox"),
    sa.Index("ix_mailbox_item_mailbox", "authority", "mailbox"),
)

way = table(
    "way",
    ident("conversation", optional=True),
    ident("mailbox", optional=True),
    one_of("kind", ["cookie", "code", "link", "delivery", "return"]),
    sealed("locator"),
    sealed("salt"),
    sealed("wrapped"),
    flag("looks_back"),  # may see every answer, not only those given through this way
    number("visit"),
    moment("made"),
    moment("expires"),
    refers("conversation", "conversation"),
    refers("mailbox", "mailbox"),
    unique("locator"),
    sa.Index("ix_way_conversation", "authority", "conversation"),
)

envelope = table(
    "envelope",
    text("kind"),
    sealed("sealed", optional=True),  # removed by purge and erasure, which leave this tombstone
    sealed("sha256"),
    moment("made"),
    moment("removed", optional=True),
)

statement = table(
    "statement",
    ident("conversation", optional=True),
    ident("child", optional=True),
    ident("version"),
    ident("mailbox", optional=True),
    one_of("kind", ["statement", "safety", "later"]),
    one_of("presence", Around, optional=True),
    one_of("helper", Helper, optional=True),
    text("language"),
    facts("ways"),
    moment("sent"),
    refers("conversation", "conversation"),
    refers("child", "child"),
    refers("version", "survey_version"),
    refers("mailbox", "mailbox"),
    sa.Index("ix_statement_child", "authority", "child"),
    sa.Index("ix_statement_conversation", "authority", "conversation"),
)

statement_part = table(
    "statement_part",
    ident("statement"),
    one_of("audience", AUDIENCES),
    ident("envelope"),
    ident("key"),
    refers("statement", "statement"),
    refers("envelope", "envelope"),
    refers("key", "child_key"),
    sa.Index("ix_statement_part_statement", "authority", "statement"),
)

attachment = table(
    "attachment",
    ident("conversation", optional=True),
    text("store_key"),
    number("size"),  # bytes that are here
    number("declared", optional=True),  # bytes that there will be; none while the phone has not said
    sealed("closing", optional=True),  # the manifest, under the recording's own key, which lies in the draft
    ident("manifest", optional=True),  # once sent: key and manifest, sealed to those who may open it
    ident("statement", optional=True),  # where it is read, if it came by text and in no conversation
    number("milliseconds", optional=True),
    one_of("state", ["receiving", "received", "ready", "quarantined"]),
    text("trouble", optional=True),  # why it is quarantined, as a short code
    number("revision"),
    moment("made"),
    moment("expires"),
    refers("conversation", "conversation"),
    refers("manifest", "envelope"),
    sa.Index("ix_attachment_conversation", "authority", "conversation"),
    sa.Index("ix_attachment_statement", "authority", "statement"),
)

segment = table(
    "segment",
    ident("attachment"),
    number("offset"),
    number("length"),
    text("store_key"),
    refers("attachment", "attachment"),
    unique("attachment", "offset"),
)

playing_copy = table(  # made by the worker from a recording that was sent, in pieces of one size
    "playing_copy",
    ident("attachment"),
    one_of("kind", ["playback", "poster"]),
    number("length"),
    sealed("closing", optional=True),  # its manifest, under the recording's own key; none while it is being made
    moment("made"),
    refers("attachment", "attachment"),
    unique("attachment", "kind"),
)

asked_for = table(  # an advocate, a person who speaks my language, a complaint: never a survey's answer
    "asked_for",
    ident("child", optional=True),
    ident("conversation", optional=True),
    one_of("kind", ["advocate", "person", "complaint", "not_me", "stop_asking", "ask_again"]),
    ident("envelope", optional=True),
    ident("key", optional=True),
    moment("made"),
    day("answer_by", optional=True),
    moment("taken", optional=True),
    ident("taken_by", optional=True),
    refers("child", "child"),
    refers("conversation", "conversation"),
    refers("envelope", "envelope"),
    refers("key", "child_key"),
    refers("taken_by", "staff_member"),
)
