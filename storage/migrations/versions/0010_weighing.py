"""Children, for what we think they are telling us (R34): it reaches their own pages, and a promise can move on.

Nothing has ever written a weighing. What stopped us (R101) is now among its sealed words: in the clear a stolen
database would have said of which child a court had decided.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

REFERS = {"statement": "statement", "staff": "staff_member", "envelope": "envelope", "withheld": "envelope"}
KINDS = ("said", "reply", "promise", "weighing", "opened", "changed")


def upgrade() -> None:
    _weighing()
    _mailboxes_take_it()
    if op.get_bind().dialect.name == "postgresql":
        op.execute("GRANT SELECT, INSERT ON weighing TO voice_staff")
        op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON weighing TO voice_worker")
        op.execute("GRANT UPDATE (due, owner) ON action TO voice_staff")


def downgrade() -> None:
    raise NotImplementedError("bring back a backup from before")


def _weighing() -> None:
    op.drop_table("weighing")
    op.create_table(
        "weighing",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(column, sa.Uuid(), nullable=column == "withheld") for column in REFERS),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_weighing_authority")),
        *(
            sa.ForeignKeyConstraint(
                ["authority", column],
                [f"{table}.authority", f"{table}.id"],
                name=op.f(f"fk_weighing_authority_{column}"),
            )
            for column, table in REFERS.items()
        ),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_weighing")),
    )
    op.create_index("ix_weighing_statement", "weighing", ["authority", "statement"])


def _mailboxes_take_it() -> None:
    """SQLite cannot change a rule of a table: the table is made again, and filled from the one before."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_mailbox_item_kind"), "mailbox_item")
        op.create_check_constraint(op.f("ck_mailbox_item_kind"), "mailbox_item", f"kind IN {KINDS}")
        return
    op.drop_index("ix_mailbox_item_mailbox", "mailbox_item")
    op.rename_table("mailbox_item", "mailbox_item_before")
    kind = sa.Enum(*KINDS, name="kind", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "mailbox_item",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mailbox", sa.Uuid(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_mailbox_item_authority")),
        sa.ForeignKeyConstraint(
            ["authority", "mailbox"],
            ["mailbox.authority", "mailbox.id"],
            name=op.f("fk_mailbox_item_authority_mailbox"),
        ),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_mailbox_item")),
    )
    op.create_index("ix_mailbox_item_mailbox", "mailbox_item", ["authority", "mailbox"])
    op.execute("INSERT INTO mailbox_item SELECT authority, id, mailbox, kind, sealed, made FROM mailbox_item_before")
    op.drop_table("mailbox_item_before")
