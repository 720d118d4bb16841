"""The invented authority: nobody here exists, and everything is done by the verbs that a real authority uses."""
