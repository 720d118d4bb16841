"""Workers who watch and listen asked that every recording plays: a copy beside it, or a task where none can be."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BECAUSE = ("language", "drawn", "signed", "spoken", "unplayable")
TASK = 'authority, id, statement, audience, language, because, level, raised, due, understood, "by", climbed, revision'
OUTBOX = "authority, id, kind, subject, not_before, attempts, state, made"


def one_of(name: str, *words: str) -> sa.Column[str]:
    return sa.Column(
        name, sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40), nullable=False
    )


def moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def ident(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def number(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def keys(table: str, **others: str) -> list[sa.Constraint]:
    found: list[sa.Constraint] = [
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f(f"fk_{table}_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f(f"pk_{table}")),
    ]
    for column, other in others.items():
        name = op.f(f"fk_{table}_authority_{column}")
        found.append(sa.ForeignKeyConstraint(["authority", column], [f"{other}.authority", f"{other}.id"], name=name))
    return found


def upgrade() -> None:
    op.add_column("attachment", ident("statement", nullable=True))
    op.add_column("attachment", sa.Column("trouble", sa.Text(), nullable=True))
    unique = sa.UniqueConstraint(
        "authority", "attachment", "kind", name=op.f("uq_playing_copy_authority_attachment_kind")
    )
    op.create_table(
        "playing_copy",
        ident("authority"),
        ident("id"),
        ident("attachment"),
        one_of("kind", "playback", "poster"),
        number("length"),
        sa.Column("closing", sa.LargeBinary(), nullable=True),
        moment("made"),
        *keys("playing_copy", attachment="attachment"),
        unique,
    )
    _tasks_for_what_does_not_play()
    # What was sent before today is made to play as well; the delivery bears the recording's own id.
    op.execute(
        f"INSERT INTO outbox ({OUTBOX}) SELECT authority, id, 'playback', id, made, 0, 'waiting', made "  # noqa: S608
        "FROM attachment WHERE manifest IS NOT NULL"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("GRANT SELECT ON playing_copy TO voice_public, voice_staff")
        op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON playing_copy TO voice_worker")
        op.execute(
            "DO $$ BEGIN IF current_setting('server_version_num')::int >= 170000 THEN "
            "EXECUTE 'GRANT MAINTAIN ON playing_copy TO voice_worker'; END IF; END $$"
        )


def _tasks_for_what_does_not_play() -> None:
    """SQLite cannot change a rule of a table: the table is made again, and filled from the one before."""
    rule = op.f("ck_not_yet_understood_because")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(rule, "not_yet_understood")
        op.create_check_constraint(rule, "not_yet_understood", f"because IN {BECAUSE}")
        return
    op.rename_table("not_yet_understood", "before")
    unique = sa.UniqueConstraint(
        "authority", "statement", "audience", name=op.f("uq_not_yet_understood_authority_statement_audience")
    )
    op.create_table(
        "not_yet_understood",
        ident("authority"),
        ident("id"),
        ident("statement"),
        one_of("audience", "worker", "manager"),
        sa.Column("language", sa.Text(), nullable=False),
        one_of("because", *BECAUSE),
        one_of("level", "unsafe", "urgent", "worry"),
        moment("raised"),
        moment("due"),
        moment("understood", nullable=True),
        ident("by", nullable=True),
        number("climbed"),
        number("revision"),
        *keys("not_yet_understood", statement="statement", by="staff_member"),
        unique,
    )
    op.execute(f"INSERT INTO not_yet_understood ({TASK}) SELECT {TASK} FROM before")  # noqa: S608 - our own names
    op.drop_table("before")


def downgrade() -> None:
    raise NotImplementedError("bring back a backup from before")
