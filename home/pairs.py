"""The work pairs of seasons, and whether somebody is without a partner; read for all of them in one question."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from clubs.models import Member, WorkGroupMember
from meetings.models import Meeting
from meetings.services.partners import turns_among


@dataclass(frozen=True)
class Place:
    """Somebody's place in a pair: ``is_here`` while they belong to the club, ``is_invited`` where meetings invite them."""

    name: str
    is_here: bool
    is_invited: bool

    def __str__(self) -> str:
        return self.name


Pairs = Mapping[UUID, Sequence[Place]]


def pairs_of(seasons: Collection[UUID]) -> dict[UUID, dict[UUID, list[Place]]]:
    """The places of each season by pair, in the order of the draw; one query. Pairs without a place are not there."""
    places = WorkGroupMember.objects.filter(season__in=seasons).order_by("position")
    found: dict[UUID, dict[UUID, list[Place]]] = {}
    for season, group, first_name, last_name, role, left_at in places.values_list(
        "season",
        "group",
        "member__first_name",
        "member__last_name",
        "member__role",
        "member__left_at",
    ):
        name, is_here = f"{first_name} {last_name}".strip(), left_at is None
        place = Place(name, is_here, is_here and role == Member.Role.MEMBER)
        found.setdefault(season, {}).setdefault(group, []).append(place)
    return found


def has_alone(pairs: Pairs, meetings: Iterable[Meeting], *, people: int, now: dt.datetime) -> bool:
    """As ``meetings.services.partners.people_alone``: whether somebody who is to host has no partner.

    ``meetings`` are those of the season, ``people`` how many members the club's meetings invite.
    """
    rows = [(one.host_group_id, one.starts_at) for one in meetings if not one.cancelled_at]
    _ahead, done = turns_among(rows, now=now)
    here = {group: [one for one in places if one.is_here] for group, places in pairs.items()}
    if any(len(places) == 1 for group, places in here.items() if group not in done):
        return True
    placed = sum(one.is_invited for places in here.values() for one in places)
    return 0 < placed < people
