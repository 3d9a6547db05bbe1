"""What is missing of a meeting that comes soon, as next steps."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.meetingrows import MeetingRow
from home.outlook import invitation_at
from home.panel import Panel
from home.steps import Step, Urgency
from meetings.cadence import deadline_of
from ui.dates import format_day

INVITE_DAYS = 21


def preparing_steps(panel: Panel, row: MeetingRow, now: dt.datetime) -> Iterator[Step]:
    """Title, agenda, pre-reading, invitations and answers: whatever of these is missing."""
    meeting = row.meeting
    day = format_day(meeting.starts_at, year=False)
    if not meeting.title:
        yield Step(
            Urgency.PREPARE,
            "pencil",
            "idea",
            _("The meeting has no title"),
            day,
            _("Edit the meeting"),
            reverse("meetings:meeting-edit", args=[meeting.pk]),
        )
    if row.planned_minutes != meeting.length:
        yield _agenda(row, day)
    if not row.has_reading:
        yield Step(
            Urgency.PREPARE,
            "book",
            "idea",
            _("The pre-reading is missing"),
            f"{day} {meeting}",
            _("Add pre-reading"),
            reverse("meetings:materials", args=[meeting.pk]),
            minutes=5,
        )
    yield from _invitation(panel, row, now)


def _agenda(row: MeetingRow, day: str) -> Step:
    meeting, planned = row.meeting, row.planned_minutes
    length = meeting.length
    missing = length - planned
    if not planned:
        title = _("The agenda is missing")
    elif missing > 0:
        title = ngettext(
            "%(n)s minute is missing from the agenda",
            "%(n)s minutes are missing from the agenda",
            missing,
        ) % {"n": missing}
    else:
        title = ngettext(
            "The agenda is %(n)s minute too long", "The agenda is %(n)s minutes too long", -missing
        ) % {"n": -missing}
    why = _("%(day)s: %(planned)s/%(length)s min.") % {
        "day": f"{day} {meeting}",
        "planned": planned,
        "length": length,
    }
    return Step(
        Urgency.PREPARE,
        "clock",
        "idea",
        title,
        why if planned else f"{day} {meeting}",
        _("Edit the agenda") if planned else _("Make the agenda"),
        reverse("meetings:agenda", args=[meeting.pk]),
        minutes=5,
    )


def _invitation(panel: Panel, row: MeetingRow, now: dt.datetime) -> Iterator[Step]:
    meeting, silent = row.meeting, row.tally.silent
    days = meeting.days_until(now)
    leaves_by_itself = invitation_at(panel, row, now=now) is not None
    if meeting.invited_at is None and days <= INVITE_DAYS and not leaves_by_itself:
        yield Step(
            Urgency.INVITE,
            "mail",
            "alert",
            _("Send the invitations"),
            ngettext(
                "The meeting is in %(n)s day: %(title)s",
                "The meeting is in %(n)s days: %(title)s",
                days,
            )
            % {"n": days, "title": meeting},
            _("Preview the invitation"),
            reverse("meetings:invitation", args=[meeting.pk]),
            minutes=3,
        )
    if meeting.invited_at is None or not silent:
        return
    if deadline_of(meeting, asked_at=meeting.invited_at) < timezone.localdate(now):
        yield Step(
            Urgency.INVITE,
            "clock",
            "idea",
            ngettext("%(n)s member has not answered", "%(n)s members have not answered", silent)
            % {"n": silent},
            f"{format_day(meeting.starts_at, year=False)} {meeting}",
            _("Open participants"),
            reverse("meetings:participants", args=[meeting.pk]),
        )
