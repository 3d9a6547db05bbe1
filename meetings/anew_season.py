"""The season's letter written anew, with the dates that are still ahead."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from meetings import kinds
from meetings.anew import INERT
from meetings.letters.season import coming_meetings, season_letters
from meetings.models import SeasonInvitation
from outbox.models import Message
from outbox.services import Letter
from outbox.writers import Writer


def season_anew(message: Message, is_inert: bool, now: dt.datetime) -> Letter | None:
    """All coming dates of the season for one person; None when no date is ahead, or the person has left."""
    invitation = (
        SeasonInvitation.objects.filter(
            season=UUID(message.topic.removeprefix("season:")),
            member=UUID(message.person),
            member__left_at__isnull=True,
        )
        .select_related("member__user", "season__club")
        .first()
    )
    if invitation is None or not coming_meetings(invitation.season, now).exists():
        return None
    sender = invitation.season.club.members.facilitators().first()
    if sender is None:
        return None
    [letter] = season_letters(
        season=invitation.season,
        invitations=[invitation],
        sender=sender,
        now=now,
        link=INERT if is_inert else "",
    )
    return letter


WRITERS: Mapping[str, Writer] = {kinds.SEASON: season_anew}
