"""What adults think a child is telling us, as she reads it: under headings of her own, what stopped us in her words."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from i18n.catalogue import Catalogue
from i18n.marks import N_

# Why what was decided is not what she asked for (R101).
WHY_NOT = {
    "not_safe": N_("It is not what you asked for, because that would not be safe."),
    "court_order": N_("It is not what you asked for, because a judge decided something else."),
    "no_service": N_("It is not what you asked for, because there was no place or no money for that."),
    "someone_elses_decision": N_("It is not what you asked for, because someone else decides about that."),
    "another_childs_needs": N_("It is not what you asked for, because of what another child needs."),
    "not_yet": N_("It is not what you asked for yet."),
    "we_got_it_wrong": N_("It is not what you asked for. We got it wrong, and we are sorry."),
    "child_changed_mind": N_("It is not what you asked for at first, because you changed your mind."),
}


def weighed(line: Mapping[str, Any], words: Catalogue) -> dict[str, Any]:
    """1, 3, 4 and 5, of which any may be empty."""
    why = WHY_NOT.get(line["stopped_by"] or "")
    if line["as_wanted"]:
        why = N_("It is what you asked for.")
    return {
        "name": line["first_name"],
        "when": datetime.fromisoformat(line["when"]),
        "means": line["means"].strip(),
        "wants": line["wants"].strip(),
        "decided": line["decided"].strip(),
        "by": line["decided_by"].strip(),
        "on": date.fromisoformat(line["decided_on"]) if line["decided_on"] else None,
        "why": words.gettext(why) if why else "",
        "told": line["told"].strip(),
    }
