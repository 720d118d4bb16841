"""Records officers and managers, once a court is done: two people lift a hold, and why is kept (R39, R72)."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

REFERS = {"lift_asked_by": "staff_member", "lift_envelope": "envelope", "lifted_by": "staff_member"}
CHANGES = "staff, envelope, made, lift_asked_by, lift_asked, lift_envelope, lifted_by, lifted"


def upgrade() -> None:
    with op.batch_alter_table("legal_hold") as batch:
        for column in ("lift_asked_by", "lift_envelope", "lifted_by"):
            batch.add_column(sa.Column(column, sa.Uuid(), nullable=True))
        for column in ("lift_asked", "lifted"):
            batch.add_column(sa.Column(column, sa.DateTime(timezone=True), nullable=True))
        for column, table in REFERS.items():
            name = op.f(f"fk_legal_hold_authority_{column}")
            batch.create_foreign_key(name, table, ["authority", column], ["authority", "id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"GRANT UPDATE ({CHANGES}) ON legal_hold TO voice_staff")


def downgrade() -> None:
    raise NotImplementedError("bring back a backup from before")
