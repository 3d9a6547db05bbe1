"""The reminder to answer an invitation."""

import datetime as dt
from collections.abc import Sequence

from clubs.letters import unsubscribe_url
from clubs.models import Member
from meetings import kinds
from meetings.cadence import LAST_MOMENT
from meetings.letters.desk import Desk
from meetings.matter import gather
from meetings.models import Invitee, Meeting
from outbox.services import Letter


def reminder_letters(
    *,
    meeting: Meeting,
    invitees: Sequence[Invitee],
    sender: Member,
    now: dt.datetime,
    name: str,
    kind: str,
    link: str = "",
) -> list[Letter]:
    """A reminder to answer for each of these seats; ``name`` is the step in the letters' keys.

    It carries no calendar entry, since the invitation did.
    """
    desk = Desk(gather(meeting), sender, now, link=link)
    return [
        desk.write(
            "reminder",
            invitee,
            kind=kind,
            key=kinds.reminder_key(name, invitee, meeting),
            deadline=meeting.starts_at - LAST_MOMENT,
            unsubscribe_url=unsubscribe_url(invitee.member, kind),
        )
        for invitee in invitees
    ]
