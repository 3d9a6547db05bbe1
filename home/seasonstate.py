"""How far the seasons of clubs are: drawn, told of, with a poll that waits. Read for all of them in one question."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.utils import timezone

from clubs.models import Club, Draw, Season
from meetings.models import DatePoll, PollInvitee


@dataclass(frozen=True)
class DatedSeason:
    """A season, when its last meeting begins, and what has become of its pairs and polls.

    ``is_drawn``: pairs stand; ``is_pending``: a newer draw waits to be confirmed;
    ``has_answered_poll``: everybody has answered a date poll, or its day to answer by has passed.
    """

    season: Season
    last_at: dt.datetime | None
    is_drawn: bool
    is_pending: bool
    has_answered_poll: bool


def seasons_of(clubs: Mapping[UUID, Club], *, now: dt.datetime) -> dict[UUID, list[DatedSeason]]:
    """Each club's seasons in the order of their beginning, with their survey; one query."""
    draws = Draw.objects.filter(season=OuterRef("pk"))
    rows = Season.objects.filter(club__in=clubs).select_related("survey")
    rows = rows.annotate(
        last_at=Max("meetings__starts_at"),
        is_drawn=Exists(draws.filter(published_at__isnull=False, superseded_at__isnull=True)),
        is_pending=Subquery(
            draws.order_by("-drawn_at").values(waits=IsNull(F("published_at"), True))[:1]
        ),
        has_answered_poll=Exists(_answered_polls(now)),
    )
    found: dict[UUID, list[DatedSeason]] = {}
    for season in rows:
        season.club = clubs[season.club_id]
        dated = DatedSeason(
            season,
            season.last_at,
            is_drawn=season.is_drawn,
            is_pending=bool(season.is_pending),
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
