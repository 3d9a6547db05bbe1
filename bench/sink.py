"""A mail server that takes every letter and keeps none: `python -m bench.sink DELAY_MS`. Prints its port; ends with its caller.

Each reply waits `DELAY_MS`, as the way to a real relay does. It runs in a process of its own, so that what it costs is
not counted against the sender more than against the baseline, which speaks to it too.
"""

import asyncio
import sys
from typing import Any

from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import SMTP


class SlowServer(SMTP):
    """Answers everything, each time after a pause."""

    def __init__(self, delay: float, **options: Any) -> None:
        super().__init__(Sink(), **options)
        self._delay = delay

    async def push(self, status: Any) -> None:
        """Send one reply."""
        if self._delay:
            await asyncio.sleep(self._delay)
        await super().push(status)


async def serve(delay: float) -> None:
    """Serve until standard input ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SlowServer(delay, hostname="sink", loop=loop), "127.0.0.1", 0
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1]) / 1000))
