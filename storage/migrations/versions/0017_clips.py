"""Deaf children who sign: what stands on a page may have a clip, bound to its words (R26, R65)."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

STATES = ("ready", "published", "withdrawn")
PUBLIC_READS = (
    "authority, id, language, words_hash, words, version, state, placeholder, "
    "kind, file, size, poster, captions, published"
)
STAFF_CHANGES = "state, captions, credits, checked_by, revision, published, withdrawn"


def by(column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_clip_authority_{column}")
    return sa.ForeignKeyConstraint(["authority", column], ["staff_member.authority", "staff_member.id"], name=name)


def needed(*names: str, kind: type[sa.types.TypeEngine[Any]] = sa.Text) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind(), nullable=False) for name in names]


def optional(*names: str, kind: type[sa.types.TypeEngine[Any]] = sa.Text) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind(), nullable=True) for name in names]


def upgrade() -> None:
    state = sa.Enum(*STATES, name="state", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "clip",
        *needed("authority", "id", kind=sa.Uuid),
        *needed("language"),
        *needed("words_hash", kind=sa.LargeBinary),
        *needed("message", "words"),
        *needed("version", kind=sa.BigInteger),
        sa.Column("state", state, nullable=False),
        sa.Column("placeholder", sa.Boolean(create_constraint=True, name="placeholder"), nullable=False),
        *needed("kind", "file"),
        *needed("size", "milliseconds", kind=sa.BigInteger),
        *optional("poster", "captions"),
        *needed("credits", kind=sa.JSON),
        *optional("made_by", "checked_by", kind=sa.Uuid),
        *needed("revision", kind=sa.BigInteger),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_clip_authority")),
        by("made_by"),
        by("checked_by"),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_clip")),
        sa.UniqueConstraint(
            "authority", "language", "words_hash", "version", name=op.f("uq_clip_authority_language_words_hash_version")
        ),
    )
    op.create_index("ix_clip_state", "clip", ["authority", "language", "state"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"GRANT SELECT ({PUBLIC_READS}) ON clip TO voice_public")
        op.execute(f"GRANT SELECT, INSERT, UPDATE ({STAFF_CHANGES}) ON clip TO voice_staff")
        op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON clip TO voice_worker")


def downgrade() -> None:
    op.drop_index("ix_clip_state", "clip")
    op.drop_table("clip")
