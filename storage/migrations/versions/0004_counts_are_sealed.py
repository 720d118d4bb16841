"""The managers who will read figures, and the children in them: counts lie sealed, and a link knows the child's team.

The three tables that go were never written to: nothing counted before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

POINTS = ("start", "four_months", "ending")


def upgrade() -> None:
    op.drop_table("tally")
    op.drop_table("change_tally")
    op.create_table(
        "tally_book",
        *_own("tally_book"),
        sa.Column("version", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("closed", sa.Date(), nullable=True),
        _of_version("tally_book"),
        sa.UniqueConstraint("authority", "version", name=op.f("uq_tally_book_authority_version")),
    )
    op.create_table(
        "tally",
        *_own("tally"),
        sa.Column("version", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("sheet", sa.LargeBinary(), nullable=False),
        _of_version("tally"),
        sa.UniqueConstraint("authority", "version", "month", name=op.f("uq_tally_authority_version_month")),
    )
    with op.batch_alter_table("invitation") as invitation:
        invitation.add_column(sa.Column("team", sa.Uuid(), nullable=True))
        point = sa.Enum(*POINTS, name="point", native_enum=False, create_constraint=True, length=40)
        invitation.add_column(sa.Column("point", point, nullable=True))
        invitation.create_foreign_key(
            op.f("fk_invitation_authority_team"), "team", ["authority", "team"], ["authority", "id"]
        )
    _grant()


def downgrade() -> None:
    raise NotImplementedError("counts in the clear are not made again")


def _own(name: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f(f"fk_{name}_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f(f"pk_{name}")),
    ]


def _of_version(name: str) -> sa.ForeignKeyConstraint:
    there = ["survey_version.authority", "survey_version.id"]
    return sa.ForeignKeyConstraint(["authority", "version"], there, name=op.f(f"fk_{name}_authority_version"))


def _grant() -> None:
    """The worker counts; nobody else sees a count. Snapshots are the staff's to read, and the worker's to make."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON tally, tally_book TO voice_worker")
