"""After the start, beside the first pages: loads what is loaded once, and has Python leave it out of its looks.

Python looks for rubbish by going through everything that is alive, again and again: the modules, the surveys and the
lexicon are some hundred thousand things that stay. That was an eighth of the processor time of a submission. What is
there once everything is loaded is left out from then on; what comes and goes with a request is looked through less
often, at the price of a few megabytes.
"""

import asyncio
import gc
from collections.abc import Callable

MANY = 20_000  # things that come before the next look, in place of 700


async def settle(*loads: Callable[[], object]) -> None:
    """Load these, and look through nothing of what is there then."""
    for load in loads:
        await asyncio.to_thread(load)
    gc.collect()
    gc.freeze()
    gc.set_threshold(MANY, 20, 20)
