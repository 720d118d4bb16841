"""What each process may do to each table on PostgreSQL, column by column (security.md 1). SQLite has no roles.

`public` may put words in and never read them back: of statements, their parts and their envelopes it may
select no column at all. Nobody may change or delete a line of the audit.
"""

from alembic import op

ROLES = ("voice_public", "voice_staff", "voice_worker")

PUBLIC_READS = (
    "authority",
    "survey",
    "survey_version",
    "wording",
    "invitation",
    "conversation",
    "way",
    "mailbox",
    "mailbox_item",
    "rate_bucket",
    "audit_chain",
    "alembic_version",
    "child_key (authority, id, child, purpose, suite, public_key, signature, made, retired)",
)
PUBLIC_ADDS = (
    "conversation",
    "way",
    "mailbox",
    "mailbox_item",
    "statement",
    "statement_part",
    "envelope",
    "concern",
    "concern_step",
    "not_yet_understood",
    "asked_for",
    "outbox",
    "inbound_message",
    "attachment",
    "segment",
    "rate_bucket",
    "audit_chain",
    "audit_event",
)
PUBLIC_CHANGES = {
    "conversation": "revision, draft, language, ways, sent, expires",
    "way": "wrapped, salt, expires, looks_back",
    "mailbox": "locator, salt, wrapped_private, revision, helped",
    "invitation": "used",
    "rate_bucket": "count, since",
    "audit_chain": "length, head",
}
STAFF_NEVER_READS = (
    "way",
    "tally",
    "change_tally",
    "mailbox",
    "mailbox_item",
    "conversation",
    "outbox",
    "inbound_message",
)
STAFF_READS_OF = (
    "conversation (authority, id, invitation, version, language, ways, begun, expires, sent)",
    "mailbox (authority, id, conversation, public_key, helped, made, closed)",
    "outbox (authority, id, kind, not_before, attempts, state, error_code, made)",
)
STAFF_ADDS = (
    "team",
    "staff_member",
    "staff_role",
    "credential",
    "staff_session",
    "staff_draft",
    "child",
    "child_key",
    "identifier",
    "contact",
    "allocation",
    "survey",
    "survey_version",
    "wording",
    "invitation",
    "envelope",
    "interpretation",
    "reading",
    "reply",
    "action",
    "weighing",
    "page_for_you",
    "concern",
    "concern_step",
    "erasure_request",
    "publication",
    "theme_code",
    "mailbox_item",
    "outbox",
    "audit_chain",
    "audit_event",
    "rate_bucket",
)
STAFF_CHANGES = {
    "authority": "name, arrangements",
    "team": "name",
    "staff_member": "team, first_name, last_name, email, active",
    "credential": "secret, last_step",
    "staff_session": "last_seen, ended, step_up_until",
    "staff_draft": "words, saved",
    "child": "team, name, birth_date, lives_in, looked_after, held, stop_asking, closed",
    "contact": "value, blind_index, owner, shared, safe_times, conflicts, confirmed, opted_out",
    "allocation": "until, cover",
    "survey_version": "retired",
    "invitation": "worker_name, cover_name, revoked, handed_over, confirmed_in_person",
    "concern": "state, revision, acknowledged, acknowledged_by, closed",
    "not_yet_understood": "understood, by",
    "asked_for": "taken, taken_by",
    "action": "state, stopped_by, changed, revision",
    "erasure_request": "confirmed_by, confirmed",
    "interpretation": "checked_by, verdict",
    "rate_bucket": "count, since",
    "audit_chain": "length, head",
}
STAFF_REMOVES = ("staff_draft", "staff_role", "credential")
WORKER_NEVER_TOUCHES = ("credential", "staff_session", "staff_draft")
WORKER_READS_OF = ("staff_session (authority, id, begun, ended)",)  # to clear away what has ended
WORKER_REMOVES = ("staff_session",)
WORKER_CLEARS_UP = (  # after an erasure, where PostgreSQL knows such a right (17 and newer); before, the owner has to
    "child_key, way, mailbox, child, identifier, contact, conversation, envelope, mailbox_item, message, "
    "attachment, segment, staff_draft"
)
NOBODY_CHANGES = ("audit_event",)
NOBODY_REMOVES = ("audit_chain",)


def grant() -> None:
    """Make the three roles where they are missing, and give each what it needs."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for role in ROLES:
        op.execute(
            f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; "
            "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
    _public()
    _staff()
    _worker()


def _public() -> None:
    for place in PUBLIC_READS:
        table, _, columns = place.partition(" ")
        op.execute(f"GRANT SELECT {columns} ON {table} TO voice_public")
    for table in PUBLIC_ADDS:
        op.execute(f"GRANT INSERT ON {table} TO voice_public")
    _changes("voice_public", PUBLIC_CHANGES)
    op.execute("GRANT DELETE ON way TO voice_public")


def _staff() -> None:
    op.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO voice_staff")
    for table in STAFF_NEVER_READS:
        op.execute(f"REVOKE SELECT ON {table} FROM voice_staff")
    for place in STAFF_READS_OF:
        table, _, columns = place.partition(" ")
        op.execute(f"GRANT SELECT {columns} ON {table} TO voice_staff")
    for table in STAFF_ADDS:
        op.execute(f"GRANT INSERT ON {table} TO voice_staff")
    _changes("voice_staff", STAFF_CHANGES)
    for table in STAFF_REMOVES:
        op.execute(f"GRANT DELETE ON {table} TO voice_staff")


def _worker() -> None:
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO voice_worker")
    for table in WORKER_NEVER_TOUCHES:
        op.execute(f"REVOKE ALL ON {table} FROM voice_worker")
    for table in NOBODY_CHANGES:
        op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM voice_worker")
    for table in NOBODY_REMOVES:
        op.execute(f"REVOKE DELETE, TRUNCATE ON {table} FROM voice_worker")
    for place in WORKER_READS_OF:
        table, _, columns = place.partition(" ")
        op.execute(f"GRANT SELECT {columns} ON {table} TO voice_worker")
    for table in WORKER_REMOVES:
        op.execute(f"GRANT DELETE ON {table} TO voice_worker")
    op.execute(
        "DO $$ BEGIN IF current_setting('server_version_num')::int >= 170000 THEN "
        f"EXECUTE 'GRANT MAINTAIN ON {WORKER_CLEARS_UP} TO voice_worker'; END IF; END $$"
    )


def _changes(role: str, changes: dict[str, str]) -> None:
    for table, columns in changes.items():
        op.execute(f"GRANT UPDATE ({columns}) ON {table} TO {role}")


def revoke() -> None:
    """Take every right back; the roles stay, since other databases of the cluster may use them."""
    if op.get_bind().dialect.name == "postgresql":
        for role in ROLES:
            op.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
