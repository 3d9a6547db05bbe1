"""The time of one run, and the word that ends it early."""

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings

_stopping = threading.Event()


@dataclass(frozen=True)
class Clock:
    """The time of one run: what the caller said, going on at the pace of the real clock."""

    start: datetime
    began: float = field(default_factory=time.monotonic)

    @property
    def elapsed(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self.began

    @property
    def is_up(self) -> bool:
        """Whether this run has had its minute (well inside the lease of what it claimed), or was told to stop."""
        return _stopping.is_set() or self.elapsed >= settings.OUTBOX_BATCH_SECONDS

    @property
    def end(self) -> datetime:
        """When the run has had its minute."""
        return self.start + timedelta(seconds=settings.OUTBOX_BATCH_SECONDS)

    def now(self) -> datetime:
        """The present moment of this run."""
        return self.start + timedelta(seconds=self.elapsed)

    def wait_until(self, moment: datetime) -> bool:
        """Sleep until `moment`; False when the run was told to stop meanwhile."""
        return not _stopping.wait(max(0.0, (moment - self.now()).total_seconds()))


def stop() -> None:
    """Let every run of this process end after the letter it is saying; what it has claimed goes back unharmed."""
    _stopping.set()
