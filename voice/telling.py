"""What a child is told of the adults in her mailbox: who they are to her, and nothing more (R33)."""

import json
from collections.abc import Mapping
from typing import Any

from storage import mailboxes
from storage.case_records import Mailbox
from storage.envelopes import PublicKey
from storage.writes import Writes
from voice.access import SignedIn, Tie, allocated
from voice.model import Role
from voice.staff_services import StaffServices

# Of several roles, the one a child is told: what the person does that lets them read.
AS_READER = (Role.TEAM_MANAGER, Role.DUTY_MANAGER, Role.DUTY, Role.DESIGNATED_OFFICER)


def role_of(me: SignedIn, tie: Tie) -> Role:
    """In what role this person reads what this child said."""
    if allocated(me, tie) and tie.works_as:
        return tie.works_as
    return next(role for role in AS_READER if role in me.roles)


def who(me: SignedIn, tie: Tie) -> dict[str, Any]:
    """First name and role for those who work with the child; for others the role alone. `who` is stable."""
    role, works_with = role_of(me, tie).value, allocated(me, tie)
    first_name = me.first_name if works_with else ""
    key = f"{first_name.casefold()}|{role}" if works_with else role
    return {"who": key, "first_name": first_name, "role": role, "allocated": works_with}


def put(services: StaffServices, writes: Writes, mailbox: Mailbox, kind: str, body: Mapping[str, Any]) -> None:
    """Sign one line and seal it into the child's mailbox. Whoever calls has checked that the mailbox is hers."""
    public = PublicKey(mailbox.id, mailbox.public_key)
    mailboxes.put_in_signed(writes, mailbox.id, public, kind, json.dumps(body).encode(), services.provider.sign_item)
