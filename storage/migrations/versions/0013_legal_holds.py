"""Duty and managers, for a court or an inquiry: a child's record is held from a concern, and why is kept (R39, R72)."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

REFERS = {"child": "child", "concern": "concern", "staff": "staff_member", "envelope": "envelope"}


def upgrade() -> None:
    op.create_table(
        "legal_hold",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(column, sa.Uuid(), nullable=False) for column in REFERS),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_legal_hold_authority")),
        *(
            sa.ForeignKeyConstraint(
                ["authority", column],
                [f"{table}.authority", f"{table}.id"],
                name=op.f(f"fk_legal_hold_authority_{column}"),
            )
            for column, table in REFERS.items()
        ),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_legal_hold")),
        sa.UniqueConstraint("authority", "concern", name=op.f("uq_legal_hold_authority_concern")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("GRANT SELECT, INSERT ON legal_hold TO voice_staff")
        op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON legal_hold TO voice_worker")


def downgrade() -> None:
    raise NotImplementedError("bring back a backup from before")
