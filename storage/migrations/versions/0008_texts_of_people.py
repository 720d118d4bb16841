"""Duty, for texts from numbers nobody knows: what a person has matched becomes a statement of the child's."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ADDED_BY_STAFF = ("statement", "statement_part")


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in ADDED_BY_STAFF:
            op.execute(f"GRANT INSERT ON {table} TO voice_staff")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in ADDED_BY_STAFF:
            op.execute(f"REVOKE INSERT ON {table} FROM voice_staff")
