"""WhatsApp, which lets us answer freely for a day: when a number's last text came, where it came that way."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("phone", sa.Column("whatsapp_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("phone", "whatsapp_at")
