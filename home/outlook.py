"""What leaves by itself, as the panel's home tells it: exact moments, people as sums. Pure: it asks the database nothing.

The moments are those of ``meetings.planned`` and ``feedback.planned``, which name every recipient and are what the tick
and the outbox screen read. Here the sums of a panel tell whether anybody would get a letter, so that the page costs the
same for three people as for two hundred.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import ngettext

from clubs.models import Club
from feedback.planned import request_slot
from home.meetingrows import MeetingRow
from home.outboxpage import move_name
from home.panel import Panel
from meetings.cadence import Change, Slot, changed, next_open
from meetings.models import LetterPlan
from meetings.planned import thing_moment
from meetings.sendings import PlannedSending
from meetings.timings import (
    AGREED_DUE,
    DUTY,
    FEEDBACK,
    INVITE,
    REMIND7,
    REMIND14,
    SOON,
    Timings,
)
from meetings.wording import join_names

MOST_SHOWN = 5
# Letters without their recipients, and whom they are for in words.
Line = tuple[PlannedSending, str]


@dataclass(frozen=True)
class Leaving:
    """One line of the list: when, what, to whom in words, and where it can be read, moved or skipped.

    ``name`` is short: letters about the next meeting need not say which one they are about.
    """

    at: dt.datetime
    name: str
    title: str
    whom: str
    url: str


def leaving(panel: Panel, *, now: dt.datetime, most: int = MOST_SHOWN) -> list[Leaving]:
    """The next letters of a club that leave after ``now``, soonest first."""
    found = [
        *(one for row in panel.every_row for one in _of_row(panel, row, now)),
        *_late_invitation(panel, now),
        *_of_things(panel, now),
    ]
    chosen = sorted(found, key=lambda one: one[0].at)[:most]
    coming = panel.next_row(now)
    return [_shown(panel.club, sending, whom, coming) for sending, whom in chosen]


def _shown(club: Club, sending: PlannedSending, whom: str, coming: MeetingRow | None) -> Leaving:
    is_next = coming is not None and sending.meeting.pk == coming.meeting.pk
    if sending.thing is not None:
        name = sending.title
    else:
        name = sending.name if is_next else f"{sending.name}: {sending.meeting}"
    # The line of the outbox screen where the letter can be read, sent now, moved or skipped.
    outbox = reverse("home:outbox", args=[club.pk])
    url = f"{outbox}?show=coming#planned-{move_name(sending)}"
    return Leaving(sending.at, name, sending.title, whom, url)


def invitation_at(panel: Panel, row: MeetingRow, *, now: dt.datetime) -> dt.datetime | None:
    """When a meeting's invitations leave by themselves; None where they have left, or will not."""
    meeting = row.meeting
    if meeting.season.announced_at is None or meeting.invited_at or not meeting.is_ahead(now):
        return None
    for slot in panel.slots.get(meeting.pk, ()):
        if slot.line == INVITE and not slot.is_skipped and now < slot.at < slot.until:
            return slot.at
    return None


def _of_row(panel: Panel, row: MeetingRow, now: dt.datetime) -> Iterator[Line]:
    meeting, plans = row.meeting, panel.plans.get(row.meeting.pk, {})
    if row.is_dropped or not (meeting.invited_at or meeting.season.announced_at):
        return
    for slot in panel.slots.get(meeting.pk, ()):
        if not slot.is_skipped and now < slot.at < slot.until:
            yield from _line(row, slot, _whom(panel, row, slot))
    request = request_slot(meeting, _change(plans.get(FEEDBACK.name)))
    if request and not request.is_skipped and now < request.at < request.until:
        present = row.tally.came if row.tally.noted else row.tally.coming
        yield from _line(row, request, _recipients(present))


def _line(row: MeetingRow, slot: Slot, whom: str) -> Iterator[Line]:
    """The line, where there is somebody whom it tells."""
    if whom:
        yield PlannedSending(slot.line, row.meeting, slot.at, slot.until), whom


def _whom(panel: Panel, row: MeetingRow, slot: Slot) -> str:
    """Whom a letter before the meeting is for; empty for nobody."""
    tally, line = row.tally, slot.line
    if line in DUTY:
        hosts = [host.name for host in row.hosts if host.is_here]
        mailed = row.mailed.get(line.kind)
        return "" if mailed and mailed.written >= len(hosts) else join_names(hosts)
    if line == INVITE:
        waits = row.meeting.invited_at is None and row.meeting.season.announced_at
        return _recipients(panel.people - tally.settled) if waits else ""
    if row.meeting.invited_at is None:
        return ""
    if line == REMIND14:
        return _silent(tally.silent)
    if line == REMIND7:
        return ", ".join(filter(None, [_silent(tally.silent), _unsure(tally.unsure)]))
    return _recipients(tally.seats - tally.declined) if line == SOON else ""


def _silent(number: int) -> str:
    if not number:
        return ""
    return ngettext("%(n)s no answer yet", "%(n)s no answer yet", number) % {"n": number}


def _unsure(number: int) -> str:
    return ngettext("%(n)s maybe", "%(n)s maybe", number) % {"n": number} if number else ""


def _recipients(number: int) -> str:
    if number <= 0:
        return ""
    return ngettext("%(n)s recipient", "%(n)s recipients", number) % {"n": number}


def _change(plan: LetterPlan | None) -> Change | None:
    return Change(plan.send_at, plan.is_skipped) if plan else None


def _late_invitation(panel: Panel, now: dt.datetime) -> Iterator[Line]:
    """The invitation to the next meeting for those who joined after its invitations had left."""
    row = next((one for one in panel.every_row if one.meeting.is_ahead(now)), None)
    if row is None or row.meeting.invited_at is None or not Timings.of(panel.club).is_on(INVITE):
        return
    weeks = tuple(panel.club.holiday_weeks)
    slot = Slot(INVITE, next_open(now, holiday_weeks=weeks), row.meeting.starts_at)
    plan = panel.plans.get(row.meeting.pk, {}).get(INVITE.name)
    if plan and (plan.is_skipped or (plan.send_at and plan.send_at > now)):
        slot = changed(slot, _change(plan))
    if not slot.is_skipped and slot.at < slot.until:
        yield from _line(row, slot, _recipients(panel.people - row.tally.settled))


def _of_things(panel: Panel, now: dt.datetime) -> Iterator[Line]:
    """The reminder of things agreed to those who answer for them."""
    if not Timings.of(panel.club).is_on(AGREED_DUE):
        return
    for one in panel.things:
        thing, meeting = one.thing, one.thing.meeting
        names = [owner.name for owner in one.owners if owner.is_reminded]
        if not names or not (meeting.invited_at or meeting.season.announced_at):
            continue
        at, _is_moved = thing_moment(thing)
        if at > now and thing.created_at < at:
            yield PlannedSending(AGREED_DUE, meeting, at, at, thing=thing), join_names(names)
