"""Children who send a voice message, a picture or a video by WhatsApp: each is fetched once, and deleted there."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STATES = ("waiting", "held", "kept", "failed", "left")


def refers(column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_picture_authority_{column}")
    return sa.ForeignKeyConstraint(["authority", column], [f"{other}.authority", f"{other}.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "picture",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contact", sa.LargeBinary(), nullable=False),
        sa.Column("child", sa.Uuid(), nullable=True),
        sa.Column("conversation", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_picture_authority")),
        refers("child", "child"),
        refers("conversation", "conversation"),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_picture")),
    )
    op.create_index("ix_picture_child", "picture", ["authority", "child"])
    op.create_index("ix_picture_state", "picture", ["authority", "state"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON picture TO voice_worker")


def downgrade() -> None:
    op.drop_index("ix_picture_state", "picture")
    op.drop_index("ix_picture_child", "picture")
    op.drop_table("picture")
