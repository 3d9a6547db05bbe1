"""What a tick would do at a moment: which letters would leave, to whom and why. Reads only."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from feedback.planned import plan_requests
from meetings.planned import due
from meetings.sendings import PlannedSending
from meetings.services import last_seen, owed_sendings
from outbox.models import Message


@dataclass(frozen=True)
class Waiting:
    """Letters of one kind that are in the queue already and whose turn it is."""

    kind: str
    subject: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class Forecast:
    """What would be written and leave, what would be noted as too late, and what waits in the queue."""

    leaving: tuple[PlannedSending, ...]
    missed: tuple[PlannedSending, ...]
    waiting: tuple[Waiting, ...]

    @property
    def count(self) -> int:
        """How many letters would leave."""
        written = sum(len(one.recipients) for one in self.leaving)
        return written + sum(len(one.people) for one in self.waiting)


def forecast(*, now: dt.datetime) -> Forecast:
    """The same computations as the tick's own parts, as things stand in the database."""
    found = due(now=now, since=last_seen() or now)
    requests = [one for one in plan_requests(now=now, is_begun=True) if one.is_due]
    return Forecast(
        leaving=(*found.sendings, *owed_sendings(now), *requests),
        missed=tuple(found.missed),
        waiting=tuple(_waiting(now)),
    )


def _waiting(now: dt.datetime) -> list[Waiting]:
    people: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    rows = Message.objects.due(now).order_by("next_at", "created_at")
    for kind, subject, name in rows.values_list("kind", "subject", "to_name"):
        people[kind, subject].append(name)
    return [Waiting(kind, subject, tuple(names)) for (kind, subject), names in people.items()]
