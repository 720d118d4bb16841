"""Clips are made from a brief, and somebody who has not read the English says back what they saw (R93)."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clip_brief",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("words_hash", sa.LargeBinary(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("meaning", "context", "avoid")),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_clip_brief_authority")),
        sa.ForeignKeyConstraint(
            ["authority", "written_by"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_clip_brief_authority_written_by"),
        ),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_clip_brief")),
        sa.UniqueConstraint(
            "authority", "language", "words_hash", name=op.f("uq_clip_brief_authority_language_words_hash")
        ),
    )
    with op.batch_alter_table("clip") as clip:
        clip.add_column(sa.Column("said_back", sa.Text(), nullable=True))
        clip.add_column(sa.Column("said_back_by", sa.Uuid(), nullable=True))
        clip.create_foreign_key(
            op.f("fk_clip_authority_said_back_by"),
            "staff_member",
            ["authority", "said_back_by"],
            ["authority", "id"],
        )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("GRANT SELECT, INSERT, UPDATE ON clip_brief TO voice_staff")
        op.execute("GRANT UPDATE (said_back, said_back_by) ON clip TO voice_staff")


def downgrade() -> None:
    with op.batch_alter_table("clip") as clip:
        clip.drop_constraint(op.f("fk_clip_authority_said_back_by"), type_="foreignkey")
        clip.drop_column("said_back_by")
        clip.drop_column("said_back")
    op.drop_table("clip_brief")
