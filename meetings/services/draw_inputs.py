"""What the lot knows: members of today, coming meetings, earlier pairs, locked pairs, dates that do not suit."""

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.draw import DrawInputs, DrawMember
from clubs.models import Member, Season, WorkGroupMember
from clubs.saving import hold
from meetings.models import HostAway, Meeting

Unavailable = Mapping[UUID, Collection[UUID]]


def meetings_to_host(season: Season) -> QuerySet[Meeting]:
    """The coming meetings of a season to which nobody has been invited yet, in their order."""
    coming = season.meetings.filter(starts_at__gt=timezone.now())
    return coming.filter(invited_at=None, cancelled_at=None).order_by("starts_at")


def draw_inputs(
    season: Season,
    *,
    locked: Sequence[Collection[UUID]] = (),
    unavailable: Unavailable | None = None,
    is_even: bool = False,
) -> DrawInputs:
    """What the lot depends on: members of today, coming meetings without an invitation, earlier pairs of the club.

    ``locked`` are groups of member ids that stay together; ``unavailable`` names for a member the meetings that they
    cannot host, besides those that are marked in the club.
    """
    members = list(season.club.members.invited().order_by("pk"))
    meetings = list(meetings_to_host(season))
    away: dict[UUID, set[UUID]] = {}
    marks = HostAway.objects.filter(meeting__in=meetings)
    for member, meeting in marks.values_list("member_id", "meeting_id"):
        away.setdefault(member, set()).add(meeting)
    for member, dates in (unavailable or {}).items():
        away.setdefault(member, set()).update(dates)
    return DrawInputs(
        members=[
            DrawMember(
                id=str(member.pk),
                is_new=member.is_new_in_role,
                unit=member.unit,
                unavailable=frozenset(map(str, away.get(member.pk, ()))),
            )
            for member in members
        ],
        meetings=[
            (str(meeting.pk), timezone.localdate(meeting.starts_at).isoformat())
            for meeting in meetings
        ],
        past_pairs=past_pairs(season, {str(member.pk) for member in members}),
        locked=sorted({tuple(sorted(map(str, people))) for people in locked if people}),
        is_even=is_even,
    )


def past_pairs(season: Season, here: set[str]) -> list[tuple[str, str]]:
    """Who of the members has hosted with whom in the club's other seasons."""
    groups: dict[UUID, list[str]] = {}
    places = WorkGroupMember.objects.filter(season__club=season.club).exclude(season=season)
    for group, member in places.values_list("group_id", "member_id"):
        groups.setdefault(group, []).append(str(member))
    pairs = {pair for people in groups.values() for pair in combinations(sorted(people), 2)}
    return sorted(pair for pair in pairs if here.issuperset(pair))


def check_inputs(inputs: DrawInputs) -> None:
    """Raise ``ValidationError`` for what cannot be drawn: ``nobody``, ``few``, ``empty`` or ``locks``."""
    if not inputs.members:
        raise ValidationError(_("The club has no members yet. Add them first."), code="nobody")
    if len(inputs.members) < 2:
        raise ValidationError(
            _("The club has one member, and a pair needs two. Add members first."), code="few"
        )
    if not inputs.meetings:
        raise ValidationError(
            _("The season has no coming meetings that a pair could host."), code="empty"
        )
    locked = [one for group in inputs.locked for one in group]
    if not {member.id for member in inputs.members}.issuperset(locked):
        raise ValidationError(
            _("Somebody in a locked pair is no longer in the draw. Choose the pairs anew."),
            code="locks",
        )
    if len(set(locked)) < len(locked) or any(len(group) < 2 for group in inputs.locked):
        raise ValidationError(
            _("Locked pairs have at least two people, and everybody is in one of them at most."),
            code="locks",
        )


@transaction.atomic
def set_host_dates(*, season: Season, away: Unavailable, back: Unavailable) -> int:
    """Mark and unmark dates that members cannot host: ``away`` and ``back`` name meetings for a member.

    Only what changed is told, so that two people who mark dates at the same time lose nothing. Dates of other clubs' people,
    and of meetings that have no turn to give any more, are passed over. Returns how many marks changed.
    """
    hold(season.club)
    members = set(season.club.members.invited().values_list("pk", flat=True))
    meetings = set(meetings_to_host(season).values_list("pk", flat=True))
    gone = [
        HostAway.objects.filter(member_id=member, meeting_id__in=meetings.intersection(dates))
        for member, dates in back.items()
        if member in members
    ]
    changed = sum(rows.delete()[0] for rows in gone)
    there = set(
        HostAway.objects.filter(meeting__in=meetings).values_list("member_id", "meeting_id")
    )
    wanted = {
        (member, meeting)
        for member, dates in away.items()
        for meeting in dates
        if member in members and meeting in meetings
    }
    new = sorted(wanted - there)
    HostAway.objects.bulk_create(
        HostAway(member_id=member, meeting_id=meeting) for member, meeting in new
    )
    return changed + len(new)


def hosts_away(season: Season) -> dict[UUID, set[UUID]]:
    """The meetings that each member cannot host, by member."""
    marks: dict[UUID, set[UUID]] = {}
    rows = HostAway.objects.filter(meeting__in=meetings_to_host(season))
    for member, meeting in rows.values_list("member_id", "meeting_id"):
        marks.setdefault(member, set()).add(meeting)
    return marks


def mark_new_in_role(*, member: Member, is_new: bool) -> Member:
    """Say whether somebody is new in the role; the lot then seats them with somebody experienced."""
    member.is_new_in_role = is_new
    member.save(update_fields=["is_new_in_role"])
    return member
