"""Who may do what. Deny by default; pure functions of a person's roles, their tie to the child and the record.

docs/access.csv is written by hand and is the judge: tests/test_access.py asks the real verbs and compares.
Roles that are not named here open nothing (security.md 6). An administrator opens no word and no name.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from storage.concern_records import Concern
from storage.relationships import Allocation
from surveys.parts import Audience
from voice.errors import NotAllowed
from voice.model import Role

CASE_ROLES = frozenset({Role.SOCIAL_WORKER, Role.PERSONAL_ADVISER, Role.LEAD_PRACTITIONER, Role.TEAM_MANAGER})
FIGURE_ROLES = frozenset({Role.SERVICE_MANAGER, Role.PRINCIPAL_SOCIAL_WORKER, Role.PARTICIPATION_OFFICER})
DUTY_ROLES = frozenset({Role.DUTY, Role.DUTY_MANAGER})
TOLD_LATER = frozenset({Role.TEAM_MANAGER, Role.DESIGNATED_OFFICER, Role.SERVICE_MANAGER})


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A member of staff who is signed in."""

    id: UUID
    first_name: str
    last_name: str
    team: UUID | None
    roles: frozenset[Role]

    @property
    def manages(self) -> bool:
        return Role.TEAM_MANAGER in self.roles

    @property
    def on_duty(self) -> bool:
        return not DUTY_ROLES.isdisjoint(self.roles)

    @property
    def works_with_children(self) -> bool:
        return not CASE_ROLES.isdisjoint(self.roles)


@dataclass(frozen=True, slots=True)
class Tie:
    """What ties a person to a child: allocations past and present, the team, an open concern that is theirs to see."""

    today: date
    allocations: tuple[Allocation, ...] = ()
    own_team: bool = False
    concern_open: bool = False

    @property
    def works_as(self) -> Role | None:
        """What they are to the child today, cover included. Of several, the one in which they read what she says."""
        now = [each.works_as for each in self.allocations if each.on(self.today)]
        return min(now, key=lambda role: (role not in CASE_ROLES, list(Role).index(role)), default=None)

    @property
    def works_since(self) -> date | None:
        """The day on which they began what they do for the child today; None where they do nothing."""
        return min((each.since for each in self.allocations if each.on(self.today)), default=None)

    def worked_on(self, day: date) -> bool:
        return any(each.on(day) for each in self.allocations)


def allocated(me: SignedIn, tie: Tie) -> bool:
    """Whether this person works with the child today, in a role that reads what children say."""
    return tie.works_as in CASE_ROLES and me.works_with_children


def may_know(me: SignedIn, tie: Tie) -> bool:
    """Whether this person may know that the child is here, and her name."""
    hears_of_concern = me.on_duty or Role.DESIGNATED_OFFICER in me.roles
    return allocated(me, tie) or (me.manages and tie.own_team) or (hears_of_concern and tie.concern_open)


def may_open(me: SignedIn, tie: Tie, audience: Audience, said_on: date) -> bool:
    """Whether this person may open this audience's part of something said on that day (R58)."""
    match audience:
        case Audience.WORKER:
            return allocated(me, tie) or (may_take_up(me, tie) and tie.concern_open)
        case Audience.MANAGER:
            return me.manages and tie.own_team and _apart(tie, said_on)
        case _:  # only the numbers, or only an advocate: nobody opens those here
            return False


def may_see_concern(me: SignedIn, tie: Tie, concern: Concern, raised_on: date) -> bool:
    """A concern that may be about someone who helps the child is not there for anyone who works with her (R68)."""
    if allocated(me, tie):
        return concern.shared
    if not concern.shared and not _apart(tie, raised_on):
        return False
    if me.manages and tie.own_team:
        return True
    if Role.DESIGNATED_OFFICER in me.roles and not concern.shared:
        return True
    return me.on_duty and concern.open


def may_take_up(me: SignedIn, tie: Tie) -> bool:
    """Those who hear of a concern because of what they do here, not because they work with the child."""
    return me.on_duty or (me.manages and tie.own_team)


def may_decide(me: SignedIn, tie: Tie, concern: Concern, raised_on: date) -> bool:
    """Whether this person takes a concern up, acts on it, shares it and closes it: nobody who works with the child.

    Whoever stands beside her while she says whom it is about must not be who makes it go away (R68).
    """
    return may_take_up(me, tie) and _apart(tie, raised_on) and may_see_concern(me, tie, concern, raised_on)


def may_raise(me: SignedIn, tie: Tie) -> bool:
    """Whether this person raises a concern by hand: whoever may know the child."""
    return may_know(me, tie)


def may_be_told(me: SignedIn, tie: Tie, concern: Concern, raised_on: date) -> bool:
    """Whether this person hears, outside the portal, that a concern waits: never anyone whom it may be about (R68).

    A service manager hears that there is one, so that somebody takes it up, and opens no word of it (R30).
    """
    if not concern.open or not _apart(tie, raised_on):
        return False
    return Role.SERVICE_MANAGER in me.roles or may_see_concern(me, tie, concern, raised_on)


