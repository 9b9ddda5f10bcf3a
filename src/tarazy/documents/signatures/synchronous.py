"""pyHanko's coroutines, called from ordinary code: they wait for nothing here, so a private loop will do."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from . import quicker

Result = TypeVar("Result")

# The library writes names of signers into its warnings; personal data have no place in a log.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)
quicker.install()


def run(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """What the coroutine returns or raises, also when this thread has a running loop of its own."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(coroutine)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
