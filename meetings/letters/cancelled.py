"""Letters that take a meeting out of a calendar: it is called off, or one person is not expected any more."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from clubs.models import Member
from meetings import kinds
from meetings.letters.desk import Desk
from meetings.matter import gather
from meetings.models import Invitee, Meeting
from outbox.services import Letter
from outbox.stencils import Words
from ui.dates import format_when


def cancelled_letters(
    *,
    meeting: Meeting,
    invitees: Sequence[Invitee],
    sender: Member,
    now: dt.datetime,
    link: str = "",
) -> list[Letter]:
    """A meeting is called off: why, and what comes instead."""
    desk = EndingDesk(gather(meeting), sender, now, link)
    return [
        desk.write(
            "cancelled",
            invitee,
            kind=kinds.CANCELLED,
            key=kinds.cancelled_key(invitee, meeting),
            deadline=desk.useful_until,
            calendar=desk.cancellation(invitee),
            method="CANCEL",
        )
        for invitee in invitees
    ]


def uninvited_letter(
    *,
    meeting: Meeting,
    invitee: Invitee,
    sender: Member,
    now: dt.datetime,
    link: str = "",
) -> Letter:
    """One person is not expected at a meeting any more, or has left the club."""
    desk = EndingDesk(gather(meeting), sender, now, link)
    return desk.write(
        "uninvited",
        invitee,
        kind=kinds.UNINVITED,
        key=kinds.uninvited_key(invitee),
        deadline=desk.useful_until,
        calendar=desk.cancellation(invitee),
        method="CANCEL",
    )


class EndingDesk(Desk):
    """Says what ends and why; there is nothing left to answer."""

    def context(self, invitee: Invitee, own: Words) -> dict[str, Any]:
        """As every letter, with the reason, what comes instead, and whether the person has left the club."""
        meeting = self.matter.meeting
        return {
            **super().context(invitee, own),
            "reason": meeting.change_reason,
            "instead": meeting.instead,
            "has_left": not invitee.member.is_active,
            "ended": [
                (_("Time"), format_when(meeting.starts_at, meeting.ends_at)),
                (_("Place"), meeting.place),
            ],
        }
