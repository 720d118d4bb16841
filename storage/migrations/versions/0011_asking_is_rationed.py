"""Children, who may say "stop asking me", and may ask to be asked, which need not wait for its turn (R107)."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BEFORE = ("advocate", "person", "complaint", "not_me")
KINDS = (*BEFORE, "stop_asking", "ask_again")


def upgrade() -> None:
    op.add_column("invitation", sa.Column("child_asked", sa.DateTime(timezone=True), nullable=True))
    _kinds(KINDS)


def downgrade() -> None:
    op.execute("DELETE FROM asked_for WHERE kind IN ('stop_asking', 'ask_again')")
    _kinds(BEFORE)
    op.drop_column("invitation", "child_asked")


def _kinds(kinds: tuple[str, ...]) -> None:
    """SQLite cannot change a rule of a table: it is made again without the one rule it had, and given the new one."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_asked_for_kind"), "asked_for")
        op.create_check_constraint(op.f("ck_asked_for_kind"), "asked_for", f"kind IN {kinds}")
        return
    with op.batch_alter_table("asked_for", recreate="always") as asked_for:
        asked_for.create_check_constraint(op.f("ck_asked_for_kind"), f"kind IN {kinds}")
