"""How far the seasons of clubs are: drawn, told of, with everybody in a pair. Read for all of them in one question."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from clubs.models import Club, Draw, Member, Season, WorkGroup, WorkGroupMember
from meetings.models import DatePoll, PollInvitee


@dataclass(frozen=True)
class DatedSeason:
    """A season, when its last meeting begins, and what has become of its pairs and polls.

    ``is_drawn``: pairs stand; ``is_pending``: a newer draw waits to be confirmed; ``has_alone``: somebody has no partner;
    ``has_answered_poll``: everybody has answered a date poll, or its day to answer by has passed.
    """

    season: Season
    last_at: dt.datetime | None
    is_drawn: bool
    is_pending: bool
    has_alone: bool
    has_answered_poll: bool


def seasons_of(clubs: Mapping[UUID, Club], *, now: dt.datetime) -> dict[UUID, list[DatedSeason]]:
    """Each club's seasons in the order of their beginning, with their survey; one query."""
    draws = Draw.objects.filter(season=OuterRef("pk"))
    newest = draws.order_by("-drawn_at")[:1]
    rows = Season.objects.filter(club__in=clubs).select_related("survey")
    rows = rows.annotate(
        last_at=Max("meetings__starts_at"),
        is_drawn=Exists(draws.filter(published_at__isnull=False, superseded_at__isnull=True)),
        newest_draw=Subquery(newest.values("pk")),
        newest_published_at=Subquery(newest.values("published_at")),
        has_alone=Exists(_groups_of_one()) | (Exists(_groups()) & Exists(_late_joiners())),
        has_answered_poll=Exists(_answered_polls(now)),
    )
    found: dict[UUID, list[DatedSeason]] = {}
    for season in rows:
        season.club = clubs[season.club_id]
        dated = DatedSeason(
            season,
            season.last_at,
            is_drawn=season.is_drawn,
            is_pending=bool(season.newest_draw and season.newest_published_at is None),
            has_alone=season.has_alone,
            has_answered_poll=season.has_answered_poll,
        )
        found.setdefault(season.club_id, []).append(dated)
    return found


def current_of(seasons: Sequence[DatedSeason], now: dt.datetime) -> DatedSeason | None:
    """As ``meetings.path.current_season``: the one that is going on or comes next, else the last."""
    yesterday = now - dt.timedelta(days=1)
    going_on = [one for one in seasons if one.last_at and one.last_at > yesterday]
    if going_on:
        return min(going_on, key=lambda one: one.last_at or now)
    return max(seasons, key=lambda one: one.season.starts_on, default=None)


def _groups() -> QuerySet[WorkGroup]:
    return WorkGroup.objects.filter(season=OuterRef("pk")).order_by()


def _groups_of_one() -> QuerySet[WorkGroup]:
    here = Count("places", filter=Q(places__member__left_at__isnull=True))
    return _groups().annotate(here=here).filter(here=1)


def _late_joiners() -> QuerySet[Member]:
    places = WorkGroupMember.objects.filter(season=OuterRef(OuterRef("pk")), member=OuterRef("pk"))
    invited = Member.objects.invited().filter(club=OuterRef("club"))
    return invited.filter(~Exists(places)).order_by()


def _answered_polls(now: dt.datetime) -> QuerySet[DatePoll]:
    """Open polls that wait for a choice, with a time that is still ahead."""
    silent = PollInvitee.objects.filter(
        poll=OuterRef("pk"), answered_at__isnull=True, member__left_at__isnull=True
    )
    today = timezone.localdate(now)
    return DatePoll.objects.filter(
        Q(answer_by__lt=today) | ~Exists(silent),
        season=OuterRef("pk"),
        asked_at__isnull=False,
        closed_at__isnull=True,
        slots__starts_at__gt=now,
    ).order_by()
