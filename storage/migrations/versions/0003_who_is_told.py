"""Duty asked to hear of a concern without having the portal open: who was told of it, and how far it has climbed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WAYS = sa.Enum("email", "text", name="way", native_enum=False, create_constraint=True, length=40)
ABOUT = sa.Enum("concern", name="about", native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.add_column("concern", sa.Column("climbed", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_table(
        "notice",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("about", ABOUT, nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("staff", sa.Uuid(), nullable=False),
        sa.Column("way", WAYS, nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_notice_authority")),
        sa.ForeignKeyConstraint(
            ["authority", "staff"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_notice_authority_staff"),
        ),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "authority", "about", "subject", "staff", "way", name=op.f("uq_notice_authority_about_subject_staff_way")
        ),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON notice TO voice_worker")
        op.execute("GRANT SELECT ON notice TO voice_staff")


def downgrade() -> None:
    op.drop_table("notice")
    op.drop_column("concern", "climbed")
