"""Children, for what is told to the service and not to their file (R62): whose it is, sealed apart, and who looked."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

REFERS = {
    "statement": "statement",
    "behind": "envelope",
    "why": "envelope",
    "asked_by": "staff_member",
    "confirmed_by": "staff_member",
    "concern": "concern",
}
GRANTS = (
    "INSERT ON unnamed TO voice_public",
    "SELECT, UPDATE (why, asked_by, asked, confirmed_by, confirmed, concern) ON unnamed TO voice_staff",
    "SELECT, INSERT, UPDATE, DELETE ON unnamed TO voice_worker",
)


def upgrade() -> None:
    op.create_table(
        "unnamed",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement", sa.Uuid(), nullable=False),
        sa.Column("behind", sa.Uuid(), nullable=False),
        sa.Column("why", sa.Uuid(), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("concern", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_unnamed_authority")),
        *(
            sa.ForeignKeyConstraint(
                ["authority", column],
                [f"{table}.authority", f"{table}.id"],
                name=op.f(f"fk_unnamed_authority_{column}"),
            )
            for column, table in REFERS.items()
        ),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_unnamed")),
        sa.UniqueConstraint("authority", "statement", name=op.f("uq_unnamed_authority_statement")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for grant in GRANTS:
            op.execute(f"GRANT {grant}")


def downgrade() -> None:
    op.drop_table("unnamed")
