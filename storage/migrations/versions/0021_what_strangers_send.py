"""Duty, who must be able to look at what somebody unknown sends before anybody knows whose it is."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

REFERS = {"stranger": "stranger", "opens": "envelope"}
RIGHTS = (
    ("SELECT (authority, id, state, stranger, opens) ON picture", "voice_staff"),
    ("INSERT ON not_yet_understood", "voice_staff"),  # matched in a language nobody here reads, or with a recording
)


def upgrade() -> None:
    with op.batch_alter_table("picture") as batch:
        for column, other in REFERS.items():
            batch.add_column(sa.Column(column, sa.Uuid(), nullable=True))
            name = op.f(f"fk_picture_authority_{column}")
            batch.create_foreign_key(name, other, ["authority", column], ["authority", "id"])
        batch.create_index("ix_picture_stranger", ["authority", "stranger"])
    op.create_index("ix_attachment_statement", "attachment", ["authority", "statement"])
    if op.get_bind().dialect.name == "postgresql":
        for right, role in RIGHTS:
            op.execute(f"GRANT {right} TO {role}")


def downgrade() -> None:
    op.drop_index("ix_attachment_statement", "attachment")
    if op.get_bind().dialect.name == "postgresql":
        for right, role in RIGHTS:
            op.execute(f"REVOKE {right} FROM {role}")
    with op.batch_alter_table("picture") as batch:
        batch.drop_index("ix_picture_stranger")
        for column in REFERS:
            batch.drop_constraint(op.f(f"fk_picture_authority_{column}"), type_="foreignkey")
            batch.drop_column(column)
