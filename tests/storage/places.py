"""The people and places that tests of the cipher seal for. Nobody here is real."""

from uuid import UUID

from storage.envelopes import Context

AUTHORITY = UUID("0a000000-0000-4000-8000-000000000001")
ANOTHER_AUTHORITY = UUID("0a000000-0000-4000-8000-000000000002")
AMARA = UUID("0b000000-0000-4000-8000-000000000001")
ANOTHER_CHILD = UUID("0b000000-0000-4000-8000-000000000002")
STATEMENT = UUID("0c000000-0000-4000-8000-000000000001")
ANOTHER_RECORD = UUID("0c000000-0000-4000-8000-000000000002")

HERE = Context(AUTHORITY, AMARA, "statement", STATEMENT)
ELSEWHERE = {
    "another authority": Context(ANOTHER_AUTHORITY, AMARA, "statement", STATEMENT),
    "another child": Context(AUTHORITY, ANOTHER_CHILD, "statement", STATEMENT),
    "another kind": Context(AUTHORITY, AMARA, "reply", STATEMENT),
    "another record": Context(AUTHORITY, AMARA, "statement", ANOTHER_RECORD),
    "child and record swapped": Context(AUTHORITY, STATEMENT, "statement", AMARA),
}

WORDS = "I want to see my nan. \N{CRYING FACE} أريد أن أرى جدتي \N{RIGHT-TO-LEFT OVERRIDE}\x00.".encode()
