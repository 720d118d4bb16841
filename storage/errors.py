"""What can go wrong in the store. A driver's own text never travels: it can quote the values of a row."""

from voice.errors import VoiceError


class StoreBusy(VoiceError):
    """The store could not take the batch just now; the same batch may pass in a moment."""


class StoreRefused(VoiceError):
    """The store will not take this: a rule of the record would break. Carries the rule's name only."""


class TooManyChanges(VoiceError):
    """The row changed under this verb three times running."""


class StoreAway(VoiceError):
    """No database answers at the address given."""
