"""A whole conversation by text (R20 to R25): what comes in, whose turn it is, what goes out and when.

- `taking_in`   the public process keeps a text sealed, unread
- `turns`       the worker takes a number's texts in order, one transaction a turn
- `talking`     what one text means where the conversation stands; the verbs of the web keep it
- `said`        words outside of a conversation become part of the child's record
- `strangers`   a number nobody knows: kept under a key of its own until a person has matched it
- `going_out`   what was decided is sent, once, when it may be
"""
