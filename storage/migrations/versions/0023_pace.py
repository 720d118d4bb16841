"""Children who are answered while very many are asked: how fast our number may send, kept by all workers together."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pace",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sender", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("next", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_pace_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_pace")),
        sa.UniqueConstraint("authority", "sender", name=op.f("uq_pace_authority_sender")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("GRANT SELECT, INSERT, UPDATE ON pace TO voice_worker")


def downgrade() -> None:
    op.drop_table("pace")
