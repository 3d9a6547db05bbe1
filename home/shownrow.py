"""A meeting in the panel's table: its stone, its answers in short, and how its letters stand."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from home.meetingrows import MeetingRow
from home.outlook import invitation_at
from home.panel import Panel
from meetings.kinds import INVITE
from ui.dates import format_day


@dataclass(frozen=True)
class Pill:
    """A state in an icon and words."""

    kind: str
    icon: str
    label: str


@dataclass(frozen=True)
class ShownRow:
    """One line of the table; ``has_answers`` where there is somebody to count."""

    row: MeetingRow
    is_over: bool
    is_next: bool
    has_answers: bool
    pill: Pill


def shown_rows(panel: Panel, *, now: dt.datetime) -> list[ShownRow]:
    """The season's meetings, by date."""
    coming = panel.next_row(now)
    return [
        ShownRow(
            row=row,
            is_over=row.meeting.ends_at < now,
            is_next=row is coming,
            has_answers=row.meeting.invited_at is not None or row.is_answered,
            pill=_pill(panel, row, now),
        )
        for row in panel.rows
    ]


def _pill(panel: Panel, row: MeetingRow, now: dt.datetime) -> Pill:
    if row.is_dropped:
        return Pill("", "cross", _("Called off"))
    if row.memo_sent:
        return Pill("yes", "check", _("Memo sent"))
    if row.has_memo or (row.meeting.invited_at and row.meeting.ends_at < now):
        return Pill("maybe", "pencil", _("Memo not sent"))
    if row.meeting.invited_at:
        return _invited(row)
    leaves_at = invitation_at(panel, row, now=now)
    if leaves_at is not None:
        day = format_day(leaves_at, year=False)
        return Pill("info", "clock", _("Invitation %(day)s") % {"day": day})
    return Pill("", "pencil", _("Draft"))


def _invited(row: MeetingRow) -> Pill:
    mailed = row.mailed.get(INVITE)
    if mailed is None or not mailed.written:
        return Pill("info", "mail", _("Invited"))
    words = _("Invitation %(sent)s/%(written)s sent") % {
        "sent": mailed.sent,
        "written": mailed.written,
    }
    if mailed.failed and mailed.sent < mailed.written:
        return Pill("no", "alert", words)
    return Pill("info", "mail", words)
