"""Duty, so that what cannot wait reaches a telephone: each may give a number, and notices go there (R71)."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KINDS = ("answer", "question", "invitation", "reminder", "person", "outside", "notice")
STATES = ("waiting", "sent", "delivered", "failed", "unknown", "cancelled")
GRANTS = (
    "SELECT, INSERT, UPDATE, DELETE ON staff_phone TO voice_staff",
    "SELECT ON staff_phone TO voice_worker",
)


def ident(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def sealed(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.LargeBinary(), nullable=nullable)


def words(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def one_of(name: str, *choices: str, nullable: bool = False) -> sa.Column[object]:
    kind = sa.Enum(*choices, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, kind, nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "staff_phone",
        ident("authority"),
        ident("id"),
        ident("staff"),
        sealed("number"),
        sealed("salt"),
        sealed("contact"),
        sealed("proof", nullable=True),
        moment("proof_until", nullable=True),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        moment("made"),
        moment("confirmed", nullable=True),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_staff_phone_authority")),
        sa.ForeignKeyConstraint(
            ["authority", "staff"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_staff_phone_authority_staff"),
        ),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_staff_phone")),
        sa.UniqueConstraint("authority", "staff", name=op.f("uq_staff_phone_authority_staff")),
    )
    op.create_index("ix_staff_phone_contact", "staff_phone", ["authority", "contact"])
    _texts_to_staff()
    if op.get_bind().dialect.name == "postgresql":
        for right in GRANTS:
            op.execute(f"GRANT {right}")


def _texts_to_staff() -> None:
    """SQLite cannot change a rule of a table: the table is made again, and filled from the one before."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_message_kind"), "message")
        op.create_check_constraint(op.f("ck_message_kind"), "message", f"kind IN {KINDS}")
        return
    op.drop_index("ix_message_contact", "message")
    op.rename_table("message", "message_before")
    op.create_table(
        "message",
        ident("authority"),
        ident("id"),
        ident("conversation", nullable=True),
        words("provider"),
        words("provider_id", nullable=True),
        sealed("words", nullable=True),
        one_of("state", *STATES),
        words("error_code", nullable=True),
        moment("made"),
        sealed("contact", nullable=True),
        one_of("kind", *KINDS, nullable=True),
        ident("answers", nullable=True),
        moment("tried", nullable=True),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_message_authority")),
        sa.ForeignKeyConstraint(
            ["authority", "conversation"],
            ["conversation.authority", "conversation.id"],
            name=op.f("fk_message_authority_conversation"),
        ),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_message")),
        sa.UniqueConstraint("authority", "answers", name=op.f("uq_message_authority_answers")),
    )
    op.create_index("ix_message_contact", "message", ["authority", "contact", "made"])
    columns = (
        "authority, id, conversation, provider, provider_id, words, state, error_code, made, contact, kind, answers, "
        "tried"
    )
    op.execute(f"INSERT INTO message ({columns}) SELECT {columns} FROM message_before")  # noqa: S608 - our own names
    op.drop_table("message_before")


def downgrade() -> None:
    raise NotImplementedError("bring back a backup from before")
