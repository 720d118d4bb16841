"""Children who are asked who may watch them: a picture of each interpreter whom the authority shows (R92)."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("interpreter", sa.Column("picture", sa.LargeBinary(), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("GRANT SELECT (picture) ON interpreter TO voice_public")
        op.execute("GRANT UPDATE (picture) ON interpreter TO voice_staff")


def downgrade() -> None:
    op.drop_column("interpreter", "picture")
