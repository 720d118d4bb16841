"""Children who sign or speak asked to be heard so: how much of a recording is here, and until when it may arrive."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attachment", sa.Column("declared", sa.BigInteger(), nullable=True))
    op.add_column("attachment", sa.Column("closing", sa.LargeBinary(), nullable=True))
    op.add_column("attachment", sa.Column("revision", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column(
        "attachment",
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False, server_default="2000-01-01 00:00:00+00:00"),
    )
    op.create_index("ix_attachment_conversation", "attachment", ["authority", "conversation"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("GRANT SELECT, DELETE ON attachment, segment TO voice_public")
        op.execute("GRANT UPDATE (size, declared, closing, state, revision, manifest) ON attachment TO voice_public")


def downgrade() -> None:
    op.drop_index("ix_attachment_conversation", "attachment")
    for column in ("expires", "revision", "closing", "declared"):
        op.drop_column("attachment", column)
