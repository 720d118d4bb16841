"""Workers of children who sign or speak another language: an answer may be to see them with an interpreter (R91)."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

HOW = ("see_them", "with_interpreter", "ring", "write", "told_in_person")
REFERS = {"statement": "statement", "staff": "staff_member", "envelope": "envelope"}
COLUMNS = "authority, id, statement, staff, how, envelope, on_day, made"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_reply_how"), "reply")
        op.create_check_constraint(op.f("ck_reply_how"), "reply", f"how IN {HOW}")
        return
    # SQLite cannot change a rule of a table: a second one is filled, and takes the first one's name.
    kind = sa.Enum(*HOW, name=op.f("ck_reply_how"), native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "reply_after",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement", sa.Uuid(), nullable=False),
        sa.Column("staff", sa.Uuid(), nullable=False),
        sa.Column("how", kind, nullable=False),
        sa.Column("envelope", sa.Uuid(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_reply_authority")),
        *(
            sa.ForeignKeyConstraint(
                ["authority", column],
                [f"{other}.authority", f"{other}.id"],
                name=op.f(f"fk_reply_authority_{column}"),
            )
            for column, other in REFERS.items()
        ),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_reply")),
    )
    op.execute(f"INSERT INTO reply_after ({COLUMNS}) SELECT {COLUMNS} FROM reply")  # noqa: S608 - our own names
    op.drop_table("reply")
    op.rename_table("reply_after", "reply")
    op.create_index("ix_reply_statement", "reply", ["authority", "statement"])


def downgrade() -> None:
    raise NotImplementedError("bring back a backup from before")
