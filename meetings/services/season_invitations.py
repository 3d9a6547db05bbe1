"""Telling everybody the dates of a season, and the answers that come back on one page."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.models import Member, Season
from clubs.saving import hold
from meetings import kinds
from meetings.letters.season import coming_meetings, season_letters
from meetings.models import Answer, Invitee, SeasonInvitation
from meetings.services.answers import record_answer
from meetings.services.planning import sync_invitees
from outbox.services import enqueue, states


@transaction.atomic
def send_season_invitations(
    *, season: Season, sender: Member, now: dt.datetime | None = None
) -> int:
    """Send all dates of the season to everybody who has not got them, or whose letter did not get through.

    From then on letters about the season's meetings may leave by themselves. Pressed again it reaches late joiners
    and corrected addresses, and nobody twice; returns how many letters were written. Raises ``ValidationError``
    for a season without a coming meeting (code ``over``) or a club without members (``empty``).
    """
    now = now or timezone.now()
    hold(season)
    meetings = list(coming_meetings(season, now))
    if not meetings:
        raise ValidationError(_("The season has no coming meetings."), code="over")
    for meeting in meetings:
        sync_invitees(meeting=meeting)
    failed = failed_season_letters(season)
    _seat(season, now)
    seats = season.invitations.filter(member__in=season.club.members.invited())
    invitations = list(seats.select_related("member__user"))
    if not invitations:
        raise ValidationError(_("The club has no members to invite yet."), code="empty")
    count = enqueue(
        letters=season_letters(
            season=season, invitations=invitations, sender=sender, now=now, resend_of=failed
        )
    )
    if season.announced_at is None:
        season.announced_at = now
        season.save(update_fields=["announced_at"])
    Member.objects.filter(
        pk__in=[one.member_id for one in invitations], joined_at=None, joining_mailed_at=None
    ).update(joining_mailed_at=now)
    return count


def _seat(season: Season, now: dt.datetime) -> None:
    """A row for everybody who may be invited; those who have one keep it."""
    SeasonInvitation.objects.bulk_create(
        [
            SeasonInvitation(season=season, member=member, invited_at=now)
            for member in season.club.members.invited()
        ],
        ignore_conflicts=True,
    )


def waiting_members(season: Season) -> list[Member]:
    """Who would get the season's letter now: members without one, and those whose letter did not get through."""
    failed = failed_season_letters(season)
    told = {
        member
        for member in season.invitations.values_list("member", flat=True)
        if str(member) not in failed
    }
    members = (one for one in season.club.members.invited() if one.pk not in told)
    return sorted(members, key=lambda one: one.name_key)


def failed_season_letters(season: Season) -> dict[str, UUID]:
    """By person: the season's letter that did not get through."""
    found = states(topic=kinds.season_topic(season), kinds=[kinds.SEASON])
    return {person: state.pk for person, state in found.items() if state.is_failed}


@transaction.atomic
def answer_season(
    *,
    invitation: SeasonInvitation,
    answers: Mapping[UUID, str],
    seen: Mapping[UUID, int | None] | None = None,
    now: dt.datetime | None = None,
) -> int:
    """Record one person's answers to several meetings (by the meeting's key), all or none; returns how many were new.

    An answer that says the same as before is not repeated in the log; ``seen`` is, by meeting, that of ``record_answer``. Raises ``ValidationError`` as
    ``record_answer`` does; a meeting of another season is passed over.
    """
    now = now or timezone.now()
    seats = (
        Invitee.objects.seated()
        .filter(
            meeting__season=invitation.season_id,
            member=invitation.member_id,
            meeting__in=list(answers),
        )
        .select_related("meeting")
        # Always the same meeting is held first: two people who answer at once do not wait for each other.
        .order_by("meeting__starts_at", "meeting")
    )
    changed = [seat for seat in seats if answers[seat.meeting_id] != seat.answer]
    for seat in changed:
        record_answer(
            invitee=seat,
            value=answers[seat.meeting_id],
            source=Answer.Source.MAIL,
            given_by=invitation.member,
            seen=(seen or {}).get(seat.meeting_id),
            now=now,
        )
    return len(changed)
