"""The founding engineers, for the first authority: the whole record, and what each process may touch of it."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.grants_0001 import grant, revoke

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "authority",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("public_host", sa.Text(), nullable=False),
        sa.Column("staff_host", sa.Text(), nullable=False),
        sa.Column("arrangements", sa.JSON(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority")),
    )
    op.create_table(
        "audit_chain",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("begun", sa.DateTime(timezone=True), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_audit_chain_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_audit_chain")),
    )
    op.create_table(
        "envelope",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_envelope_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_envelope")),
    )
    op.create_table(
        "heartbeat",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_heartbeat_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_heartbeat")),
        sa.UniqueConstraint("authority", "name", name=op.f("uq_heartbeat_authority_name")),
    )
    op.create_table(
        "inbound_message",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=False),
        sa.Column("contact", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "handled",
                "quarantined",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("received", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_inbound_message_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_inbound_message")),
        sa.UniqueConstraint(
            "authority",
            "provider",
            "provider_id",
            name=op.f("uq_inbound_message_authority_provider_provider_id"),
        ),
    )
    op.create_table(
        "outbox",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_by", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "done",
                "dead",
                "held",
                "unknown",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_outbox_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_due", ["authority", "state", "not_before"], unique=False)

    op.create_table(
        "rate_bucket",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_rate_bucket_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_rate_bucket")),
        sa.UniqueConstraint("authority", "name", name=op.f("uq_rate_bucket_authority_name")),
    )
    op.create_table(
        "snapshot",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_snapshot_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("authority", "name", "month", name=op.f("uq_snapshot_authority_name_month")),
    )
    op.create_table(
        "survey",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_survey_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_survey")),
        sa.UniqueConstraint("authority", "code", name=op.f("uq_survey_authority_code")),
    )
    op.create_table(
        "team",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_team_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_team")),
        sa.UniqueConstraint("authority", "name", name=op.f("uq_team_authority_name")),
    )
    op.create_table(
        "audit_event",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chain", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "actor_kind",
            sa.Enum(
                "child",
                "staff",
                "worker",
                "command",
                name="actor_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("actor", sa.Uuid(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "chain"],
            ["audit_chain.authority", "audit_chain.id"],
            name=op.f("fk_audit_event_authority_chain"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_audit_event_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("authority", "chain", "place", name=op.f("uq_audit_event_authority_chain_place")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index("ix_audit_event_subject", ["authority", "subject"], unique=False)

    op.create_table(
        "child",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team", sa.Uuid(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("birth_date", sa.LargeBinary(), nullable=True),
        sa.Column(
            "lives_in",
            sa.Enum(
                "ENG",
                "WLS",
                "SCT",
                "NIR",
                name="lives_in",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("looked_after", sa.Boolean(create_constraint=True, name="looked_after"), nullable=False),
        sa.Column("held", sa.Boolean(create_constraint=True, name="held"), nullable=False),
        sa.Column("stop_asking", sa.Boolean(create_constraint=True, name="stop_asking"), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority", "team"], ["team.authority", "team.id"], name=op.f("fk_child_authority_team")
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_child_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_child")),
    )
    op.create_table(
        "staff_member",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team", sa.Uuid(), nullable=True),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(create_constraint=True, name="active"), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "team"], ["team.authority", "team.id"], name=op.f("fk_staff_member_authority_team")
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_staff_member_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_staff_member")),
        sa.UniqueConstraint("authority", "email", name=op.f("uq_staff_member_authority_email")),
    )
    op.create_table(
        "survey_version",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("published", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority", "survey"],
            ["survey.authority", "survey.id"],
            name=op.f("fk_survey_version_authority_survey"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_survey_version_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_survey_version")),
        sa.UniqueConstraint("authority", "survey", "number", name=op.f("uq_survey_version_authority_survey_number")),
    )
    op.create_table(
        "allocation",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child", sa.Uuid(), nullable=False),
        sa.Column("staff", sa.Uuid(), nullable=False),
        sa.Column(
            "works_as",
            sa.Enum(
                "social_worker",
                "team_manager",
                "duty",
                "duty_manager",
                "advocate",
                "reviewing_officer",
                "interpreter",
                "bsl_translator",
                "participation_officer",
                "records_officer",
                "complaints_manager",
                "designated_officer",
                "lead_practitioner",
                "personal_adviser",
                "principal_social_worker",
                "service_manager",
                "partnership_reader",
                "administrator",
                "auditor",
                name="works_as",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("cover", sa.Boolean(create_constraint=True, name="cover"), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority", "child"],
            ["child.authority", "child.id"],
            name=op.f("fk_allocation_authority_child"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "staff"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_allocation_authority_staff"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_allocation_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_allocation")),
    )
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.create_index("ix_allocation_child", ["authority", "child"], unique=False)
        batch_op.create_index("ix_allocation_staff", ["authority", "staff"], unique=False)

    op.create_table(
        "change_tally",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("from_point", sa.Text(), nullable=False),
        sa.Column("to_point", sa.Text(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "version"],
            ["survey_version.authority", "survey_version.id"],
            name=op.f("fk_change_tally_authority_version"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_change_tally_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_change_tally")),
        sa.UniqueConstraint(
            "authority",
            "version",
            "question",
            "from_point",
            "to_point",
            "change",
            name=op.f("uq_change_tally_authority_version_question_from_point_to_point_change"),
        ),
    )
    op.create_table(
        "child_key",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child", sa.Uuid(), nullable=True),
        sa.Column(
            "purpose",
            sa.Enum(
                "case",
                "apart",
                "pool",
                "participation",
                "advocacy",
                "numbers",
                "delivery",
                "directory",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("suite", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("wrapped_private", sa.LargeBinary(), nullable=True),
        sa.Column("kek_version", sa.BigInteger(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority", "child"], ["child.authority", "child.id"], name=op.f("fk_child_key_authority_child")
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_child_key_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_child_key")),
    )
    with op.batch_alter_table("child_key", schema=None) as batch_op:
        batch_op.create_index("ix_child_key_child", ["authority", "child", "purpose"], unique=False)

    op.create_table(
        "contact",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("phone", "email", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("blind_index", sa.LargeBinary(), nullable=False),
        sa.Column(
            "owner",
            sa.Enum(
                "child",
                "carer",
                "parent",
                "worker",
                "other",
                name="owner",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("shared", sa.Boolean(create_constraint=True, name="shared"), nullable=False),
        sa.Column("safe_times", sa.JSON(), nullable=False),
        sa.Column("conflicts", sa.JSON(), nullable=False),
        sa.Column("confirmed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opted_out", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority", "child"], ["child.authority", "child.id"], name=op.f("fk_contact_authority_child")
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_contact_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_contact")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index("ix_contact_blind_index", ["authority", "blind_index"], unique=False)

    op.create_table(
        "credential",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "password",
                "totp",
                "passkey",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "staff"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_credential_authority_staff"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_credential_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_credential")),
        sa.UniqueConstraint("authority", "staff", "kind", name=op.f("uq_credential_authority_staff_kind")),
    )
    op.create_table(
        "erasure_request",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("erase", "export", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("to_key", sa.LargeBinary(), nullable=True),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority", "asked_by"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_erasure_request_authority_asked_by"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "child"],
            ["child.authority", "child.id"],
            name=op.f("fk_erasure_request_authority_child"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "confirmed_by"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_erasure_request_authority_confirmed_by"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_erasure_request_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_erasure_request")),
    )
    op.create_table(
        "identifier",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("case_system", "nhs", "upn", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("blind_index", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "child"],
            ["child.authority", "child.id"],
            name=op.f("fk_identifier_authority_child"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_identifier_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_identifier")),
        sa.UniqueConstraint("authority", "kind", "blind_index", name=op.f("uq_identifier_authority_kind_blind_index")),
    )
    op.create_table(
        "invitation",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("ways", sa.JSON(), nullable=False),
        sa.Column("worker_name", sa.Text(), nullable=False),
        sa.Column("cover_name", sa.Text(), nullable=False),
        sa.Column("band", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("handed_over", sa.Text(), nullable=True),
        sa.Column("confirmed_in_person", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority", "child"],
            ["child.authority", "child.id"],
            name=op.f("fk_invitation_authority_child"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "made_by"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_invitation_authority_made_by"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "version"],
            ["survey_version.authority", "survey_version.id"],
            name=op.f("fk_invitation_authority_version"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_invitation_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("authority", "token_hash", name=op.f("uq_invitation_authority_token_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index("ix_invitation_child", ["authority", "child"], unique=False)

    op.create_table(
        "page_for_you",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child", sa.Uuid(), nullable=False),
        sa.Column("staff", sa.Uuid(), nullable=False),
        sa.Column("envelope", sa.Uuid(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "child"],
            ["child.authority", "child.id"],
            name=op.f("fk_page_for_you_authority_child"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "envelope"],
            ["envelope.authority", "envelope.id"],
            name=op.f("fk_page_for_you_authority_envelope"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "staff"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_page_for_you_authority_staff"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_page_for_you_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_page_for_you")),
    )
    op.create_table(
        "publication",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "made_by"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_publication_authority_made_by"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_publication_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_publication")),
    )
    op.create_table(
        "staff_draft",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("saved", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "staff"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_staff_draft_authority_staff"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_staff_draft_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_staff_draft")),
        sa.UniqueConstraint("authority", "staff", "subject", name=op.f("uq_staff_draft_authority_staff_subject")),
    )
    op.create_table(
        "staff_role",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "social_worker",
                "team_manager",
                "duty",
                "duty_manager",
                "advocate",
                "reviewing_officer",
                "interpreter",
                "bsl_translator",
                "participation_officer",
                "records_officer",
                "complaints_manager",
                "designated_officer",
                "lead_practitioner",
                "personal_adviser",
                "principal_social_worker",
                "service_manager",
                "partnership_reader",
                "administrator",
                "auditor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "staff"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_staff_role_authority_staff"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_staff_role_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_staff_role")),
        sa.UniqueConstraint("authority", "staff", "role", name=op.f("uq_staff_role_authority_staff_role")),
    )
    op.create_table(
        "staff_session",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("begun", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.Column("step_up_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority", "staff"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_staff_session_authority_staff"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_staff_session_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("authority", "token_hash", name=op.f("uq_staff_session_authority_token_hash")),
    )
    op.create_table(
        "tally",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("option", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("margin", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "version"],
            ["survey_version.authority", "survey_version.id"],
            name=op.f("fk_tally_authority_version"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_tally_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_tally")),
        sa.UniqueConstraint(
            "authority",
            "version",
            "question",
            "option",
            "month",
            "margin",
            "value",
            name=op.f("uq_tally_authority_version_question_option_month_margin_value"),
        ),
    )
    op.create_table(
        "wording",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("corrects", sa.Uuid(), nullable=True),
        sa.Column("meaning_changed", sa.Boolean(create_constraint=True, name="meaning_changed"), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "corrects"],
            ["wording.authority", "wording.id"],
            name=op.f("fk_wording_authority_corrects"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "version"],
            ["survey_version.authority", "survey_version.id"],
            name=op.f("fk_wording_authority_version"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_wording_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_wording")),
        sa.UniqueConstraint(
            "authority",
            "version",
            "language",
            "sha256",
            name=op.f("uq_wording_authority_version_language_sha256"),
        ),
    )
    op.create_table(
        "conversation",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("invitation", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("ways", sa.JSON(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("draft", sa.LargeBinary(), nullable=True),
        sa.Column("begun", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority", "invitation"],
            ["invitation.authority", "invitation.id"],
            name=op.f("fk_conversation_authority_invitation"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "version"],
            ["survey_version.authority", "survey_version.id"],
            name=op.f("fk_conversation_authority_version"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_conversation_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_conversation")),
    )
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.create_index("ix_conversation_invitation", ["authority", "invitation"], unique=False)

    op.create_table(
        "asked_for",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child", sa.Uuid(), nullable=True),
        sa.Column("conversation", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "advocate",
                "person",
                "complaint",
                "not_me",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("envelope", sa.Uuid(), nullable=True),
        sa.Column("key", sa.Uuid(), nullable=True),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("taken", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority", "child"], ["child.authority", "child.id"], name=op.f("fk_asked_for_authority_child")
        ),
        sa.ForeignKeyConstraint(
            ["authority", "conversation"],
            ["conversation.authority", "conversation.id"],
            name=op.f("fk_asked_for_authority_conversation"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "envelope"],
            ["envelope.authority", "envelope.id"],
            name=op.f("fk_asked_for_authority_envelope"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "key"],
            ["child_key.authority", "child_key.id"],
            name=op.f("fk_asked_for_authority_key"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "taken_by"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_asked_for_authority_taken_by"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_asked_for_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_asked_for")),
    )
    op.create_table(
        "attachment",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation", sa.Uuid(), nullable=True),
        sa.Column("store_key", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("manifest", sa.Uuid(), nullable=True),
        sa.Column("milliseconds", sa.BigInteger(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "receiving",
                "received",
                "ready",
                "quarantined",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "conversation"],
            ["conversation.authority", "conversation.id"],
            name=op.f("fk_attachment_authority_conversation"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "manifest"],
            ["envelope.authority", "envelope.id"],
            name=op.f("fk_attachment_authority_manifest"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_attachment_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_attachment")),
    )
    op.create_table(
        "mailbox",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation", sa.Uuid(), nullable=False),
        sa.Column("locator", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped_private", sa.LargeBinary(), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("helped", sa.Boolean(create_constraint=True, name="helped"), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority", "conversation"],
            ["conversation.authority", "conversation.id"],
            name=op.f("fk_mailbox_authority_conversation"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_mailbox_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_mailbox")),
        sa.UniqueConstraint("authority", "locator", name=op.f("uq_mailbox_authority_locator")),
    )
    op.create_table(
        "message",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation", sa.Uuid(), nullable=True),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sent",
                "delivered",
                "failed",
                "unknown",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "conversation"],
            ["conversation.authority", "conversation.id"],
            name=op.f("fk_message_authority_conversation"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_message_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_message")),
    )
    op.create_table(
        "mailbox_item",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mailbox", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "said",
                "reply",
                "promise",
                "opened",
                "changed",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "mailbox"],
            ["mailbox.authority", "mailbox.id"],
            name=op.f("fk_mailbox_item_authority_mailbox"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_mailbox_item_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_mailbox_item")),
    )
    with op.batch_alter_table("mailbox_item", schema=None) as batch_op:
        batch_op.create_index("ix_mailbox_item_mailbox", ["authority", "mailbox"], unique=False)

    op.create_table(
        "segment",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attachment", sa.Uuid(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("store_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "attachment"],
            ["attachment.authority", "attachment.id"],
            name=op.f("fk_segment_authority_attachment"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_segment_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_segment")),
        sa.UniqueConstraint("authority", "attachment", "offset", name=op.f("uq_segment_authority_attachment_offset")),
    )
    op.create_table(
        "statement",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation", sa.Uuid(), nullable=True),
        sa.Column("child", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Uuid(), nullable=False),
        sa.Column("mailbox", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "statement",
                "safety",
                "later",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "presence",
            sa.Enum(
                "just_me",
                "adult_at_home",
                "helper",
                "friends_siblings",
                "rather_not_say",
                name="presence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "helper",
            sa.Enum(
                "nobody",
                "parent",
                "carer",
                "worker",
                "advocate",
                "other",
                "rather_not_say",
                name="helper",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("ways", sa.JSON(), nullable=False),
        sa.Column("sent", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "child"], ["child.authority", "child.id"], name=op.f("fk_statement_authority_child")
        ),
        sa.ForeignKeyConstraint(
            ["authority", "conversation"],
            ["conversation.authority", "conversation.id"],
            name=op.f("fk_statement_authority_conversation"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "mailbox"],
            ["mailbox.authority", "mailbox.id"],
            name=op.f("fk_statement_authority_mailbox"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "version"],
            ["survey_version.authority", "survey_version.id"],
            name=op.f("fk_statement_authority_version"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_statement_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_statement")),
    )
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.create_index("ix_statement_child", ["authority", "child"], unique=False)
        batch_op.create_index("ix_statement_conversation", ["authority", "conversation"], unique=False)

    op.create_table(
        "way",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation", sa.Uuid(), nullable=True),
        sa.Column("mailbox", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "cookie",
                "code",
                "link",
                "delivery",
                "return",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("locator", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("looks_back", sa.Boolean(create_constraint=True, name="looks_back"), nullable=False),
        sa.Column("visit", sa.BigInteger(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "conversation"],
            ["conversation.authority", "conversation.id"],
            name=op.f("fk_way_authority_conversation"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "mailbox"],
            ["mailbox.authority", "mailbox.id"],
            name=op.f("fk_way_authority_mailbox"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_way_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_way")),
        sa.UniqueConstraint("authority", "locator", name=op.f("uq_way_authority_locator")),
    )
    with op.batch_alter_table("way", schema=None) as batch_op:
        batch_op.create_index("ix_way_conversation", ["authority", "conversation"], unique=False)

    op.create_table(
        "action",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Uuid(), nullable=False),
        sa.Column("envelope", sa.Uuid(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "kept", "stopped", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "stopped_by",
            sa.Enum(
                "not_safe",
                "court_order",
                "no_service",
                "someone_elses_decision",
                "another_childs_needs",
                "not_yet",
                "we_got_it_wrong",
                "child_changed_mind",
                name="stopped_by",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "envelope"],
            ["envelope.authority", "envelope.id"],
            name=op.f("fk_action_authority_envelope"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "owner"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_action_authority_owner"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "statement"],
            ["statement.authority", "statement.id"],
            name=op.f("fk_action_authority_statement"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_action_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_action")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.create_index("ix_action_statement", ["authority", "statement"], unique=False)

    op.create_table(
        "concern",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child", sa.Uuid(), nullable=True),
        sa.Column("conversation", sa.Uuid(), nullable=True),
        sa.Column("statement", sa.Uuid(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "unsafe",
                "urgent",
                "worry",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "acknowledged",
                "acted_on",
                "closed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("raised", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.Uuid(), nullable=True),
        sa.Column("closed", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority", "acknowledged_by"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_concern_authority_acknowledged_by"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "child"], ["child.authority", "child.id"], name=op.f("fk_concern_authority_child")
        ),
        sa.ForeignKeyConstraint(
            ["authority", "conversation"],
            ["conversation.authority", "conversation.id"],
            name=op.f("fk_concern_authority_conversation"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "statement"],
            ["statement.authority", "statement.id"],
            name=op.f("fk_concern_authority_statement"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_concern_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_concern")),
        sa.UniqueConstraint(
            "authority", "conversation", "source", name=op.f("uq_concern_authority_conversation_source")
        ),
    )
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.create_index("ix_concern_state", ["authority", "state"], unique=False)

    op.create_table(
        "not_yet_understood",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("raised", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("understood", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority", "by"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_not_yet_understood_authority_by"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "statement"],
            ["statement.authority", "statement.id"],
            name=op.f("fk_not_yet_understood_authority_statement"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_not_yet_understood_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_not_yet_understood")),
    )
    op.create_table(
        "reading",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement", sa.Uuid(), nullable=False),
        sa.Column("staff", sa.Uuid(), nullable=False),
        sa.Column(
            "reads_as",
            sa.Enum(
                "social_worker",
                "team_manager",
                "duty",
                "duty_manager",
                "advocate",
                "reviewing_officer",
                "interpreter",
                "bsl_translator",
                "participation_officer",
                "records_officer",
                "complaints_manager",
                "designated_officer",
                "lead_practitioner",
                "personal_adviser",
                "principal_social_worker",
                "service_manager",
                "partnership_reader",
                "administrator",
                "auditor",
                name="reads_as",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("allocated", sa.Boolean(create_constraint=True, name="allocated"), nullable=False),
        sa.Column("reason", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "reason"],
            ["envelope.authority", "envelope.id"],
            name=op.f("fk_reading_authority_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "staff"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_reading_authority_staff"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "statement"],
            ["statement.authority", "statement.id"],
            name=op.f("fk_reading_authority_statement"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_reading_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_reading")),
    )
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.create_index("ix_reading_statement", ["authority", "statement"], unique=False)

    op.create_table(
        "reply",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement", sa.Uuid(), nullable=False),
        sa.Column("staff", sa.Uuid(), nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                "see_them",
                "ring",
                "write",
                "told_in_person",
                name="how",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("envelope", sa.Uuid(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "envelope"],
            ["envelope.authority", "envelope.id"],
            name=op.f("fk_reply_authority_envelope"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "staff"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_reply_authority_staff"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "statement"],
            ["statement.authority", "statement.id"],
            name=op.f("fk_reply_authority_statement"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_reply_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_reply")),
    )
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.create_index("ix_reply_statement", ["authority", "statement"], unique=False)

    op.create_table(
        "statement_part",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement", sa.Uuid(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "worker",
                "manager",
                "numbers",
                "advocate",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("envelope", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "envelope"],
            ["envelope.authority", "envelope.id"],
            name=op.f("fk_statement_part_authority_envelope"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "key"],
            ["child_key.authority", "child_key.id"],
            name=op.f("fk_statement_part_authority_key"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "statement"],
            ["statement.authority", "statement.id"],
            name=op.f("fk_statement_part_authority_statement"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_statement_part_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_statement_part")),
    )
    with op.batch_alter_table("statement_part", schema=None) as batch_op:
        batch_op.create_index("ix_statement_part_statement", ["authority", "statement"], unique=False)

    op.create_table(
        "weighing",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement", sa.Uuid(), nullable=False),
        sa.Column("staff", sa.Uuid(), nullable=False),
        sa.Column("envelope", sa.Uuid(), nullable=False),
        sa.Column(
            "stopped_by",
            sa.Enum(
                "not_safe",
                "court_order",
                "no_service",
                "someone_elses_decision",
                "another_childs_needs",
                "not_yet",
                "we_got_it_wrong",
                "child_changed_mind",
                name="stopped_by",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "envelope"],
            ["envelope.authority", "envelope.id"],
            name=op.f("fk_weighing_authority_envelope"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "staff"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_weighing_authority_staff"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "statement"],
            ["statement.authority", "statement.id"],
            name=op.f("fk_weighing_authority_statement"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_weighing_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_weighing")),
    )
    op.create_table(
        "concern_step",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("concern", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "raised",
                "child_said",
                "acknowledged",
                "acted_on",
                "closed",
                "climbed",
                "note",
                "shared",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("staff", sa.Uuid(), nullable=True),
        sa.Column("envelope", sa.Uuid(), nullable=True),
        sa.Column("key", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "concern"],
            ["concern.authority", "concern.id"],
            name=op.f("fk_concern_step_authority_concern"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "envelope"],
            ["envelope.authority", "envelope.id"],
            name=op.f("fk_concern_step_authority_envelope"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "key"],
            ["child_key.authority", "child_key.id"],
            name=op.f("fk_concern_step_authority_key"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "staff"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_concern_step_authority_staff"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_concern_step_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_concern_step")),
    )
    with op.batch_alter_table("concern_step", schema=None) as batch_op:
        batch_op.create_index("ix_concern_step_concern", ["authority", "concern"], unique=False)

    op.create_table(
        "interpretation",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Uuid(), nullable=True),
        sa.Column("attachment", sa.Uuid(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("of", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("checked_by", sa.Uuid(), nullable=True),
        sa.Column("envelope", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "attachment"],
            ["attachment.authority", "attachment.id"],
            name=op.f("fk_interpretation_authority_attachment"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "checked_by"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_interpretation_authority_checked_by"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "envelope"],
            ["envelope.authority", "envelope.id"],
            name=op.f("fk_interpretation_authority_envelope"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "made_by"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_interpretation_authority_made_by"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "of"],
            ["interpretation.authority", "interpretation.id"],
            name=op.f("fk_interpretation_authority_of"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "part"],
            ["statement_part.authority", "statement_part.id"],
            name=op.f("fk_interpretation_authority_part"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_interpretation_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_interpretation")),
    )
    op.create_table(
        "theme_code",
        sa.Column("authority", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Uuid(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("coded_by", sa.Uuid(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority", "coded_by"],
            ["staff_member.authority", "staff_member.id"],
            name=op.f("fk_theme_code_authority_coded_by"),
        ),
        sa.ForeignKeyConstraint(
            ["authority", "part"],
            ["statement_part.authority", "statement_part.id"],
            name=op.f("fk_theme_code_authority_part"),
        ),
        sa.ForeignKeyConstraint(["authority"], ["authority.id"], name=op.f("fk_theme_code_authority")),
        sa.PrimaryKeyConstraint("authority", "id", name=op.f("pk_theme_code")),
    )

    grant()


def downgrade() -> None:
    revoke()
    op.drop_table("theme_code")
    op.drop_table("interpretation")
    with op.batch_alter_table("concern_step", schema=None) as batch_op:
        batch_op.drop_index("ix_concern_step_concern")

    op.drop_table("concern_step")
    op.drop_table("weighing")
    with op.batch_alter_table("statement_part", schema=None) as batch_op:
        batch_op.drop_index("ix_statement_part_statement")

    op.drop_table("statement_part")
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.drop_index("ix_reply_statement")

    op.drop_table("reply")
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.drop_index("ix_reading_statement")

    op.drop_table("reading")
    op.drop_table("not_yet_understood")
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.drop_index("ix_concern_state")

    op.drop_table("concern")
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.drop_index("ix_action_statement")

    op.drop_table("action")
    with op.batch_alter_table("way", schema=None) as batch_op:
        batch_op.drop_index("ix_way_conversation")

    op.drop_table("way")
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.drop_index("ix_statement_conversation")
        batch_op.drop_index("ix_statement_child")

    op.drop_table("statement")
    op.drop_table("segment")
    with op.batch_alter_table("mailbox_item", schema=None) as batch_op:
        batch_op.drop_index("ix_mailbox_item_mailbox")

    op.drop_table("mailbox_item")
    op.drop_table("message")
    op.drop_table("mailbox")
    op.drop_table("attachment")
    op.drop_table("asked_for")
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_index("ix_conversation_invitation")

    op.drop_table("conversation")
    op.drop_table("wording")
    op.drop_table("tally")
    op.drop_table("staff_session")
    op.drop_table("staff_role")
    op.drop_table("staff_draft")
    op.drop_table("publication")
    op.drop_table("page_for_you")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index("ix_invitation_child")

    op.drop_table("invitation")
    op.drop_table("identifier")
    op.drop_table("erasure_request")
    op.drop_table("credential")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_blind_index")

    op.drop_table("contact")
    with op.batch_alter_table("child_key", schema=None) as batch_op:
        batch_op.drop_index("ix_child_key_child")

    op.drop_table("child_key")
    op.drop_table("change_tally")
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.drop_index("ix_allocation_staff")
        batch_op.drop_index("ix_allocation_child")

    op.drop_table("allocation")
    op.drop_table("survey_version")
    op.drop_table("staff_member")
    op.drop_table("child")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_event_subject")

    op.drop_table("audit_event")
    op.drop_table("team")
    op.drop_table("survey")
    op.drop_table("snapshot")
    op.drop_table("rate_bucket")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_due")

    op.drop_table("outbox")
    op.drop_table("inbound_message")
    op.drop_table("heartbeat")
    op.drop_table("envelope")
    op.drop_table("audit_chain")
    op.drop_table("authority")
