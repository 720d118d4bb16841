"""Workers of deaf children: an answer is signed, by an interpreter or by whoever gives it (R91, R92).

Nobody was answered in sign before. What is being signed stands beside the answers, and is none until the child has it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

SIGNED = ("send_for_signing", "sign_myself")
HOW = ("see_them", "with_interpreter", "ring", "write", *SIGNED, "told_in_person")
WORK = ("makes", "checks", "signs", "checks_film")
GRANTS = (
    "SELECT, INSERT ON signed_answer, signed_film TO voice_staff",
    "UPDATE (state, revision) ON signed_answer TO voice_staff",
    "UPDATE (checked_by, checked, verdict, note) ON signed_film TO voice_staff",
    "INSERT ON attachment, segment TO voice_staff",
    "SELECT, INSERT, UPDATE, DELETE ON signed_answer, signed_film TO voice_worker",
)
REPLY = "authority, id, statement, staff, how, envelope, on_day, made"
INTERPRETING = (
    "authority, id, statement, audience, work, language, staff, given_by, key, sealed, of, revision, made, due, "
    "opened, ended, how_ended"
)


def one_of(table: str, name: str, *words: str, nullable: bool = False) -> sa.Column[str]:
    rule = op.f(f"ck_{table}_{name}")
    kind = sa.Enum(*words, name=rule, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, kind, nullable=nullable)


def ident(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def keys(table: str, **refers: str) -> list[sa.Constraint]:
    """The two shapes that every table shares."""
    return [
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f(f"fk_{table}_authority")),
        *(_refers(table, column, other) for column, other in refers.items()),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f(f"pk_{table}")),
    ]


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_authority_{column}")
    return sa.ForeignKeyConstraint(["authority", column], [f"{other}.authority", f"{other}.id"], name=name)


def upgrade() -> None:
    _signed()
    if op.get_bind().dialect.name != "postgresql":
        _reply()
        _interpreting()
        return
    for table, column, words in (("reply", "how", HOW), ("interpreting", "work", WORK)):
        op.drop_constraint(op.f(f"ck_{table}_{column}"), table)
        op.create_check_constraint(op.f(f"ck_{table}_{column}"), table, f"{column} IN {words}")
    op.add_column("interpreting", ident("answer", nullable=True))
    name, here = op.f("fk_interpreting_authority_answer"), ["authority", "answer"]
    op.create_foreign_key(name, "interpreting", "signed_answer", here, ["authority", "id"])
    for right in GRANTS:
        op.execute(f"GRANT {right}")


def downgrade() -> None:
    raise NotImplementedError("bring back a backup from before")


def _signed() -> None:
    op.create_table(
        "signed_answer",
        ident("authority"),
        ident("id"),
        ident("statement"),
        ident("staff"),
        one_of("signed_answer", "how", *SIGNED),
        one_of("signed_answer", "state", "waits", "gone", "dropped"),
        ident("envelope"),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        moment("made"),
        *keys("signed_answer", statement="statement", staff="staff_member", envelope="envelope"),
    )
    op.create_index("ix_signed_answer_statement", "signed_answer", ["authority", "statement"])
    op.create_table(
        "signed_film",
        ident("authority"),
        ident("id"),
        ident("answer"),
        ident("made_by"),
        one_of("signed_film", "how", *SIGNED),
        moment("made"),
        ident("checked_by", nullable=True),
        moment("checked", nullable=True),
        one_of("signed_film", "verdict", "right", "again", nullable=True),
        ident("note", nullable=True),
        *keys(
            "signed_film", answer="signed_answer", made_by="staff_member", checked_by="staff_member", note="envelope"
        ),
    )
    op.create_index("ix_signed_film_answer", "signed_film", ["authority", "answer"])


# SQLite cannot change a rule of a table: a second one is filled, and takes the first one's name.


def _reply() -> None:
    op.create_table(
        "reply_after",
        ident("authority"),
        ident("id"),
        ident("statement"),
        ident("staff"),
        one_of("reply", "how", *HOW),
        ident("envelope"),
        sa.Column("on_day", sa.Date(), nullable=True),
        moment("made"),
        *keys("reply", statement="statement", staff="staff_member", envelope="envelope"),
    )
    _takes_the_name("reply", REPLY)
    op.create_index("ix_reply_statement", "reply", ["authority", "statement"])


def _interpreting() -> None:
    people = {"staff": "staff_member", "given_by": "staff_member"}
    refers = {"statement": "statement", **people, "key": "child_key", "of": "interpretation", "answer": "signed_answer"}
    op.create_table(
        "interpreting_after",
        ident("authority"),
        ident("id"),
        ident("statement"),
        one_of("interpreting", "audience", "worker", "manager"),
        one_of("interpreting", "work", *WORK),
        sa.Column("language", sa.Text(), nullable=False),
        ident("staff"),
        ident("given_by"),
        ident("key", nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        ident("of", nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        moment("made"),
        moment("due"),
        moment("opened", nullable=True),
        moment("ended", nullable=True),
        one_of("interpreting", "how_ended", "done", "given_back", "taken_back", nullable=True),
        ident("answer", nullable=True),
        *keys("interpreting", **refers),
    )
    _takes_the_name("interpreting", INTERPRETING)
    op.create_index("ix_interpreting_staff", "interpreting", ["authority", "staff"])
    op.create_index("ix_interpreting_statement", "interpreting", ["authority", "statement"])


def _takes_the_name(table: str, columns: str) -> None:
    op.execute(f"INSERT INTO {table}_after ({columns}) SELECT {columns} FROM {table}")  # noqa: S608 - our own names
    op.drop_table(table)
    op.rename_table(f"{table}_after", table)
