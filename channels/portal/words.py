"""What staff read for the words of the record: roles, who was near, ways of answering, outcomes."""

from i18n.marks import N_
from surveys.parts import Audience
from voice.in_sign.answers import Step
from voice.model import (
    Around,
    BearsOn,
    Because,
    BreachOutcome,
    ConcernState,
    HandedOver,
    Helper,
    How,
    Level,
    ParentsMark,
    Role,
    Stopped,
    Work,
)
from voice.taking_up import Outcome
from voice.texting.keeping_numbers import Owner

AT = N_("%(day)s at %(time)s")
TODAY, YESTERDAY, TOMORROW = N_("today"), N_("yesterday"), N_("tomorrow")
UNSEEN = N_("A character that cannot be seen, exactly here")

ROLES = {
    Role.SOCIAL_WORKER: N_("social worker"),
    Role.PERSONAL_ADVISER: N_("personal adviser"),
    Role.LEAD_PRACTITIONER: N_("lead practitioner"),
    Role.TEAM_MANAGER: N_("team manager"),
    Role.DUTY: N_("duty"),
    Role.DUTY_MANAGER: N_("duty manager"),
    Role.ADMINISTRATOR: N_("administrator"),
    Role.COMPLAINTS_MANAGER: N_("complaints manager"),
    Role.DESIGNATED_OFFICER: N_("designated officer"),
    Role.SERVICE_MANAGER: N_("service manager"),
    Role.INTERPRETER: N_("interpreter"),
}
# What the child chose, never what we make of it (R69).
AROUND = {
    Around.JUST_ME: N_("just me"),
    Around.ADULT_AT_HOME: N_("a grown-up I live with"),
    Around.HELPER: N_("someone helping me"),
    Around.FRIENDS_SIBLINGS: N_("friends, brothers or sisters"),
    Around.RATHER_NOT_SAY: N_("rather not say"),
}
HELPER = {
    Helper.NOBODY: N_("nobody"),
    Helper.PARENT: N_("a parent"),
    Helper.CARER: N_("a carer"),
    Helper.WORKER: N_("a worker"),
    Helper.ADVOCATE: N_("an advocate"),
    Helper.OTHER: N_("someone else"),
    Helper.RATHER_NOT_SAY: N_("rather not say"),
}
PARENTS = {
    ParentsMark.ASK_FIRST: N_("Ask me before you tell my mum, dad or carers"),
    ParentsMark.PLEASE_DONT: N_("Please don’t tell my mum, dad or carers"),
    ParentsMark.FINE: N_("Fine for mum, dad or carers to know"),
}
ADDED = {
    "not_right_now": N_("Said later: “That’s not right now”"),
    "changed_my_mind": N_("Said later: “I changed my mind”"),
    "more": N_("Added later"),
}
# What the child answered to what we wrote, as her own page has it.
BACK_TO = {
    "weighing": N_("To what we think they are telling us"),
    "promise": N_("Did it happen, what was promised?"),
    "heard": N_("Do they feel listened to?"),
    "translation": N_("To the English of what they said"),
}
BACK = {
    "meant": N_("“That is what I meant”"),
    "right": N_("“That’s right”"),
    "not_quite": N_("“Not quite”"),
    "not_at_all": N_("“Not at all”"),
    "yes": N_("“Yes”"),
    "a_bit": N_("“A bit”"),
    "no": N_("“No”"),
    "not_sure": N_("“Not sure”"),
}
SEEN = {"yes": N_("yes"), "no": N_("no"), "rather_not_say": N_("rather not say")}
LANGUAGES = {
    "en": N_("In English"),
    "en-simple": N_("In Easy Read"),
    "ar": N_("In Arabic"),
    "cy": N_("In Welsh"),
    "bfi": N_("In British Sign Language"),
}
LANGUAGE_NAMES = {"ar": N_("Arabic"), "bfi": N_("British Sign Language")}
WAYS = {"web": N_("On the web"), "sms": N_("By text"), "whatsapp": N_("By WhatsApp"), "bsl": N_("Signed")}