def may_be_texted(me: SignedIn) -> bool:
    """Whether a step may name this person, so that they give a number of their own."""
    return me.on_duty or not me.roles.isdisjoint(TOLD_LATER)


def may_see_task(me: SignedIn, tie: Tie, audience: Audience, said_on: date) -> bool:
    """Whether this person knows that something a child said is not yet understood: they find who understands it (R60).

    What was said to the manager alone is not there for anyone who works with the child.
    """
    if audience is Audience.WORKER:
        return allocated(me, tie) or may_take_up(me, tie)
    return may_take_up(me, tie) and _apart(tie, said_on)


def may_give_to_interpreter(me: SignedIn, tie: Tie, audience: Audience, said_on: date) -> bool:
    """Whether this person chooses who puts it into English: whoever sees to it that it is understood."""
    return may_see_task(me, tie, audience, said_on)


def may_interpret(me: SignedIn, tie: Tie) -> bool:
    """Whether a child's words may be given to this person: an interpreter who has never worked with her (R29, R68)."""
    return Role.INTERPRETER in me.roles and CASE_ROLES.isdisjoint(each.works_as for each in tie.allocations)


def may_see_request(me: SignedIn, tie: Tie, kind: str, asked_on: date) -> bool:
    """Whether this person may know that a child asked for something, and for what kind of thing."""
    if kind == "person":
        return allocated(me, tie) or me.on_duty
    if kind in ("not_me", "stop_asking", "ask_again"):
        return may_revoke_link(me, tie)
    manages = me.manages and tie.own_team
    if kind == "complaint":
        return (manages or Role.COMPLAINTS_MANAGER in me.roles) and _apart(tie, asked_on)
    return kind == "advocate" and (manages or me.on_duty) and _apart(tie, asked_on)


def may_open_request(me: SignedIn, tie: Tie, kind: str, asked_on: date) -> bool:
    """What is asked of an advocate is another organisation's to read (R63)."""
    return kind != "advocate" and may_see_request(me, tie, kind, asked_on)


def hears_of_requests(me: SignedIn) -> bool:
    """Whether what children asked for is a page of their own for this person."""
    return me.works_with_children or me.on_duty or me.manages or Role.COMPLAINTS_MANAGER in me.roles


def sees_figures(me: SignedIn) -> bool:
    """Whether figures are a page for this person. No figure is of one child, and an administrator needs none."""
    return sees_every_team(me) or me.manages


def sees_every_team(me: SignedIn) -> bool:
    return not FIGURE_ROLES.isdisjoint(me.roles)


def may_see_figures_of(me: SignedIn, team: str) -> bool:
    """Whether this person sees a team's figures apart from the authority's: a manager those of their own."""
    return sees_every_team(me) or (me.manages and me.team is not None and team == str(me.team))


def works_with_children(me: SignedIn) -> bool:
    return me.works_with_children


def makes_clips(me: SignedIn) -> bool:
    """Whether this person brings, mends and checks clips in a signed language. No clip is a child's (R86)."""
    return not {Role.BSL_TRANSLATOR, Role.PARTICIPATION_OFFICER}.isdisjoint(me.roles)


def keeps_interpreters(me: SignedIn) -> bool:
    """Whether this person writes down who interprets here: somebody who opens no child's words."""
    return Role.ADMINISTRATOR in me.roles


def reads_unnamed(me: SignedIn) -> bool:
    """What was told to the service and not to a file has one reader, who gets no name (R62)."""
    return Role.PARTICIPATION_OFFICER in me.roles


def confirms_looking_behind(me: SignedIn) -> bool:
    """The second of the two people who look behind a name: on duty for everybody, and whoever leads the practice."""
    return not {Role.DUTY_MANAGER, Role.PRINCIPAL_SOCIAL_WORKER}.isdisjoint(me.roles)


def may_revoke_link(me: SignedIn, tie: Tie) -> bool:
    return may_answer(me, tie) or (me.manages and tie.own_team)


def seconds_lifting(me: SignedIn) -> bool:
    """The second of the two who lift a hold: whoever keeps records, inside that request alone (R30)."""
    return Role.RECORDS_OFFICER in me.roles


def may_answer(me: SignedIn, tie: Tie) -> bool:
    """Whether this person answers the child, promises, and makes links for her."""
    return allocated(me, tie)


def may_oversee(me: SignedIn, tie: Tie) -> bool:
    """Whether this person reads why a child is not shown what was made of her words: her team's manager."""
    return me.manages and tie.own_team


def need(allowed: bool) -> None:
    """Raises NotAllowed, which a page answers as if there were nothing."""
    if not allowed:
        raise NotAllowed


def _apart(tie: Tie, day: date) -> bool:
    """Neither her worker now nor on that day: nobody opens what a child says about them, in whatever other role."""
    return not tie.worked_on(tie.today) and not tie.worked_on(day)
