"""Duty, for texts from numbers nobody knows: they go up until somebody has them, and a wrong match is dealt with."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ABOUT = ("concern", "not_understood", "stranger")
REFERS = {
    "stranger": "stranger",
    "child": "child",
    "statement": "statement",
    "concern": "concern",
    "by": "staff_member",
    "dealt_by": "staff_member",
}
GRANTS = (
    "UPDATE (concern) ON stranger TO voice_staff",
    "SELECT, INSERT, UPDATE (outcome, dealt, dealt_by) ON wrong_record TO voice_staff",
    "SELECT, INSERT, UPDATE, DELETE ON wrong_record TO voice_worker",
)


def one_of(name: str, *words: str, nullable: bool = False) -> sa.Column[str]:
    kind = sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, kind, nullable=nullable)


def moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def ident(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_authority_{column}")
    return sa.ForeignKeyConstraint(["authority", column], [f"{other}.authority", f"{other}.id"], name=name)


def upgrade() -> None:
    op.add_column("stranger", sa.Column("climbed", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("stranger", ident("concern", nullable=True))
    op.create_table(
        "wrong_record",
        ident("authority"),
        ident("id"),
        ident("stranger"),
        ident("child"),
        ident("statement", nullable=True),
        ident("concern", nullable=True),
        moment("since"),
        moment("made"),
        ident("by"),
        moment("due"),
        one_of("outcome", "reported", "no_risk", nullable=True),
        moment("dealt", nullable=True),
        ident("dealt_by", nullable=True),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_wrong_record_authority")),
        *(refers("wrong_record", column, other) for column, other in REFERS.items()),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_wrong_record")),
    )
    _notices_about_senders()
    if op.get_bind().dialect.name == "postgresql":
        for right in GRANTS:
            op.execute(f"GRANT {right}")


def _notices_about_senders() -> None:
    """SQLite cannot change a rule of a table: the table is made again, and filled from the one before."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_notice_about"), "notice")
        op.create_check_constraint(op.f("ck_notice_about"), "notice", f"about IN {ABOUT}")
        return
    op.rename_table("notice", "notice_before")
    op.create_table(
        "notice",
        ident("authority"),
        ident("id"),
        one_of("about", *ABOUT),
        ident("subject"),
        ident("staff"),
        one_of("way", "email", "text"),
        moment("made"),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_notice_authority")),
        refers("notice", "staff", "staff_member"),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "authority", "about", "subject", "staff", "way", name=op.f("uq_notice_authority_about_subject_staff_way")
        ),
    )
    op.execute("INSERT INTO notice SELECT authority, id, about, subject, staff, way, made FROM notice_before")
    op.drop_table("notice_before")


def downgrade() -> None:
    raise NotImplementedError("bring back a backup from before")
