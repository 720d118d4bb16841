"""Deaf children and children of other languages: what nobody understands yet has a level, a time and climbs (R60)."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ABOUT = ("concern", "not_understood")


def one_of(name: str, *words: str) -> sa.Column[str]:
    return sa.Column(
        name, sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40), nullable=False
    )


def moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def ident(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_authority_{column}")
    return sa.ForeignKeyConstraint(["authority", column], [f"{other}.authority", f"{other}.id"], name=name)


def upgrade() -> None:
    _notices_about_both()
    op.drop_table("not_yet_understood")  # nothing has ever written into it
    op.create_table(
        "not_yet_understood",
        ident("authority"),
        ident("id"),
        ident("statement"),
        one_of("audience", "worker", "manager"),
        sa.Column("language", sa.Text(), nullable=False),
        one_of("because", "language", "drawn", "signed", "spoken"),
        one_of("level", "unsafe", "urgent", "worry"),
        moment("raised"),
        moment("due"),
        moment("understood", nullable=True),
        ident("by", nullable=True),
        sa.Column("climbed", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_not_yet_understood_authority")),
        refers("not_yet_understood", "statement", "statement"),
        refers("not_yet_understood", "by", "staff_member"),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_not_yet_understood")),
        sa.UniqueConstraint(
            "authority", "statement", "audience", name=op.f("uq_not_yet_understood_authority_statement_audience")
        ),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("GRANT INSERT ON not_yet_understood TO voice_public")
        op.execute("GRANT SELECT ON not_yet_understood TO voice_staff")
        op.execute('GRANT UPDATE (understood, "by", revision) ON not_yet_understood TO voice_staff')
        op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON not_yet_understood TO voice_worker")


def _notices_about_both() -> None:
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