# Who signs is answered in sign first (R91); writing comes last (R97).
HOW = {
    How.SEND_FOR_SIGNING: N_("Send it for signing"),
    How.SIGN_MYSELF: N_("Sign it myself"),
    How.SEE_THEM: N_("I will see them"),
    How.WITH_INTERPRETER: N_("I will see them, with an interpreter"),
    How.RING: N_("I will ring"),
    How.TOLD_IN_PERSON: N_("I have told them in person"),
    How.WRITE: N_("In writing, here"),
}
# For good news: an answer that takes no writing (R98). The child reads it in her language.
READY = (
    N_("Thank you for telling me. I am glad."),
    N_("Thank you for telling me. I have read all of it."),
    N_("That is good to hear. Tell me more when I see you."),
)
GAVE = {
    How.SEE_THEM: N_("Will see them"),
    How.WITH_INTERPRETER: N_("Will see them, with an interpreter"),
    How.RING: N_("Will ring"),
    How.TOLD_IN_PERSON: N_("Told in person"),
    How.WRITE: N_("In writing"),
    How.SEND_FOR_SIGNING: N_("In sign"),
    How.SIGN_MYSELF: N_("In sign"),
}
STOPPED = {
    Stopped.NOT_SAFE: N_("It is not safe"),
    Stopped.COURT_ORDER: N_("A court order"),
    Stopped.NO_SERVICE: N_("No such service, or no money"),
    Stopped.SOMEONE_ELSES_DECISION: N_("Someone else’s decision"),
    Stopped.ANOTHER_CHILDS_NEEDS: N_("Another child’s needs"),
    Stopped.NOT_YET: N_("Not yet"),
    Stopped.WE_GOT_IT_WRONG: N_("We got it wrong"),
    Stopped.CHILD_CHANGED_MIND: N_("The child changed their mind"),
}
HANDED_OVER = {
    HandedOver.ON_THIS_SCREEN: N_("On this screen: I hand it over, and am signed out"),
    HandedOver.SHOWN_TO_CHILD: N_("I show it to them now"),
    HandedOver.BY_HAND: N_("On paper, given by hand"),
    HandedOver.THROUGH_ADVOCATE: N_("Through their advocate"),
    HandedOver.THROUGH_CARER: N_("Through a carer (they may see it)"),
}
BY_TEXT = N_("By text")
OWNER = {
    Owner.CHILD: N_("The child’s own"),
    Owner.CARER: N_("A carer’s"),
    Owner.PARENT: N_("A parent’s"),
    Owner.WORKER: N_("A worker’s"),
    Owner.OTHER: N_("Somebody else’s"),
}
WHY = {
    "unknown": N_("A number nobody has written down"),
    "unconfirmed": N_("Written down for a child, not confirmed with them"),
    "shared": N_("A telephone that several use"),
    "adult": N_("Written down as an adult’s"),
    "door": N_("Came without a link, on the web"),
}
ASKED_FOR = {
    "advocate": N_("Someone on their side (an advocate)"),
    "person": N_("A person who speaks their language"),
    "complaint": N_("A complaint"),
    "not_me": N_("A link reached somebody else"),
    "stop_asking": N_("Stop asking me"),
    "ask_again": N_("Ask me again"),
}
ABOUT_STAFF = {"yes": N_("yes"), "no": N_("no"), "not_sure": N_("not sure")}
TOLD_DUTY = N_("Somebody who looked at this pressed “Tell duty now”, before anybody had understood what was said.")
INTERPRETER_TOLD_DUTY = N_(
    "Whoever was asked to put this into English opened it and pressed “Tell duty now”. They need not say why."
)
SIGNER_TOLD_DUTY = N_(
    "An answer to this child was given to somebody to sign or to check. They opened it and pressed “Tell duty now”. "
    "They need not say why."
)
MAKES, CHECKS = Work.MAKES, Work.CHECKS
IN_ENGLISH = {Work.MAKES: N_("To put into English"), Work.CHECKS: N_("To check")}
IN_SIGN = {
    Step.TO_SIGN: N_("An answer in sign waits for somebody to sign it"),
    Step.SIGNING: N_("An answer in sign is on its way"),
    Step.TO_CHECK: N_("An answer in sign waits for somebody to check it"),
    Step.CHECKING: N_("An answer in sign is on its way"),
    Step.GOING: N_("An answer in sign is on its way"),
}
IN_SIGN_LATE = N_("An answer in sign is past its time")
WORK = IN_ENGLISH | {Work.SIGNS: N_("To sign"), Work.CHECKS_FILM: N_("A signed answer, to check")}
PART = {
    Audience.WORKER: N_("what they said to those who work with them"),
    Audience.MANAGER: N_("what they said to the manager alone"),
}
AT_MOMENT = N_("In the recording, at %(minutes)s:%(seconds)s: ")
BECAUSE = {
    Because.LANGUAGE: N_("In a language in which nobody has checked the words that worry us"),
    Because.DRAWN: N_("There is a drawing or a picture in it"),
    Because.SIGNED: N_("It is signed"),
    Because.SPOKEN: N_("There is a recording in it, of sound or video"),
    Because.UNPLAYABLE: N_("A recording or a picture in it does not play here: it has to be looked at as it came"),
}
TROUBLE = {  # why a recording does not play: voice/playback/sniffing.py
    "not_media": N_("It is neither a sound nor a video nor a picture of a kind we know."),
    "broken": N_("It begins like a recording, and nothing in it could be played."),
    "too_much": N_("It is too long or too large to be made to play here."),
    "touched": N_("What lies in our store is not what was put there. Tell whoever runs this service today."),
}
LEVEL_TO_CHOOSE = {
    Level.UNSAFE: N_("May not be safe now"),
    Level.URGENT: N_("Urgent: somebody has to see to it today"),
    Level.WORRY: N_("A worry: duty looks at it this working day"),
}
DECIDED = {
    BreachOutcome.REPORTED: N_("It was reported to the Information Commissioner"),
    BreachOutcome.NO_RISK: N_("It need not be reported, and why is written down"),
}
LEVEL = {
    Level.UNSAFE: N_("May not be safe"),
    Level.URGENT: N_("Urgent"),
    Level.WORRY: N_("A worry"),
}
CAME_BY = {  # by how the source of a concern begins
    "question": N_("What they answered about being safe"),
    "added": N_("What they added later"),
    "by": N_("What an adult raised"),
}
SAID = N_("What they said")
STATE = {
    ConcernState.NEW: N_("Nobody has it yet"),
    ConcernState.ACKNOWLEDGED: N_("Taken up"),
    ConcernState.ACTED_ON: N_("Acted on"),
    ConcernState.CLOSED: N_("Closed"),
}
STEP = {
    "raised": N_("The child answered"),
    "by_hand": N_("Raised by hand"),
    "child_said": N_("The child added"),
    "acknowledged": N_("Taken up"),
    "acted_on": N_("What was done"),
    "closed": N_("Closed"),
    "note": N_("Note"),
    "texted": N_("We texted the child"),
    "shared": N_("Shown to those who work with the child"),
}
OUTCOME = {
    Outcome.SPOKE_WITH_CHILD: N_("Spoke with the child"),
    Outcome.SAFETY_PLAN: N_("Safety plan"),
    Outcome.STRATEGY_DISCUSSION: N_("Strategy discussion"),
    Outcome.ENQUIRIES: N_("Enquiries"),
    Outcome.POLICE: N_("Police"),
    Outcome.DESIGNATED_OFFICER: N_("Designated officer"),
    Outcome.ALREADY_KNOWN: N_("Already known, added to the plan"),
    Outcome.NO_FURTHER_ACTION: N_("No further action, because of what is written above"),
}
BEARS_ON = {
    BearsOn.DECISION: N_("A decision"),
    BearsOn.PLAN: N_("A plan"),
    BearsOn.REVIEW: N_("A review"),
    BearsOn.CONFERENCE: N_("A conference"),
    BearsOn.CONCERN: N_("A concern"),
}
