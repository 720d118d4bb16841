"""One turn of a conversation: what was asked, what was said to it, and what was understood."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.writes import Writes
from surveys.model import Audience, Question
from surveys.replies import Reply
from surveys.understanding import asking_again
from voice import clock, safeguarding, screening
from voice.draft import Texting
from voice.model import Level
from voice.public_services import Asked
from voice.texting import phrases, said
from voice.texting.places import shown_at
from voice.texting.turns import Says, Turn
from voice.visiting import Visit
from voice.working_days import concern_read_by

Decide = Callable[[Visit, Writes], Says]


@dataclass(frozen=True, slots=True)
class Talk:
    """One turn of one conversation, and what was understood."""

    turn: Turn
    visit: Visit
    asked: Asked
    keys: said.Keys
    arrangements: Mapping[str, Any]
    question: Question
    reply: Reply | None

    @property
    def chosen(self) -> str:
        """The one choice; empty where none was understood."""
        return self.reply.chosen[0] if self.reply and self.reply.chosen else ""

    @property
    def language(self) -> str:
        return self.visit.kept.language

    @property
    def missed(self) -> str:
        """What she said here before, and was asked again; empty where that did not happen."""
        texting = self.visit.draft.texting
        return (texting.missed if texting else None) or ""

    def aside(self, writes: Writes, audience: Audience = Audience.WORKER, *, words: str | None = None) -> Says:
        """Keep the words of this turn where a person reads them, though they answer nothing; tell what cannot wait.

        Of what is told at once she hears who reads it, and by when (decision 46). It may be about whoever works with
        her, and nobody said that they read it: its words are the manager's, as a concern is (R68).
        """
        says: Says = []
        words = self.turn.words if words is None else words
        if words.strip():
            child, facts = self.visit.child, {"version": self.visit.kept.version, "language": self.language}
            if screening.cannot_wait(words, self.language):
                due = concern_read_by(clock.now(), Level.URGENT, self.arrangements)
                said.tell_apart(writes, child, self.keys, words, Level.URGENT, due)
                says, audience = [("answer", self.told(due))], Audience.MANAGER
            said.add(writes, child, self.keys, words, self.arrangements, audience=audience, **facts)  # type: ignore[arg-type]
        return says

    def told(self, read_by: datetime) -> str:
        return phrases.vital(phrases.TOLD, self.language, time=phrases.when(read_by, self.language))


async def talk_of(turn: Turn, visit: Visit, asked: Asked, question: Question, reply: Reply | None = None) -> Talk:
    """This turn, with whatever has to be looked up for it."""
    keys = await safeguarding.readers(turn.services.public, visit)
    arrangements = (await turn.services.public.arrangements()).arrangements
    return Talk(turn, visit, asked, keys, arrangements, question, reply)


def ask_again(heard: Talk, mine: Visit, begins: str = asking_again.SORRY) -> Says:
    """Once more, more simply."""
    texting = mine.draft.texting = mine.draft.texting or Texting()
    texting.missed = heard.turn.words
    if not heard.question.kind.closed:
        return [("question", phrases.say(phrases.AGAIN_WORDS, mine.kept.language))]
    return [("question", asking_again.ask_again(shown_at(heard.asked, mine, heard.question.id), begins))]


def too_long(heard: Talk, mine: Visit, writes: Writes) -> Says:
    """More than an answer holds is not cut: a person reads it whole, and the conversation goes on."""
    says = heard.aside(writes, heard.question.audience)
    mine.draft.texting = mine.draft.texting or Texting()
    return [*says, ("answer", phrases.say(phrases.NOT_TAKEN, heard.language))]
