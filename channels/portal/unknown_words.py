"""What staff read beside what somebody said whom nobody knows, by text or at the open door."""

from i18n.marks import N_

TEXTED = {"sender": N_("They texted"), "person": N_("We texted")}
DOOR_SAID = {
    "safety": N_("They answered the safety question"),
    "reach": N_("How to reach them safely"),
    "statement": N_("They sent"),
    "added": N_("They came back and added"),
    "answer": N_("We answered"),
}
AT_DOOR = {
    "asked": N_("About"),
    "words": N_("In their own words"),
    "reach": N_("A safe way to reach them"),
    "must_not_know": N_("Who must not know"),
}
