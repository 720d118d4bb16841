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
    "asked_for.stop_asking": N_("Telling of a child who wants to be asked no more"),
    "asked_for.ask_again": N_("Telling of a child who wants to be asked again"),
    "text": N_("A text to a child, or to a number nobody knows"),
    "text.begun": N_("Asking a child by text, or reminding them"),
    "turn": N_("Reading what was texted to us"),
    "status": N_("Noting what became of a text of ours"),
    "door": N_("Taking up what was said at the open door"),
    "reminder": N_("Reminding a child by text that there are questions"),
    "picture": N_("Fetching a picture, a voice message or a video that came with a text"),
    "redact": N_("Asking the carrier of our texts to forget their words"),
    "picture.forget": N_("Asking the carrier of our texts to delete a picture, a voice message or a video"),
    "picture.move": N_("Putting a picture that came with a text where its words are"),
    "picture.many": N_("Telling somebody that very many pictures come from one number"),
    "count": N_("Counting for the figures what was sent"),
    "interpreting": N_("Telling an interpreter that there are words to put into English"),
    "playback": N_("Making a recording play in every browser"),
    "notice.email": N_("E-mail to a member of staff"),
    "notice.text": N_("Text to a member of staff"),
}
NOT_REACHED = ("no_such_number", "not_a_mobile", "cannot_be_reached", "switched_off", "blocked", "unknown_to_network")
NO_TEXT_REACHES = N_(
    "No text reaches this number. Whoever wrote it, or works with the child, sees them in person and asks for their"
    " number."
)
STAFF_NOT_TEXTED = N_(
    "No text reached them there, and they were told by e-mail. Only they can mend it: a telephone that is on, START"
    " texted from it, or another number on their own page."
)
NO_COPIES = N_(
    "ffmpeg is not on the machine where the worker runs. Recordings play as they came, in browsers that can, and no"
    " answer in sign reaches a child. Tell whoever looks after the service."
)
OTHER = N_("Something else that the service does by itself")
# What somebody can do about it, by its error or by how it stands.
WHAT_TO_DO = {
    "dead": N_(
        "It was given up, and nobody was told by it. The next person was told at once where there is one. Tell whoever"
        " looks after the service: the address may have a slip in it, or the mail server may refuse our mail."
    ),
    "held": N_("After a restore: whoever looks after the service lets them go out, kind by kind."),
    "waiting": N_("It is tried again by itself. Do not wait for it: look at the concerns."),
    "unknown": N_("Ask whoever it was for whether it came."),
    "no_memory": N_("The machine has too little free memory for a recording. Tell whoever looks after the service."),
    "media_away": N_("The store of recordings does not answer. Tell whoever looks after the service."),
    "opted_out": N_("They texted STOP, or blocked us: nothing can be sent. See them in person."),
    **dict.fromkeys(NOT_REACHED, NO_TEXT_REACHES),
}
