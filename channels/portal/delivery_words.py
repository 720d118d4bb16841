"""What staff read of what was not passed on: its kind, how it stands, and what somebody can do about it."""

from i18n.marks import N_

DELIVERY = {
    "dead": N_("Given up"),
    "held": N_("Held back after a restore"),
    "waiting": N_("Waiting"),
    "unknown": N_("Sent, and not known whether it arrived"),
}
KIND_OF_DELIVERY = {
    "concern": N_("Telling the first people of a concern"),
    "not_understood": N_("Telling somebody that what was said is not understood"),
    "stranger": N_("Telling duty of a text from a number nobody knows"),
    "wrong_record": N_("Emptying what stood in the wrong record"),
    "statement": N_("Telling the child’s worker that they said something"),
    "later": N_("Telling the child’s worker that they added something"),
    "reply": N_("Telling a child by text that there is an answer"),
    "weighing": N_("Telling a child by text that there is something to read"),
    "asked_for.advocate": N_("Telling the advocacy service that a child asks for somebody"),
    "asked_for.complaint": N_("Telling of a complaint"),
    "asked_for.person": N_("Telling of a child who asks for a person"),
    "asked_for.not_me": N_("Telling of a link that reached somebody else"),
    "notice.email": N_("E-mail to a member of staff"),
    "notice.text": N_("Text to a member of staff"),
}
# What somebody can do about it, by its error or by how it stands.
WHAT_TO_DO = {
    "no_way_yet": N_("Nobody has set up a way to send these. Look here until somebody has."),
    "dead": N_(
        "It was given up, and nobody was told by it. The next person was told at once where there is one. Tell whoever"
        " looks after the service: the address may have a slip in it, or the mail server may refuse our mail."
    ),
    "held": N_("After a restore: whoever looks after the service lets them go out, kind by kind."),
    "waiting": N_("It is tried again by itself. Do not wait for it: look at the concerns."),
    "unknown": N_("Ask whoever it was for whether it came."),
}
