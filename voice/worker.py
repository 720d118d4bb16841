"""What happens by itself, in one plain loop: each thing has its own time, and none waits for another's failure."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from voice import being_understood, climbing, clock, closing, counting, erasing, publishing, restoring, signs_of_life
from voice.anchoring import Anchor
from voice.commands.opening import erased_list
from voice.commands.sending_texts import texts_of
from voice.config import Settings
from voice.delivering import NO_WAYS, Deliveries, Way
from voice.in_sign import going
from voice.interpreting import asking_her
from voice.logging import warn
from voice.playback import line
from voice.signs_of_life import DeadMansSwitch
from voice.staff_services import StaffServices
from voice.texting import going_up, matching, turns, unknown_pictures
from voice.texting.pacing import PacedTexts
from voice.ways import slow_ways_of, ways_of

LOOK_EVERY = 1.0  # seconds between looks at what is due


@dataclass(slots=True)
class Step:
    """One thing the worker does, how often, and when next."""

    name: str
    every: timedelta
    do: Callable[[], Awaitable[object]]
    due: datetime | None = None


class Worker:
    """Runs until it is told to stop. One beside the applications, or a process of its own."""

    def __init__(
        self,
        services: StaffServices,
        anchor: Path,
        alarm: DeadMansSwitch | None = None,
        erased: Path | None = None,
        ways: Mapping[str, Way] = NO_WAYS,
        slow: Mapping[str, Way] = NO_WAYS,
        texts: PacedTexts | None = None,
    ) -> None:
        self._services = services
        self._anchor = Anchor(anchor)
        self.deliveries = Deliveries(services, ways)
        self._slow, self._texts = slow, texts
        others = [*slow, *(texts.kinds if texts else [])]
        minute = timedelta(minutes=1)
        self.steps = [
            Step("heartbeat", timedelta(seconds=15), self.beat),
            Step("climb", timedelta(seconds=5), lambda: climbing.climb_all(services)),
            Step("not understood", timedelta(seconds=5), lambda: being_understood.climb_all(services)),
            Step("anchor", minute, self.anchor),
            Step("close drafts", minute, lambda: closing.close_drafts(services)),
            Step("close returns", minute, lambda: closing.close_returns(services)),
            Step("close sessions", minute, lambda: closing.close_sessions(services)),
            Step("clear recordings", timedelta(hours=1), lambda: closing.clear_recordings(services)),
            Step("forget limits", timedelta(hours=1), lambda: closing.forget_limits(services)),
            Step("count", minute, lambda: counting.count_waiting(services)),
            Step("return deliveries", timedelta(seconds=10), self.deliveries.return_expired),
            Step("interpreting", timedelta(seconds=15), lambda: asking_her.by_itself(services)),
            Step("answers in sign", timedelta(seconds=15), lambda: going.by_itself(services)),
            Step("name undeliverable", minute, lambda: self.deliveries.name_undeliverable(others)),
            Step("tidy", timedelta(hours=1), services.store.tidy),
            *_about_texts(services),
        ]
        if erased:
            self.steps.append(Step("erase", minute, lambda: erasing.erase_confirmed(services, erased)))
            self.steps.append(Step("keep erased", timedelta(hours=1), lambda: restoring.apply_list(services, erased)))
        if alarm:
            self.steps.append(Step("alarm", minute, lambda: alarm.press(services)))

    def also(self, name: str, every: timedelta, do: Callable[[], Awaitable[object]]) -> None:
        """One more thing that happens by itself."""
        self.steps.append(Step(name, every, do))

    async def run(self, stop: asyncio.Event) -> None:
        """Look every second at what is due, until `stop` is set; deliver beside it; what has begun is finished."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.deliveries.run(stop))
            group.create_task(publishing.run(self._services, stop))
            if self._texts:
                group.create_task(self._texts.run(stop))
            if self._slow:
                group.create_task(line.run(self._services, self._slow, stop))
            while not stop.is_set():
                await self.turn()
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), LOOK_EVERY)

    async def turn(self) -> None:
        """Do everything that is due now."""
        now = clock.now()
        for step in self.steps:
            if step.due is None or step.due <= now:
                step.due = now + step.every
                await self._try(step)

    async def beat(self) -> None:
        """A sign of life, for whoever watches over the service."""
        await signs_of_life.beat(self._services)

    async def anchor(self) -> None:
        await self._anchor.drop(self._services)

    async def _try(self, step: Step) -> None:
        try:
            await step.do()
        except Exception as failed:  # noqa: BLE001 - one step's trouble, of whatever kind, must not stop the others
            warn("a step failed", failed, step=step.name)


def _about_texts(services: StaffServices) -> list[Step]:
    minute = timedelta(minutes=1)
    return [
        Step("unknown senders", timedelta(seconds=5), lambda: going_up.climb_all(services)),
        Step("forgotten texts", minute, lambda: turns.take_up_forgotten(services)),
        Step("pictures of strangers", minute, lambda: unknown_pictures.move_all(services)),
        Step("closed strangers", minute, lambda: matching.delete_keys(services)),
        Step("old words", timedelta(hours=1), lambda: turns.forget_old_words(services)),
    ]


def worker_of(services: StaffServices, settings: Settings) -> Worker:
    """The worker as it is set up here."""
    ways, slow = ways_of(settings), slow_ways_of(settings)
    facts = (settings.audit_anchor, alarm_of(settings), erased_list(settings))
    return Worker(services, *facts, ways, slow, texts_of(settings, services))


def alarm_of(settings: Settings) -> DeadMansSwitch | None:
    """The dead man's switch, where there is one."""
    return DeadMansSwitch(settings.alarm_url.get_secret_value()) if settings.alarm_url else None
