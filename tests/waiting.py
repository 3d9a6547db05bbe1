"""Waiting for what other processes do."""

import time
from collections.abc import Callable

START_SECONDS = 30.0


def wait_for(is_ready: Callable[[], bool], what: str, seconds: float = START_SECONDS) -> None:
    """Poll until ready. Raises TimeoutError that says what was waited for."""
    until = time.monotonic() + seconds
    while not is_ready():
        if time.monotonic() > until:
            raise TimeoutError(f"waited {seconds:.0f} s for {what}")
        time.sleep(0.05)
