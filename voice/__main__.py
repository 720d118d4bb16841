"""`python -m voice …`: finds the command that was asked for, and says in one line why it could not be done.

Every command answers 0 when done, 1 when it could not, 2 for wrong usage.
"""

import os
import resource
import sys
from collections.abc import Sequence
from importlib import import_module

from storage.errors import StoreAway, StoreBusy, StoreRefused
from voice.errors import KeyFileRefused, NotAllowed, NothingThere, Refusal, UnknownKeyProvider, VoiceError
from voice.logging import last_words

# Loaded by name, one at a time: `serve public` must never load a module that reaches the key provider.
COMMANDS = {
    "serve": ("voice.commands.serve", "the children's application, the staff's, or all in one process"),
    "worker": ("voice.commands.work", "what happens by itself: signs of life, keys ahead, closing, the anchor"),
    "migrate": ("voice.commands.migrate", "bring the database to the current schema"),
    "demo": ("voice.commands.demo", "make the invented authority of the demonstration"),
    "survey": ("surveys.commands", "check a survey, list those that come with the service"),
    "screen": ("voice.commands.screen", "what the lexicon of worrying words says of texts; check an edit of it"),
    "words": ("voice.commands.words", "how far each language is"),
    "texts": ("voice.commands.texts", "every text of ours, how many texts it is sent as, and what that costs"),
    "understand": ("voice.commands.understand", "what a text message would be taken to answer"),
    "keys": ("voice.commands.keys", "make the keys, renew them, count what they hold"),
    "recover": ("voice.commands.recover", "keep the keys with three custodians, and bring them back by two"),
    "backup": ("voice.commands.backup", "a whole copy of the record while it is in use"),
    "restore": ("voice.commands.restore", "fill an empty database from a copy, less what was erased since"),
    "deliveries": ("voice.commands.deliveries", "what was not delivered; let what is held back go out"),
    "door": ("voice.commands.door", "let children without a link say something, or not any more"),
    "erase": ("voice.commands.erase", "ask for a child to be erased, which a second person confirms"),
    "figures": ("voice.commands.figures", "count every statement again and compare with the tallies"),
    "audit": ("voice.commands.audit", "check that nobody has touched the audit"),
}
MENDS = {
    Refusal.MISSING: "make the keys with python -m voice keys init, or say where they are",
    Refusal.NOT_ALLOWED: "run this as the user whose keys they are",
}


def main(argv: Sequence[str]) -> int:
    """Run one command; its exit code."""
    _keep_to_ourselves()
    if not argv or argv[0] in ("-h", "--help"):
        (sys.stdout if argv else sys.stderr).write(f"{_usage()}\n")
        return 0 if argv else 2
    if argv[0] not in COMMANDS:
        sys.stderr.write(f"{argv[0]!r} is not a command\n\n{_usage()}\n")
        return 2
    module, _ = COMMANDS[argv[0]]
    try:
        return int(import_module(module).main(argv[1:]))
    except VoiceError as refused:
        sys.stderr.write(f"voice: {_in_one_line(refused)}\n")
        return 1
    except OSError as refused:
        sys.stderr.write(f"voice: {refused.strerror or type(refused).__name__}: {refused.filename or ''}\n")
        return 1
    except SystemExit as stopped:
        return int(stopped.code or 0)
    except KeyboardInterrupt:
        return 130


def _keep_to_ourselves() -> None:
    """No file that others can read, no picture of our memory after a crash, no values in a traceback."""
    sys.excepthook = last_words
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _in_one_line(refused: VoiceError) -> str:
    match refused:
        case KeyFileRefused():
            mend = MENDS.get(refused.why)
            return f"{refused}; {mend}" if mend else str(refused)
        case UnknownKeyProvider():
            return f"VOICE_KEYS: {refused.scheme}: is not a kind of place that we know; use file:/path or env:NAME"
        case StoreAway():
            return "VOICE_DATABASE: no database answers there; start it, or mend the address"
        case StoreBusy() | StoreRefused():
            return f"the database would not take it ({refused})"
        case NotAllowed():
            return "this person may not do that here"
        case NothingThere():
            return "there is no such record here"
    return str(refused) or type(refused).__name__


def _usage() -> str:
    listed = "\n".join(f"  {name:<10} {what}" for name, (_, what) in COMMANDS.items())
    return (
        f"usage: python -m voice COMMAND …\n\n{listed}\n\n"
        "Each explains itself with --help. Settings come from the environment; README lists them.\n"
        "example: python -m voice serve all"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
