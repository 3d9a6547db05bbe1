"""What becomes of somebody whose partner has left, or who came after the draw: another pair, or a partner by lot."""

import datetime as dt
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.services import record
from clubs.models import Member, Season, WorkGroup, WorkGroupMember
from clubs.pairing import Table
from clubs.saving import hold
from meetings.services.draw_inputs import meetings_to_host, past_pairs
from meetings.services.drawing import locks_of, published_draw


@dataclass(frozen=True)
class Alone:
    """A member without a partner, and the group that they are left in, if any."""

    member: Member
    group: WorkGroup | None


Groups = list[tuple[WorkGroup, list[Member]]]


def groups_of(season: Season) -> Groups:
    """The groups of a season with those of their people who are in the club."""
    groups = season.groups.prefetch_related("places__member").order_by("position")
    return [
        (group, [place.member for place in group.places.all() if place.member.is_active])
        for group in groups
    ]


def with_turns_ahead(season: Season, groups: Groups) -> Groups:
    """The groups that can still take somebody in: not those whose turns are all behind them. One query."""
    _ahead, done = _turns(season)
    return [(group, people) for group, people in groups if group.pk not in done]


def _turns(season: Season) -> tuple[set[UUID | None], set[UUID | None]]:
    """The turns of a season's meetings now, as `turns_among` tells them. One query."""
    rows = season.meetings.filter(cancelled_at=None).values_list("host_group", "starts_at")
    return turns_among(list(rows), now=timezone.now())


def turns_among(
    rows: Collection[tuple[UUID | None, dt.datetime]], *, now: dt.datetime
) -> tuple[set[UUID | None], set[UUID | None]]:
    """Who hosts a coming meeting (None: the facilitator), and whose turns are all behind them.

    ``rows`` are the host group and the beginning of each meeting that was not called off.
    """
    ahead = {group for group, at in rows if at > now}
    return ahead, {group for group, _at in rows} - ahead


def people_alone(season: Season, groups: Groups | None = None) -> list[Alone]:
    """The members of a season's club without a partner, while meetings are still to be hosted; none before the draw.

    Who has had all their turns needs none. ``groups`` spares reading them again.
    """
    groups = groups_of(season) if groups is None else groups
    ahead, done = _turns(season)
    if not groups or not ahead:
        return []
    seated = {person.pk for _group, people in groups for person in people}
    lone = [
        Alone(people[0], group)
        for group, people in groups
        if len(people) == 1 and group.pk not in done
    ]
    late = season.club.members.invited().exclude(pk__in=seated)
    return [*lone, *(Alone(member, None) for member in late)]


@transaction.atomic
def join_pair(*, member: Member, into: WorkGroup, by: Member) -> WorkGroup:
    """Let a member without a partner join another group of the season; a meeting they would have hosted stays without a pair.

    Raises ``ValidationError`` with code ``settled`` (they have a partner by now) or ``gone`` (the group is no longer one to
    join).
    """
    alone = _alone(into.season, member)
    groups = with_turns_ahead(into.season, groups_of(into.season))
    people = next((found for group, found in groups if group.pk == into.pk), [])
    if not people or member in people:
        raise ValidationError(_("Choose a pair that the person can join."), code="gone")
    _leave(alone)
    _sit(into, [member])
    _log(into.season, "meetings.partner_joined", by, str(member.pk))
    return into


@transaction.atomic
def draw_partner(
    *, season: Season, member: Member, by: Member, seed: str | None = None
) -> WorkGroup:
    """Draw a partner for a member without one: of others without a partner, or else of groups of three or more.

    Locked pairs are not parted, and nobody is taken out of a group whose turns are over. The wishes of the draw decide, and among equals the lot. Raises ``ValidationError`` with code ``settled`` (they have a
    partner by now) or ``nobody`` (nobody is free).
    """
    alone = _alone(season, member)
    groups = groups_of(season)
    others = [one for one in people_alone(season, groups) if one.member != member]
    locked = {pk for pair in locks_of(published_draw(season)) for pk in pair}
    larger = [
        Alone(person, group)
        for group, people in with_turns_ahead(season, groups)
        if len(people) > 2
        for person in people
        if person.pk not in locked
    ]
    if not (others or larger):
        raise ValidationError(
            _("Nobody is free to be drawn. Let the person join a pair."), code="nobody"
        )
    used_seed = seed or secrets.token_hex(16)
    partner = _drawn(season, member, others or larger, used_seed)
    _leave(partner)
    group = alone.group or _new_group(season)
    _sit(group, [partner.member] if alone.group else [member, partner.member])
    _log(season, "meetings.partner_drawn", by, f"{member.pk} {partner.member.pk} {used_seed[:8]}")
    return group


def _drawn(season: Season, member: Member, free: Sequence[Alone], seed: str) -> Alone:
    people = {str(one.member.pk): one.member for one in free} | {str(member.pk): member}
    table = Table(
        new={pk for pk, person in people.items() if person.is_new_in_role},
        units={pk: person.unit.strip().lower() for pk, person in people.items()},
        past=past_pairs(season, set(people)),
        seed=seed,
    )

    def rank(one: Alone) -> tuple[int, int]:
        pair = str(member.pk), str(one.member.pk)
        return table.cost_of(*pair), table.tie(*pair)

    return min(free, key=rank)


def _alone(season: Season, member: Member) -> Alone:
    """The member's place as it is now, with the club held."""
    hold(season.club)
    found = next((one for one in people_alone(season) if one.member == member), None)
    if found is None:
        raise ValidationError(_("This person has a partner already."), code="settled")
    return found


def _leave(alone: Alone) -> None:
    """Take a person out of their group."""
    group = alone.group
    if group is None:
        return
    group.places.filter(member=alone.member).delete()
    _let_go(group)


def _let_go(group: WorkGroup) -> None:
    """Where nobody is left, the coming meetings stay without a pair; what was hosted stays as it was."""
    if group.places.filter(member__left_at=None).exists():
        return
    group.meetings.filter(starts_at__gt=timezone.now()).update(host_group=None)
    if not group.meetings.exists():
        group.delete()


def _sit(group: WorkGroup, members: Sequence[Member]) -> None:
    start = group.places.count()
    WorkGroupMember.objects.bulk_create(
        WorkGroupMember(group=group, season=group.season, member=member, position=start + place)
        for place, member in enumerate(members)
    )
    # Those who were locked together are not the whole group any more.
    group.is_locked = False
    group.save(update_fields=["is_locked"])


def _new_group(season: Season) -> WorkGroup:
    """A group after the others, with the first coming meeting that nobody hosts."""
    group = WorkGroup.objects.create(season=season, position=season.groups.count())
    free = meetings_to_host(season).filter(host_group=None).first()
    if free is not None:
        free.host_group = group
        free.save(update_fields=["host_group"])
    return group


def leave_pairs(member: Member) -> None:
    """Somebody has left the club: they leave the pairs that have a turn to come. What was hosted before stays as it was."""
    for place in member.places.select_related("group__season"):
        if with_turns_ahead(place.group.season, [(place.group, [member])]):
            place.delete()
            _let_go(place.group)


def _log(season: Season, action: str, by: Member, detail: str) -> None:
    record(
        actor=str(by.user_id or ""),
        action=action,
        club=str(season.club_id),
        object=str(season.pk),
        detail=detail,
    )
