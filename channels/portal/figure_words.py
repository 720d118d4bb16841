"""What staff read around the figures. No word here calls a figure good or bad (R46)."""

from i18n.marks import N_

AUTHORITY = N_("The whole authority")
VERSION = N_("%(title)s, version %(number)s")
SPLITS = {
    "": N_("All together"),
    "team": N_("By team"),
    "age": N_("By age"),
    "way": N_("By way of answering"),
    "language": N_("By language"),
    "helped": N_("By whether somebody helped"),
    "alone": N_("By who was near"),
    "month": N_("Month after month"),
}
GROUPS = {
    "all": N_("Everybody who answered"),
    "not_known": N_("Not known"),
    "not_said": N_("Did not say"),
    "web": N_("On the web"),
    "sms": N_("By text"),
    "whatsapp": N_("By WhatsApp"),
    "bsl": N_("Signed"),
    "several": N_("In several ways"),
    "en": N_("In English"),
    "en-simple": N_("In Easy Read"),
    "bfi": N_("In British Sign Language"),
    "other": N_("In another language"),
    "on_my_own": N_("Said nobody helped"),
    "helped": N_("Said somebody helped"),
    "said_alone": N_("Said “just me”"),
    "someone_near": N_("Said somebody was near"),
}
AGES = N_("%(youngest)s to %(oldest)s years")
SYMBOLS = {
    "c": N_("Not shown: too few children, or it would tell what a few of them said. It can be more than five."),
    "x": N_("Left out: it could not be shown without telling too much."),
    "u": N_("Unsure: chance alone may have moved this share by more than 20 in 100 to either side."),
}
EXPLAINS = (
    N_("Who was asked, and who was not? Who left the question out?"),
    N_("How was it asked: by whom, where, on paper or on a telephone, with whom near?"),
    N_("Did something change in these months: workers, placements, a service that opened or closed?"),
    N_("Do children trust us more and say hard things sooner? Scores often fall then."),
    N_("What do the children say if you ask them what these numbers mean?"),
)
NOT_TOLD = (
    N_("What children think who were not asked, could not be asked, or sent nothing."),
    N_("Why a child answered so, or whether the help made the difference."),
    N_("How safe children are. Answers about safety go to people at once and are counted nowhere."),
    N_("How good a team or a worker is. There are no ranks here, and no targets."),
    N_("Anything about one child. Where you recognise somebody in a number, that is a guess, and it is often wrong."),
)
