"""`text`: a child's text as Twilio brings it, signed, until it is kept; every tenth comes twice. Against `submit`."""

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench.figures import Results
from bench.load import Job, Load
from bench.prepared import WORDS, Prepared, post
from bench.servers import Server, service
from bench.sizes import Sizes
from bench.submitting import Seen, figures
from tests.sms.phone import OURS, SID, TOKEN, signature

CLIENTS = 32
AGAIN = 10  # of so many texts one comes a second time, as it does when Twilio has not heard our answer
SETTINGS = {"VOICE_TWILIO_ACCOUNT_SID": SID, "VOICE_TWILIO_AUTH_TOKEN": TOKEN, "VOICE_TWILIO_FROM": OURS}


def measure(load: Load, prepared: Prepared, sizes: Sizes, place: Path, results: Results) -> None:
    """In turn on one service: statements sent by page, and texts."""
    ours, texts, ready = prepared.copy(place / "texting"), _texts(), iter(prepared.ready)
    texted, sent = Seen(), Seen()
    with ExitStack() as stack:
        server = stack.enter_context(service(ours.home, ours.database, more=SETTINGS))
        for _ in range(sizes.rounds):
            _round(load, server, [[each.send()] for each in itertools.islice(ready, sizes.texts)], 303, sent)
            _round(load, server, [[text] for text in itertools.islice(texts, sizes.texts)], 200, texted)
    results.figures += figures(f"text, {CLIENTS}", "submit", texted, sent, goal=0.8)
    brought = sizes.rounds * sizes.texts
    with sqlite3.connect(ours.file) as db:
        kept = db.execute("SELECT count(*) FROM inbound_message").fetchone()[0]
    results.counted["texts lost or kept twice"] = abs(kept - (brought - brought // AGAIN))


def _round(load: Load, server: Server, jobs: list[Job], answered: int, seen: Seen) -> None:
    before = server.cpu()
    run = load.run(server.port, CLIENTS, jobs)
    assert set(run.statuses) == {answered}, "something was refused"
    seen.add(run, server.cpu() - before)


def _texts() -> Iterator[bytes]:
    """One after another, without end."""
    text = b""
    for number in itertools.count(1):
        if number % AGAIN:
            text = _text(number)
        yield text


def _text(number: int) -> bytes:
    id = f"SM{number:032x}"
    fields = {"MessageSid": id, "SmsMessageSid": id, "AccountSid": SID, "To": OURS, "Body": WORDS.strip()}
    fields |= {"From": f"+44770090{number % 1000:04}", "NumMedia": "0", "ApiVersion": "2010-04-01"}
    signed = signature("https://voice.test/sms/inbound", fields)
    return post("/sms/inbound", "", fields).replace(
        b"\r\n\r\n", f"\r\nx-twilio-signature: {signed}\r\n\r\n".encode(), 1
    )
