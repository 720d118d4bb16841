"""A stand-in for Twilio: takes our texts as Twilio's REST API does, and brings a telephone's to our webhook, signed.

It knows the public address, the account's secret and our number, and nothing else of the service: no store, no key.
Like Twilio it confirms a STOP itself and refuses to send to whoever said it (21610), and keeps what came with a text
until it is fetched and deleted. UK numbers have no MMS: a picture comes by WhatsApp.
"""

import asyncio
import base64
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha1

import httpx

from voice import clock

PATIENCE = 10.0
LATELY = 200  # texts of one telephone that are remembered
MOST_KEPT = 8  # pictures that nobody has fetched; the oldest goes
WHATSAPP = "whatsapp:"
TWILIO = "https://api.twilio.com"  # where Twilio says that a picture lies, whatever stands in for it
STOPS, STARTS = {"STOP", "STOPALL"}, {"START", "UNSTOP"}
STOPPED = (
    "OK, we won't text again unless you text START. If you need help fast, call 999. To talk free to someone any time: "
    "Childline 0800 1111."
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, a voice message or a video that goes with a text."""

    kind: str
    body: bytes = field(repr=False)

    @property
    def sort(self) -> str:
        return self.kind.partition("/")[0]


@dataclass(slots=True)
class Line:
    """One text, as a telephone shows it."""

    sid: str
    mine: bool
    words: str = field(repr=False)
    at: datetime
    refused: int = 0  # the status with which our webhook refused it
    sort: str = ""  # of what came with it: image, audio or video


@dataclass(slots=True)
class Exchange:
    """Every telephone's texts, in memory."""

    public_url: str
    auth_token: str = field(repr=False)
    ours: str
    account: str
    threads: dict[str, list[Line]] = field(default_factory=dict, repr=False)
    stopped: set[str] = field(default_factory=set)
    pictures: dict[str, Picture] = field(default_factory=dict, repr=False)
    http: httpx.AsyncClient = field(default_factory=lambda: httpx.AsyncClient(trust_env=False, timeout=PATIENCE))
    running: set[asyncio.Task[None]] = field(default_factory=set, repr=False)

    def thread(self, number: str) -> list[Line]:
        return self.threads.setdefault(number, [])

    async def text(self, number: str, words: str, picture: Picture | None = None) -> Line:
        """A telephone texts: what our webhook makes of it stands beside the text."""
        line = Line(f"{'MM' if picture else 'SM'}{secrets.token_hex(16)}", True, words, clock.now())
        self._keep(number, line)
        fields = {"MessageSid": line.sid, "AccountSid": self.account, "From": number, "To": self.ours, "NumMedia": "0"}
        if picture:
            line.sort = picture.sort
            fields |= {"From": f"{WHATSAPP}{number}", "To": f"{WHATSAPP}{self.ours}", **self._with(line.sid, picture)}
        line.refused = await self._post("/sms/inbound", {**fields, "Body": words})
        said = words.strip().upper()
        if said in STOPS:
            self.stopped.add(number)
            self._keep(number, Line(f"SM{secrets.token_hex(16)}", False, STOPPED, clock.now()))
        elif said in STARTS:
            self.stopped.discard(number)
        return line

    def take(self, number: str, words: str, callback: str) -> Line:
        """The service texts: it is on the telephone at once, and word of it goes back."""
        line = Line(f"SM{secrets.token_hex(16)}", False, words, clock.now())
        self._keep(number, line)
        task = asyncio.get_running_loop().create_task(self._tell(line.sid, number, callback))
        self.running.add(task)
        task.add_done_callback(self.running.discard)
        return line

    def _with(self, sid: str, picture: Picture) -> dict[str, str]:
        """What Twilio says of what came with a text. It lies here until it is deleted."""
        name = f"ME{secrets.token_hex(16)}"
        self.pictures[name] = picture
        for old in list(self.pictures)[:-MOST_KEPT]:
            del self.pictures[old]
        url = f"{TWILIO}/2010-04-01/Accounts/{self.account}/Messages/{sid}/Media/{name}"
        return {"NumMedia": "1", "MediaUrl0": url, "MediaContentType0": picture.kind}

    def find(self, sid: str) -> Line | None:
        return next((line for lines in self.threads.values() for line in lines if line.sid == sid), None)

    async def close(self) -> None:
        for task in set(self.running):
            task.cancel()
        await self.http.aclose()

    def _keep(self, number: str, line: Line) -> None:
        thread = self.thread(number)
        thread.append(line)
        del thread[:-LATELY]

    async def _tell(self, sid: str, number: str, callback: str) -> None:
        """Word of a text, to the address that came with it: on our own site and nowhere else."""
        if callback.startswith(f"{self.public_url}/"):
            for status in ("sent", "delivered"):
                fields = {"MessageSid": sid, "AccountSid": self.account, "MessageStatus": status, "To": number}
                await self._post(callback.removeprefix(self.public_url), fields)

    async def _post(self, path: str, fields: dict[str, str]) -> int:
        """Post it signed, as Twilio does; the status where it was refused, else 0."""
        url = f"{self.public_url}{path}"
        signed = url + "".join(f"{name}{fields[name]}" for name in sorted(fields))
        made = base64.b64encode(hmac.new(self.auth_token.encode(), signed.encode(), sha1).digest()).decode()
        try:
            answer = await self.http.post(url, data=fields, headers={"x-twilio-signature": made})
        except httpx.HTTPError:
            return 503
        return 0 if answer.is_success else answer.status_code
