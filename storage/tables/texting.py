"""Texts: what came in and went out, the numbers we text with, and senders nobody knows yet.

A number stands here as its blind index alone. The number itself is sealed, with the words, to who has to read it.
Who came by the open door has no number: the conversation stands in its place.
"""

import sqlalchemy as sa

from storage.tables.columns import ident, moment, number, one_of, refers, sealed, table, text, unique
from voice.model import BreachOutcome, Level

inbound_message = table(
    "inbound_message",
    text("provider"),
    text("provider_id"),
    sealed("contact"),
    sealed("words", optional=True),
    one_of("state", ["waiting", "handled", "quarantined"]),
    moment("received"),
    moment("handled", optional=True),
    unique("provider", "provider_id"),
    sa.Index("ix_inbound_message_contact", "authority", "contact", "received"),
)

message = table(
    "message",
    ident("conversation", optional=True),
    text("provider"),
    text("provider_id", optional=True),
    sealed("contact", optional=True),
    one_of("kind", ["answer", "question", "invitation", "reminder", "person", "outside", "notice"], optional=True),
    ident("answers", optional=True),  # the text it answers: never two answers to one
    sealed("words", optional=True),
    one_of("state", ["waiting", "sent", "delivered", "failed", "unknown", "cancelled"]),
    text("error_code", optional=True),
    moment("made"),
    moment("tried", optional=True),
    refers("conversation", "conversation"),
    unique("answers"),
    sa.Index("ix_message_contact", "authority", "contact", "made"),
)

phone = table(
    "phone",
    sealed("contact"),
    number("revision"),  # random, as a conversation's: each turn outside of a conversation claims it
    moment("opted_out", optional=True),
    moment("person_until", optional=True),  # a person is in the thread: nothing automatic until then (R70)
    moment("whatsapp_at", optional=True),  # when its last text came, where that was by WhatsApp
    unique("contact"),
)

pace = table(  # how fast a number of ours may send
    "pace",
    sealed("sender"),
    number("revision"),  # random: whoever sends next claims it
    moment("next"),
    unique("sender"),
)

stranger = table(
    "stranger",
    sealed("contact"),
    ident("key", optional=True),  # a pair from the pool; none once it was closed and the pair deleted
    one_of("why", ["unknown", "unconfirmed", "shared", "adult", "door"]),
    one_of("level", Level),
    one_of("state", ["open", "matched", "closed"]),
    number("revision"),
    sealed("number", optional=True),
    moment("made"),
    moment("read_by"),
    moment("changed", optional=True),
    ident("by", optional=True),
    ident("child", optional=True),
    ident("statement", optional=True),
    ident("concern", optional=True),  # what a match raised
    number("climbed"),
    refers("key", "child_key"),
    refers("by", "staff_member"),
    refers("child", "child"),
    refers("statement", "statement"),
    sa.Index("ix_stranger_contact", "authority", "contact"),
    sa.Index("ix_stranger_state", "authority", "state"),
)

stranger_text = table(
    "stranger_text",
    ident("stranger"),
    one_of("by", ["sender", "person"]),
    sealed("words", optional=True),
    moment("at"),
    refers("stranger", "stranger"),
    sa.Index("ix_stranger_text_stranger", "authority", "stranger"),
)

picture = table(  # a sound, a picture or a video that came with a text: where it is fetched, and what of it is here
    "picture",
    sealed("contact"),
    ident("child", optional=True),  # none while nobody has said whose it is
    ident("conversation", optional=True),
    ident("stranger", optional=True),  # who sent it, where nobody knows whose number it is
    ident("opens", optional=True),  # what opens it, sealed to that sender's own key
    sealed("sealed", optional=True),  # its address at the provider, until it is deleted there
    one_of("state", ["waiting", "held", "kept", "failed", "left"]),
    moment("made"),
    refers("child", "child"),
    refers("conversation", "conversation"),
    refers("stranger", "stranger"),
    refers("opens", "envelope"),
    sa.Index("ix_picture_stranger", "authority", "stranger"),
    sa.Index("ix_picture_child", "authority", "child"),
    sa.Index("ix_picture_state", "authority", "state"),
)

# Words that duty had put into the wrong child's record: they are never there again, and somebody sees to it.
wrong_record = table(
    "wrong_record",
    ident("stranger"),
    ident("child"),
    ident("statement", optional=True),
    ident("concern", optional=True),
    moment("since"),
    moment("made"),
    ident("by"),
    moment("due"),
    one_of("outcome", BreachOutcome, optional=True),
    moment("dealt", optional=True),
    ident("dealt_by", optional=True),
    refers("stranger", "stranger"),
    refers("child", "child"),
    refers("statement", "statement"),
    refers("concern", "concern"),
    refers("by", "staff_member"),
    refers("dealt_by", "staff_member"),
)
