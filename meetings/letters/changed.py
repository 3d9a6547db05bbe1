"""The letter about a change of a meeting's time, place or title."""

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


def changed_letters(
    *,
    meeting: Meeting,
    invitees: Sequence[Invitee],
    sender: Member,
    now: dt.datetime,
    link: str = "",
) -> list[Letter]:
    """What was, what is now, and why, for people whose newest letter said something else (``told_`` fields)."""
    desk = ChangeDesk(gather(meeting), sender, now, link)
    return [
        desk.write(
            "changed",
            invitee,
            kind=kinds.CHANGED,
            key=kinds.changed_key(invitee, meeting),
            deadline=desk.useful_until,
            calendar=desk.request(invitee),
            method="REQUEST",
        )
        for invitee in invitees
    ]


class ChangeDesk(Desk):
    """Says what the person knew before beside what is true now."""

    def context(self, invitee: Invitee, own: Words) -> dict[str, Any]:
        """As every letter, and the change: its name, what was before and what is now, and the reason."""
        meeting = self.matter.meeting
        what = changes_of(invitee, meeting)
        pairs = _pairs(invitee, meeting)
        before = " · ".join(pairs[name][0] for name in what)
        now = " · ".join(pairs[name][1] for name in what)
        return {
            **super().context(invitee, own),
            "change": _name_of(what),
            "before_and_now": [(_("Before"), before), (_("Now"), now)],
            "now": now,
            "place": pairs["place"][1],
            "reason": meeting.change_reason,
            # A new time took the answers back; who has not answered is asked in every letter.
            "is_asked": "time" in what or not invitee.answer,
        }


def _name_of(what: Sequence[str]) -> str:
    """What the subject says: the weightiest of the changes, time and place together."""
    if "time" in what:
        return "time_place" if "place" in what else "time"
    return what[0] if what else "details"


def changes_of(invitee: Invitee, meeting: Meeting) -> list[str]:
    """What is different from what the person knew: of ``time``, ``place`` and ``title``, in this order.

    Empty where only something else changed, such as the video link, or where the person knew nothing.
    """
    if invitee.told_starts_at is None:
        return []
    is_moved = invitee.told_starts_at != meeting.starts_at
    is_longer = invitee.told_length is not None and invitee.told_length != meeting.length
    found = {
        "time": is_moved or is_longer,
        "place": invitee.told_place != meeting.place,
        "title": invitee.told_title != meeting.title,
    }
    return [name for name, is_changed in found.items() if is_changed]


def _pairs(invitee: Invitee, meeting: Meeting) -> dict[str, tuple[str, str]]:
    """Before and now, in words, by what may change."""
    told = invitee.told_starts_at or meeting.starts_at
    until = told + dt.timedelta(minutes=invitee.told_length or meeting.length)
    nameless = _("Meeting %(number)s") % {"number": meeting.number}
    nowhere = _("place not given")
    return {
        "time": (format_when(told, until), format_when(meeting.starts_at, meeting.ends_at)),
        "place": (invitee.told_place or nowhere, meeting.place or nowhere),
        "title": (invitee.told_title or nameless, meeting.title or nameless),
    }
