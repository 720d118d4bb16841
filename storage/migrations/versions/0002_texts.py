"""Children without data: texts in and out, the numbers they come from, and senders nobody knows yet (R20 to R25)."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KINDS = ("answer", "question", "invitation", "reminder", "person", "outside")
GRANTS = (
    "SELECT, INSERT, UPDATE, DELETE ON phone, stranger, stranger_text TO voice_worker",
    "SELECT ON phone, stranger, stranger_text TO voice_staff",
    "INSERT ON phone, stranger_text, message TO voice_staff",
    "UPDATE (revision, person_until) ON phone TO voice_staff",
    "UPDATE (state, revision, changed, by, child, statement) ON stranger TO voice_staff",
    "UPDATE (state, words) ON message TO voice_staff",
    "DELETE ON contact TO voice_staff",
)


def moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def ident(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def one_of(name: str, *words: str, nullable: bool = False) -> sa.Column[object]:
    kind = sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, kind, nullable=nullable)


def refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_authority_{column}")
    return sa.ForeignKeyConstraint(["authority", column], [f"{other}.authority", f"{other}.id"], name=name)


def own(table: str) -> list[sa.Column[object] | sa.Constraint]:
    return [
        ident("authority"),
        ident("id"),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f(f"fk_{table}_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    op.create_table(
        "phone",
        *own("phone"),
        sa.Column("contact", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        moment("opted_out", nullable=True),
        moment("person_until", nullable=True),
        sa.UniqueConstraint("authority", "contact", name=op.f("uq_phone_authority_contact")),
    )
    op.create_table(
        "stranger",
        *own("stranger"),
        sa.Column("contact", sa.LargeBinary(), nullable=False),
        ident("key", nullable=True),
        one_of("why", "unknown", "unconfirmed", "shared", "adult"),
        one_of("level", "unsafe", "urgent", "worry"),
        one_of("state", "open", "matched", "closed"),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=True),
        moment("made"),
        moment("read_by"),
        moment("changed", nullable=True),
        ident("by", nullable=True),
        ident("child", nullable=True),
        ident("statement", nullable=True),
        refers("stranger", "by", "staff_member"),
        refers("stranger", "child", "child"),
        refers("stranger", "key", "child_key"),
        refers("stranger", "statement", "statement"),
    )
    op.create_index("ix_stranger_state", "stranger", ["authority", "state"])
    op.create_index("ix_stranger_contact", "stranger", ["authority", "contact"])
    op.create_table(
        "stranger_text",
        *own("stranger_text"),
        ident("stranger"),
        one_of("by", "sender", "person"),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        moment("at"),
        refers("stranger_text", "stranger", "stranger"),
    )
    op.create_index("ix_stranger_text_stranger", "stranger_text", ["authority", "stranger"])
    op.create_index("ix_inbound_message_contact", "inbound_message", ["authority", "contact", "received"])
    with op.batch_alter_table("message") as batch:
        batch.add_column(sa.Column("contact", sa.LargeBinary(), nullable=True))
        batch.add_column(one_of("kind", *KINDS, nullable=True))
        batch.add_column(ident("answers", nullable=True))
        batch.add_column(moment("tried", nullable=True))
        batch.create_index("ix_message_contact", ["authority", "contact", "made"])
        batch.create_unique_constraint(op.f("uq_message_authority_answers"), ["authority", "answers"])
    if op.get_bind().dialect.name == "postgresql":
        for right in GRANTS:
            op.execute(f"GRANT {right}")


def downgrade() -> None:
    with op.batch_alter_table("message") as batch:
        batch.drop_constraint(op.f("uq_message_authority_answers"), type_="unique")
        batch.drop_index("ix_message_contact")
        for column in ("tried", "answers", "kind", "contact"):
            batch.drop_column(column)
    op.drop_index("ix_inbound_message_contact", "inbound_message")
    op.drop_table("stranger_text")
    op.drop_table("stranger")
    op.drop_table("phone")
