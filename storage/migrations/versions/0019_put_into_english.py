"""Children of other languages, and deaf children: who puts their words into English is given them, and no more (R28).

Nothing has ever written an interpretation. What the child says to one is now among her sealed words.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

AUDIENCES = ("worker", "manager")
PURPOSES = (
    "case",
    "apart",
    "pool",
    "interpreting",
    "participation",
    "advocacy",
    "numbers",
    "delivery",
    "directory",
)
KINDS = ("said", "reply", "promise", "weighing", "opened", "changed", "translation")
ABOUT = ("concern", "not_understood", "stranger", "interpreting")
GRANTS = (
    "SELECT (authority, id, staff, first_name, languages) ON interpreter TO voice_public",
    "SELECT, INSERT ON interpreter TO voice_staff",
    "UPDATE (first_name, languages, register, registered_as, registered_until) ON interpreter TO voice_staff",
    "SELECT, INSERT ON interpreting TO voice_staff",
    "UPDATE (revision, opened, ended, how_ended) ON interpreting TO voice_staff",
    "SELECT, INSERT ON interpretation TO voice_staff",
    "UPDATE (checked_by, checked, wished_by, wished) ON interpretation TO voice_staff",
    "SELECT, INSERT, UPDATE, DELETE ON interpreter TO voice_worker",
    "SELECT, INSERT, UPDATE, DELETE ON interpreting TO voice_worker",
    "SELECT, INSERT, UPDATE, DELETE ON interpretation TO voice_worker",
)


def one_of(table: str, name: str, *words: str, nullable: bool = False) -> sa.Column[str]:
    rule = op.f(f"ck_{table}_{name}")
    return sa.Column(
        name, sa.Enum(*words, name=rule, native_enum=False, create_constraint=True, length=40), nullable=nullable
    )


def text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def sealed(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=True)


def moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def ident(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def keys(table: str, **refers: str) -> list[sa.Constraint]:
    """The two shapes that every table shares."""
    return [
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f(f"fk_{table}_authority")),
        *(
            sa.ForeignKeyConstraint(
                ["authority", column],
                [f"{other}.authority", f"{other}.id"],
                name=op.f(f"fk_{table}_authority_{column}"),
            )
            for column, other in refers.items()
        ),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    _keys_of_a_piece_of_work()
    _mailboxes_take_it()
    _notices_about_it()
    _interpreter()
    _interpretation()
    _interpreting()
    if op.get_bind().dialect.name == "postgresql":
        for right in GRANTS:
            op.execute(f"GRANT {right}")
        op.execute(  # to clear away an erased child's copy; before version 17 the owner has to
            "DO $$ BEGIN IF current_setting('server_version_num')::int >= 170000 THEN "
            "GRANT MAINTAIN ON interpreting TO voice_worker; END IF; END $$"
        )


def downgrade() -> None:
    raise NotImplementedError("bring back a backup from before")


def _interpreter() -> None:
    op.create_table(
        "interpreter",
        ident("authority"),
        ident("id"),
        ident("staff"),
        text("first_name"),
        sa.Column("languages", sa.JSON(), nullable=False),
        text("register", nullable=True),
        text("registered_as", nullable=True),
        sa.Column("registered_until", sa.Date(), nullable=True),
        *keys("interpreter", staff="staff_member"),
        sa.UniqueConstraint("authority", "staff", name=op.f("uq_interpreter_authority_staff")),
    )


def _interpretation() -> None:
    op.drop_table("interpretation")
    refers = {
        "statement": "statement",
        "of": "interpretation",
        "made_by": "staff_member",
        "checked_by": "staff_member",
        "wished_by": "staff_member",
        "envelope": "envelope",
    }
    unique = op.f("uq_interpretation_authority_statement_audience_version")
    op.create_table(
        "interpretation",
        ident("authority"),
        ident("id"),
        ident("statement"),
        one_of("interpretation", "audience", *AUDIENCES),
        text("language"),
        number("version"),
        ident("of", nullable=True),
        ident("made_by"),
        ident("checked_by", nullable=True),
        moment("checked", nullable=True),
        ident("envelope"),
        moment("made"),
        ident("wished_by", nullable=True),
        moment("wished", nullable=True),
        moment("shown", nullable=True),
        *keys("interpretation", **refers),
        sa.UniqueConstraint("authority", "statement", "audience", "version", name=unique),
    )


def _interpreting() -> None:
    refers = {"statement": "statement", "staff": "staff_member", "given_by": "staff_member"}
    op.create_table(
        "interpreting",
        ident("authority"),
        ident("id"),
        ident("statement"),
        one_of("interpreting", "audience", *AUDIENCES),
        one_of("interpreting", "work", "makes", "checks"),
        text("language"),
        ident("staff"),
        ident("given_by"),
        ident("key", nullable=True),
        sealed("sealed"),
        ident("of", nullable=True),
        number("revision"),
        moment("made"),
        moment("due"),
        moment("opened", nullable=True),
        moment("ended", nullable=True),
        one_of("interpreting", "how_ended", "done", "given_back", "taken_back", nullable=True),
        *keys("interpreting", **refers, key="child_key", of="interpretation"),
    )
    op.create_index("ix_interpreting_staff", "interpreting", ["authority", "staff"])
    op.create_index("ix_interpreting_statement", "interpreting", ["authority", "statement"])


# SQLite cannot change a rule of a table: a second one is filled, and takes the first one's name.


def _keys_of_a_piece_of_work() -> None:
    if _changed_in_place("child_key", "purpose", PURPOSES):
        return
    names = ("suite", "public_key", "signature", "wrapped_private", "kek_version", "salt", "made", "retired")
    op.create_table(
        "child_key_after",
        ident("authority"),
        ident("id"),
        ident("child", nullable=True),
        one_of("child_key", "purpose", *PURPOSES),
        text("suite"),
        sealed("public_key"),
        sealed("signature"),
        sealed("wrapped_private"),
        sa.Column("kek_version", sa.BigInteger(), nullable=True),
        sealed("salt"),
        moment("made"),
        moment("retired", nullable=True),
        *keys("child_key", child="child"),
    )
    _takes_the_name("child_key", "authority", "id", "child", "purpose", *names)
    op.create_index("ix_child_key_child", "child_key", ["authority", "child", "purpose"])


def _mailboxes_take_it() -> None:
    if _changed_in_place("mailbox_item", "kind", KINDS):
        return
    op.create_table(
        "mailbox_item_after",
        ident("authority"),
        ident("id"),
        ident("mailbox"),
        one_of("mailbox_item", "kind", *KINDS),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        moment("made"),
        *keys("mailbox_item", mailbox="mailbox"),
    )
    _takes_the_name("mailbox_item", "authority", "id", "mailbox", "kind", "sealed", "made")
    op.create_index("ix_mailbox_item_mailbox", "mailbox_item", ["authority", "mailbox"])


def _notices_about_it() -> None:
    if _changed_in_place("notice", "about", ABOUT):
        return
    unique = op.f("uq_notice_authority_about_subject_staff_way")
    op.create_table(
        "notice_after",
        ident("authority"),
        ident("id"),
        one_of("notice", "about", *ABOUT),
        ident("subject"),
        ident("staff"),
        one_of("notice", "way", "email", "text"),
        moment("made"),
        *keys("notice", staff="staff_member"),
        sa.UniqueConstraint("authority", "about", "subject", "staff", "way", name=unique),
    )
    _takes_the_name("notice", "authority", "id", "about", "subject", "staff", "way", "made")


def _changed_in_place(table: str, column: str, words: tuple[str, ...]) -> bool:
    """Whether the database could change it where it is; PostgreSQL can."""
    if op.get_bind().dialect.name != "postgresql":
        return False
    op.drop_constraint(op.f(f"ck_{table}_{column}"), table)
    op.create_check_constraint(op.f(f"ck_{table}_{column}"), table, f"{column} IN {words}")
    return True


def _takes_the_name(table: str, *columns: str) -> None:
    listed = ", ".join(columns)
    op.execute(f"INSERT INTO {table}_after ({listed}) SELECT {listed} FROM {table}")  # noqa: S608 - our own names
    op.drop_table(table)
    op.rename_table(f"{table}_after", table)
