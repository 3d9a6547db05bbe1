"""The due work of all apps, in the order in which one tick does it.

Celery beat and ``manage.py tick`` (the demo's, where there is no Valkey) run this one list, every minute. Each
part is idempotent, and one that fails does not keep the others from their turn.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from django.utils import timezone

from audit.services import purge as purge_audit
from feedback.services import close_due, request_due
from meetings.services import remind_at_once, remind_due
from outbox.delivery import purge, run_due
from outbox.inbound.mailbox import read_mailbox

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Part:
    """One part of a tick; ``run(now=…)`` answers how many things it did.

    ``every`` is for what can wait: the part has its turn in the minutes of the hour that it divides.
    """

    name: str
    run: Callable[..., int]
    every: int = 1

    def has_turn(self, now: dt.datetime) -> bool:
        """Whether the minute is one of the part's."""
        return now.minute % self.every == 0


DUE = [
    # The letters of the cadence leave at eight; what has no hour of its own is asked for every minute.
    Part("meetings.remind", remind_due, every=10),
    Part("meetings.remind_at_once", remind_at_once),
    Part("feedback.close", close_due, every=5),
    Part("feedback.request", request_due, every=5),
    Part("outbox.send", run_due),
    Part("outbox.inbound", read_mailbox),
    Part("outbox.purge", purge, every=60),
    Part("audit.purge", purge_audit, every=60),
]


def run_tick(*, now: dt.datetime | None = None, is_whole: bool = True) -> dict[str, int | None]:
    """Do all that is due at ``now``; what each part did, ``None`` for one that failed (it is logged).

    Not whole: only the parts that have their turn in this minute, so that the sixty ticks of an idle hour ask little.
    Without ``now`` each part reads the clock when its turn comes, so that letters written by one part leave with the
    next.
    """
    done: dict[str, int | None] = {}
    for part in DUE:
        at = now or timezone.now()
        if not (is_whole or part.has_turn(at)):
            continue
        try:
            done[part.name] = part.run(now=at)
        except Exception:
            done[part.name] = None
            log.exception("tick_part_failed", part=part.name)
    return done
