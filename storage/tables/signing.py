"""What stands for words in a signed language: public content, made by people whose names stand with it."""

import sqlalchemy as sa

from storage.tables.columns import facts, flag, ident, moment, number, one_of, refers, sealed, table, text, unique

clip = table(
    "clip",
    text("language"),
    sealed("words_hash"),  # SHA-256 of the words it stands for: other words, and nobody finds it
    text("message"),  # what the catalogue knows those words by, so that a change of them is seen
    text("words"),  # as they were when they were signed
    number("version"),
    one_of("state", ["ready", "published", "withdrawn"]),
    flag("placeholder"),  # nobody signs in it: never published but in the demonstration (R65)
    text("kind"),
    text("file"),  # SHA-256 of the file, by which it is kept
    number("size"),
    number("milliseconds"),
    text("poster", optional=True),  # SHA-256 of its picture
    text("captions", optional=True),  # WebVTT
    facts("credits"),  # who translated it and who checked that, with their registers (R26)
    ident("made_by", optional=True),
    ident("checked_by", optional=True),
    text("said_back", optional=True),  # what it says, by somebody who had not read its words (R93)
    ident("said_back_by", optional=True),
    number("revision"),
    moment("made"),
    moment("published", optional=True),
    moment("withdrawn", optional=True),
    refers("made_by", "staff_member"),
    refers("checked_by", "staff_member"),
    refers("said_back_by", "staff_member"),
    unique("language", "words_hash", "version"),
    sa.Index("ix_clip_state", "authority", "language", "state"),
)

# What a translator is told besides the words: what they are for, where a child meets them, what not to suggest (R93).
clip_brief = table(
    "clip_brief",
    text("language"),
    sealed("words_hash"),
    text("meaning"),
    text("context"),
    text("avoid"),
    ident("written_by"),
    moment("written"),
    refers("written_by", "staff_member"),
    unique("language", "words_hash"),
)
