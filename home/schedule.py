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
from meetings.services import purge_files, purge_revisions, remind_at_once, remind_due
from outbox.delivery import purge, run_due
from outbox.inbound.mailbox import read_mailbox

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Part:
    """One part of a tick; ``run(now=…)`` answers how many things it did.

    ``every`` is for what can wait: the part has its turn in the minutes of the hour that leave ``at`` when divided by it;
    in the others ``quick`` does what cannot wait. The turns stand apart, so that no idle minute asks much.
    """

    name: str
    run: Callable[..., int]
    every: int = 1
    at: int = 0
    quick: Callable[..., int] | None = None

    def turn(self, now: dt.datetime) -> Callable[..., int] | None:
        """What the part does in this minute, if anything."""
        return self.run if now.minute % self.every == self.at else self.quick


DUE = [
    # The letters of the cadence leave at eight; what has no hour of its own is asked for every minute.
    Part("meetings.remind", remind_due, every=10, quick=remind_at_once),
    Part("feedback.close", close_due, every=5, at=1),
    Part("feedback.request", request_due, every=5, at=2),
    Part("outbox.send", run_due),
    Part("outbox.inbound", read_mailbox),
    Part("outbox.purge", purge, every=60, at=33),
    Part("audit.purge", purge_audit, every=60, at=44),
    Part("meetings.purge_files", purge_files, every=60, at=55),
    Part("meetings.purge_revisions", purge_revisions, every=60, at=24),
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
        run = part.run if is_whole else part.turn(at)
        if run is None:
            continue
        try:
            done[part.name] = run(now=at)
        except Exception:
            done[part.name] = None
            log.exception("tick_part_failed", part=part.name)
    return done
