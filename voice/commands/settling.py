"""After the start, beside the first pages: loads what is loaded once, and has Python leave it out of its looks.

Python looks for rubbish by going through everything that is alive, again and again: the modules, the surveys and the
lexicon are some hundred thousand things that stay. That was an eighth of the processor time of a submission. What is
there once everything is loaded is left out from then on; what comes and goes with a request is looked through less
often, at the price of a few megabytes.
"""

import asyncio
import gc
from collections.abc import Callable
from contextlib import suppress

MANY = 20_000  # things that come before the next look, in place of 700
A_MOMENT = 1.0  # second: whoever waited for the start gets her page first


async def settle(stop: asyncio.Event, *loads: Callable[[], object]) -> None:
    """Load these a moment after the start, and look through nothing of what is there then.

    What is needed before is loaded by whoever needs it: each of them is loaded once.
    """
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), A_MOMENT)
        return
    for load in loads:
        await asyncio.to_thread(load)
    gc.collect()
    gc.freeze()
    gc.set_threshold(MANY, 20, 20)
