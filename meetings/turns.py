"""Host turns that may be swapped: which, and why not."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.models import Member, WorkGroupMember
from meetings.models import Meeting, TurnSwap
from meetings.seats import hosts_of
from meetings.wording import join_names

CHANGED_HANDS = _("The turns have changed hands since, so this swap can no longer be made.")


@dataclass(frozen=True)
class Turn:
    """A meeting that a pair hosts, and who they are."""

    meeting: Meeting
    hosts: Sequence[Member]

    @property
    def names(self) -> str:
        """Who hosts, as a sentence lists them."""
        return join_names([host.full_name for host in self.hosts])


def is_in(member: Member, meeting: Meeting) -> bool:
    """Whether the person is of the pair that hosts the meeting. One query."""
    return member in hosts_of(meeting)


def why_not(offered: Meeting, wanted: Meeting, now: dt.datetime) -> ValidationError | None:
    """Why the pairs of two meetings (with their seasons at hand) cannot swap; None where they can. No query."""
    if offered.pk == wanted.pk or offered.host_group_id == wanted.host_group_id is not None:
        return ValidationError(
            _("This turn is your own. Choose another pair's meeting."), code="own"
        )
    if offered.season_id != wanted.season_id:
        return ValidationError(
            _("Choose a meeting of the same season of your own club."), code="club"
        )
    for meeting in (offered, wanted):
        if meeting.cancelled_at is not None:
            return ValidationError(
                _("A meeting that has been called off has no turn to swap."), code="cancelled"
            )
        if meeting.starts_at <= now:
            return ValidationError(_("A meeting that has begun has no turn to swap."), code="over")
        if meeting.host_group_id is None:
            return ValidationError(
                _("No pair hosts this meeting, so there is nobody to swap with."), code="pair"
            )
    return None


def why_not_named(offered: Meeting, key: str, now: dt.datetime) -> ValidationError:
    """Why the meeting that a form named by its key cannot be had for ``offered``. At most one query.

    Of another club's meeting it says the same as of one that does not exist.
    """
    elsewhere = ValidationError(
        _("Choose a meeting of the same season of your own club."), code="club"
    )
    try:
        pk = UUID(key)
    except ValueError:
        return elsewhere
    found = Meeting.objects.filter(season=offered.season_id, pk=pk).first()
    if found is None:
        return elsewhere
    return why_not(offered, found, now) or ValidationError(CHANGED_HANDS, code="hands")


def standing(swap: TurnSwap, now: dt.datetime) -> ValidationError | None:
    """Why an open request can come to nothing any more; None where it stands. One query.

    A turn may have begun, been called off or, by another swap or a new draw, be somebody else's.
    """
    if problem := why_not(swap.offered, swap.wanted, now):
        return problem
    if swap.asked_by is None or not is_in(swap.asked_by, swap.offered):
        return ValidationError(CHANGED_HANDS, code="hands")
    return None


def turns_beside(meeting: Meeting, *, now: dt.datetime | None = None) -> list[Turn]:
    """The other pairs' coming turns of the same season, by date. Two queries."""
    rows = (
        Meeting.objects.filter(
            season=meeting.season_id,
            starts_at__gt=now or timezone.now(),
            cancelled_at__isnull=True,
            host_group__isnull=False,
        )
        .exclude(host_group=meeting.host_group_id)
        .order_by("starts_at")
    )
    return turns_of(list(rows))


def turns_of(meetings: Sequence[Meeting]) -> list[Turn]:
    """Each of these meetings with the people who host it, in the order of the meetings. One query."""
    groups = {meeting.host_group_id for meeting in meetings if meeting.host_group_id}
    hosts: dict[object, list[Member]] = {}
    for place in WorkGroupMember.objects.filter(group__in=groups).select_related("member__user"):
        hosts.setdefault(place.group_id, []).append(place.member)
    return [Turn(meeting, hosts.get(meeting.host_group_id, [])) for meeting in meetings]
