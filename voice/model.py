"""The nouns of the service: who, what was said, where it stands. No behaviour, no storage.

A value that can hold a child's words is never shown by `repr`: tracebacks and logs print reprs.
"""

from enum import StrEnum
from typing import NewType
from uuid import UUID

from uuid_utils.compat import uuid7

AuthorityId = NewType("AuthorityId", UUID)
TeamId = NewType("TeamId", UUID)
StaffId = NewType("StaffId", UUID)
ChildId = NewType("ChildId", UUID)
VersionId = NewType("VersionId", UUID)
InvitationId = NewType("InvitationId", UUID)
ConversationId = NewType("ConversationId", UUID)
StatementId = NewType("StatementId", UUID)
MailboxId = NewType("MailboxId", UUID)
ConcernId = NewType("ConcernId", UUID)


def new_id() -> UUID:
    """A fresh UUIDv7: sorts by the time it was made."""
    return uuid7()


class Role(StrEnum):
    """What a member of staff is here to do (R30, R86)."""

    SOCIAL_WORKER = "social_worker"
    TEAM_MANAGER = "team_manager"
    DUTY = "duty"
    DUTY_MANAGER = "duty_manager"
    ADVOCATE = "advocate"
    REVIEWING_OFFICER = "reviewing_officer"
    INTERPRETER = "interpreter"
    BSL_TRANSLATOR = "bsl_translator"
    PARTICIPATION_OFFICER = "participation_officer"
    RECORDS_OFFICER = "records_officer"
    COMPLAINTS_MANAGER = "complaints_manager"
    DESIGNATED_OFFICER = "designated_officer"
    LEAD_PRACTITIONER = "lead_practitioner"
    PERSONAL_ADVISER = "personal_adviser"
    PRINCIPAL_SOCIAL_WORKER = "principal_social_worker"
    SERVICE_MANAGER = "service_manager"
    PARTNERSHIP_READER = "partnership_reader"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Purpose(StrEnum):
    """What a key pair is for: who can open what is sealed to it (security.md, Keys)."""

    CASE = "case"
    APART = "apart"
    POOL = "pool"
    INTERPRETING = "interpreting"  # one piece of work of one interpreter; it ends with the work
    PARTICIPATION = "participation"
    ADVOCACY = "advocacy"
    NUMBERS = "numbers"
    DELIVERY = "delivery"
    DIRECTORY = "directory"


class Around(StrEnum):
    """Who the child says is near (R69)."""

    JUST_ME = "just_me"
    ADULT_AT_HOME = "adult_at_home"
    HELPER = "helper"
    FRIENDS_SIBLINGS = "friends_siblings"
    RATHER_NOT_SAY = "rather_not_say"


class Helper(StrEnum):
    """Who is helping the child to answer (R7)."""

    NOBODY = "nobody"
    PARENT = "parent"
    CARER = "carer"
    WORKER = "worker"
    ADVOCATE = "advocate"
    OTHER = "other"
    RATHER_NOT_SAY = "rather_not_say"


class ParentsMark(StrEnum):
    """What the child wants kept from the adults at home (R61)."""

    FINE = "fine"
    ASK_FIRST = "ask_first"
    PLEASE_DONT = "please_dont"


class Point(StrEnum):
    """When in the help a child is asked, so that two answers of hers can be set side by side (R16)."""

    START = "start"
    FOUR_MONTHS = "four_months"
    ENDING = "ending"


class HandedOver(StrEnum):
    """How a link reaches the child (R74)."""

    SHOWN_TO_CHILD = "shown_to_child"
    BY_HAND = "by_hand"
    THROUGH_ADVOCATE = "through_advocate"
    THROUGH_CARER = "through_carer"
    ON_THIS_SCREEN = "on_this_screen"  # an adult hands over the screen they work at (R75)


class Level(StrEnum):
    """How fast a concern must be read (R71)."""

    UNSAFE = "unsafe"
    URGENT = "urgent"
    WORRY = "worry"


class ConcernState(StrEnum):
    """Where a concern stands; a named person moves it (R11)."""

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    ACTED_ON = "acted_on"
    CLOSED = "closed"


class Because(StrEnum):
    """Why nobody on the case can understand something yet (R60)."""

    LANGUAGE = "language"
    DRAWN = "drawn"
    SIGNED = "signed"
    SPOKEN = "spoken"
    UNPLAYABLE = "unplayable"  # a recording or a picture that could not be made to play


class Work(StrEnum):
    """What an interpreter does with something a child said, or is answered (R28, R91)."""

    MAKES = "makes"
    CHECKS = "checks"
    SIGNS = "signs"  # an adult's answer
    CHECKS_FILM = "checks_film"  # of what somebody else signed


class WorkEnded(StrEnum):
    """How a piece of an interpreter's work ended. Who did not want whom is among the sealed words alone."""

    DONE = "done"
    GIVEN_BACK = "given_back"
    TAKEN_BACK = "taken_back"


class BreachOutcome(StrEnum):
    """What was decided about words that stood in the wrong record (UK GDPR 33: told within 72 hours, or why not)."""

    REPORTED = "reported"
    NO_RISK = "no_risk"


class NoticeWay(StrEnum):
    """How a member of staff is told that something waits in the portal."""

    EMAIL = "email"
    TEXT = "text"


class How(StrEnum):
    """How the worker answers the child (R97)."""

    SEE_THEM = "see_them"
    WITH_INTERPRETER = "with_interpreter"
    RING = "ring"
    WRITE = "write"
    SEND_FOR_SIGNING = "send_for_signing"
    SIGN_MYSELF = "sign_myself"
    TOLD_IN_PERSON = "told_in_person"


SIGNED_WAYS = (How.SEND_FOR_SIGNING, How.SIGN_MYSELF)


class PromiseState(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    STOPPED = "stopped"


class Stopped(StrEnum):
    """What stopped us (R101)."""

    NOT_SAFE = "not_safe"
    COURT_ORDER = "court_order"
    NO_SERVICE = "no_service"
    SOMEONE_ELSES_DECISION = "someone_elses_decision"
    ANOTHER_CHILDS_NEEDS = "another_childs_needs"
    NOT_YET = "not_yet"
    WE_GOT_IT_WRONG = "we_got_it_wrong"
    CHILD_CHANGED_MIND = "child_changed_mind"


class BearsOn(StrEnum):
    """What a child's words bear on: then what we think they mean, and that we told them, must be written (R34)."""

    DECISION = "decision"
    PLAN = "plan"
    REVIEW = "review"
    CONFERENCE = "conference"
    CONCERN = "concern"
