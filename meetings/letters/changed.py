"""The letter about a change of a meeting's time, place or title."""

import datetime as dt
from collections.abc import Sequence

from clubs.models import Member
from meetings import kinds
from meetings.letters.desk import Desk
from meetings.matter import gather
from meetings.models import Invitee, Meeting
from outbox.services import Letter


def changed_letters(
    *, meeting: Meeting, invitees: Sequence[Invitee], sender: Member, now: dt.datetime
) -> list[Letter]:
    """The new details of a meeting for people who were told something else."""
    desk = Desk(gather(meeting), sender, now)
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
