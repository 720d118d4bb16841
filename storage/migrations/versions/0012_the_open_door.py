"""Children without a link: who comes by the open door waits for duty with the numbers nobody knows."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WHY = ("unknown", "unconfirmed", "shared", "adult", "door")
COLUMNS = (
    'authority, id, contact, "key", why, level, state, revision, number, made, read_by, changed, "by", child, '
    "statement, concern, climbed"
)


def one_of(name: str, *words: str) -> sa.Column[str]:
    rule = op.f(f"ck_stranger_{name}")
    kind = sa.Enum(*words, name=rule, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, kind, nullable=False)


def moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def ident(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def refers(column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_stranger_authority_{column}")
    return sa.ForeignKeyConstraint(["authority", column], [f"{other}.authority", f"{other}.id"], name=name)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_stranger_why"), "stranger")
        op.create_check_constraint(op.f("ck_stranger_why"), "stranger", f"why IN {WHY}")
        return
    # SQLite cannot change a rule of a table: a second one is filled, and takes the first one's name and its texts.
    op.create_table(
        "stranger_after",
        ident("authority"),
        ident("id"),
        sa.Column("contact", sa.LargeBinary(), nullable=False),
        ident("key", nullable=True),
        one_of("why", *WHY),
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
        ident("concern", nullable=True),
        sa.Column("climbed", sa.BigInteger(), nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_stranger_authority")),
        refers("by", "staff_member"),
        refers("child", "child"),
        refers("key", "child_key"),
        refers("statement", "statement"),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_stranger")),
    )
    op.execute(f"INSERT INTO stranger_after ({COLUMNS}) SELECT {COLUMNS} FROM stranger")  # noqa: S608 - our own names
    op.drop_table("stranger")
    op.rename_table("stranger_after", "stranger")
    op.create_index("ix_stranger_state", "stranger", ["authority", "state"])
    op.create_index("ix_stranger_contact", "stranger", ["authority", "contact"])


def downgrade() -> None:
    raise NotImplementedError("bring back a backup from before")
