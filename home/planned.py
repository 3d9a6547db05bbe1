"""All that leaves by itself in a club: what meetings plans and what feedback plans, as one list."""

import datetime as dt

from clubs.models import Club
from feedback.planned import plan_requests
from meetings.planned import plan as plan_meetings
from meetings.sendings import PlannedSending


def plan(*, now: dt.datetime, club: Club | None = None) -> list[PlannedSending]:
    """What is due, what comes, what is skipped and what has expired, by its moment; of one club or of all."""
    found = [*plan_meetings(now=now, club=club), *plan_requests(now=now, club=club)]
    return sorted(found, key=lambda one: (one.at, one.meeting.starts_at))
