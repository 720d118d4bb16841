"""What children do before the service is killed, and what must be nowhere afterwards."""

from dataclasses import dataclass, field
from pathlib import Path

from tests.safety.browser import Child
from tests.safety.evidence import evidence, secrets_of
from tests.safety.searching import Sought, fresh_phrases
from tests.safety.serving import PUBLIC_URL, STAFF_URL, Served, cut_off, serving
from tests.world import World, make_world


@dataclass(slots=True)
class Scene:
    """One home with three children's conversations: sent, saved for later, left half-way."""

    home: Path
    url: str | None = None
    phrases: tuple[str, ...] = field(default_factory=fresh_phrases)
    links: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    saved: str = ""
    left: str = ""
    came_back_to: str = ""

    @property
    def words(self) -> Sought:
        return Sought.words(*self.phrases)

    @property
    def core(self) -> str:
        """The part of the English phrase that nothing else ever said."""
        return self.phrases[0].split()[1]

    async def set_up(self, url: str | None = None) -> None:
        """The authority, its people and three links."""
        self.home.mkdir(mode=0o700, exist_ok=True)
        async with make_world(self.home, url or self.url, public_url=PUBLIC_URL, staff_url=STAFF_URL) as world:
            await self._links(world)

    async def _links(self, world: World) -> None:
        self.links = [await world.link() for _ in range(3)]

    async def played(self, which: str, **more: str) -> Served:
        """Serve, let the children do what they do, and kill the service while it is at work."""
        with serving(self.home, which, self.url, **more) as served:
            children = [Child(served.browser(), " / ".join(self.phrases)) for _ in self.links]
            try:
                await self._act(served, children)
            finally:
                for child in children:
                    await child.browser.client.aclose()
        return served

    async def _act(self, served: Served, children: list[Child]) -> None:
        sends, saves, leaves = children
        at = [await child.begin(link) for child, link in zip(children, self.links, strict=True)]
        await sends.ask_for_help()
        await sends.answer_all(at[0])
        await sends.send()
        for _ in range(2):
            at[1] = await saves.answer(at[1])
        await saves.save_for_later(at[1])
        at[2] = await leaves.answer(at[2])
        at[2] = await leaves.answer(at[2])
        self.saved, self.left = saves.browser.cookies["__Host-visit"], leaves.browser.cookies["__Host-visit"]
        self.came_back_to = await sends.come_back()
        self.codes = [sends.code, saves.code]
        csrf = await leaves.browser.token_at(at[2])
        await cut_off(served, at[2], leaves.browser, {"csrf": csrf, "do": "skip", "words": leaves.words})
        self.tokens = [token for child in children for token in child.browser.seen]

    async def secrets(self) -> Sought:
        """Codes, links, cookies and the keys that they open; on the way, proof that the words did arrive."""
        async with evidence(self.home, self.url) as record:
            draft_keys = {}
            for name, token in (("saved", self.saved), ("left", self.left)):
                draft_keys[f"draft key ({name})"], draft = await record.draft_behind(token)
                self._all_in(draft.decode())
            mailbox_key, said = await record.mailbox_behind(self.codes[0])
            self._all_in("\n".join(answer["words"] for answer in said["answers"]))  # type: ignore[index]
            parts = await record.parts()
            assert {"worker", "manager", "numbers"} <= parts.keys()
            self._all_in(parts["worker"]["which"])
            assert "child_said" in await record.said_about_safety()
        return secrets_of(self.codes, [*self.links, *self.tokens], {"mailbox key": mailbox_key, **draft_keys})

    def _all_in(self, text: str) -> None:
        missing = [phrase for phrase in self.phrases if phrase not in text]
        assert not missing, "the words did not arrive, so that finding them nowhere would prove nothing"
