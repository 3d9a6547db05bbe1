"""The invitation to a meeting, and how a facilitator looks at it before it leaves."""

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from clubs.models import Member
from meetings import kinds
from meetings.letters.copies import copy_of
from meetings.letters.desk import Desk
from meetings.matter import gather
from meetings.models import Invitee, Meeting
from outbox.rendering import Rendered
from outbox.services import Letter


def invitation_letters(
    *,
    meeting: Meeting,
    invitees: Sequence[Invitee],
    sender: Member,
    now: dt.datetime,
    resend_of: Mapping[str, UUID] | None = None,
    link: str = "",
) -> list[Letter]:
    """The invitation for each of these seats (with ``member__user`` at hand).

    ``resend_of`` names, by person, the earlier letter that did not get through; ``link`` takes the place of every
    personal link.
    """
    desk = Desk(gather(meeting), sender, now, link)
    earlier = resend_of or {}
    return [
        desk.write(
            "invitation",
            invitee,
            kind=kinds.INVITE,
            key=kinds.invitation_key(invitee, meeting),
            deadline=desk.useful_until,
            calendar=desk.request(invitee),
            method="REQUEST",
            resend_of=earlier.get(str(invitee.member_id)),
        )
        for invitee in invitees
    ]


def preview_invitation(
    *,
    meeting: Meeting,
    reader: Member,
    sender: Member,
    language: str,
    now: dt.datetime,
    link: str,
) -> Rendered:
    """The invitation as ``reader`` would get it anew in ``language``, every link of its own replaced by ``link``."""
    seat = Invitee(meeting=meeting, member=reader)
    return Desk(gather(meeting), sender, now, link=link).words("invitation", seat, language)


def copy_for_sender(
    *, meeting: Meeting, reader: Member, sender: Member, language: str, now: dt.datetime
) -> Letter:
    """The previewed invitation as a letter to the sender: its links lead to the meeting, not to anybody's answer."""
    page = settings.BASE_URL + reverse("meetings:meeting", args=[meeting.pk])
    words = preview_invitation(
        meeting=meeting, reader=reader, sender=sender, language=language, now=now, link=page
    )
    club = meeting.season.club
    return copy_of(words, club=club, sender=sender, language=language, now=now)
