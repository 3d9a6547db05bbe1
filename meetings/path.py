"""The path of a season: one stone for each meeting, under the bands of its themes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.db.models import Max, Prefetch, QuerySet
from django.utils import timezone

from clubs.models import Club, Member, Season, WorkGroupMember
from meetings.models import Invitee, Meeting, Theme
from meetings.themes_shown import ShownThemes, themes_of

DONE, NOW, COMING = "done", "now", "coming"


@dataclass(frozen=True)
class Stone:
    """One meeting as a member sees it on the path. ``answer`` is None where the member was not invited."""

    meeting_id: UUID
    number: int
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    state: str
    themes: ShownThemes
    hosts: tuple[str, ...] = ()
    is_mine: bool = False
    is_cancelled: bool = False
    answer: str | None = None

    @property
    def is_unanswered(self) -> bool:
        """Whether the member was invited, has not answered and still can."""
        return self.answer == "" and self.state != DONE and not self.is_cancelled

    @property
    def is_my_turn(self) -> bool:
        """Whether the member hosts this meeting and it is still to come."""
        return self.is_mine and self.state != DONE and not self.is_cancelled


@dataclass(frozen=True)
class Band:
    """A main theme over the meetings that carry it: stones ``first`` to ``last``, counted from 1."""

    first: int
    last: int
    name: str
    below: tuple[str, ...]
    is_cross_cutting: bool
    theme_id: UUID | None = None

    @property
    def width(self) -> int:
        """How many stones wide the band is."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class SeasonPath:
    """A season's stones in the order of their dates, and the bands above them."""

    season: Season
    stones: tuple[Stone, ...]
    bands: tuple[Band, ...]
    minutes: int

    @property
    def now(self) -> Stone | None:
        """The meeting that comes next."""
        return next((stone for stone in self.stones if stone.state == NOW), None)


def season_path(
    season: Season, member: Member | None = None, *, now: dt.datetime | None = None
) -> SeasonPath:
    """The path of ``season`` as ``member`` sees it. At most seven queries, however long the season.

    Meetings that were called off stay on the path and say so; they are never the next one.
    """
    meetings = list(with_hosts(season.meetings.select_related("season").order_by("starts_at")))
    themes = themes_of(meetings)
    answers: Mapping[UUID, str] = {}
    if member is not None:
        answers = dict(
            Invitee.objects.seated()
            .filter(meeting__season=season, member=member, invited_at__isnull=False)
            .values_list("meeting_id", "answer")
        )
    stones = lay_stones(meetings, themes, answers, member, now or timezone.now())
    held = [meeting.length for meeting in meetings if meeting.cancelled_at is None]
    return SeasonPath(season, stones, lay_bands(stones), sum(held))


def with_hosts(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Meetings with their host group, its places and people at hand: two more queries."""
    places = Prefetch(
        "host_group__places", queryset=WorkGroupMember.objects.select_related("member")
    )
    return meetings.select_related("host_group").prefetch_related(places)


def with_seat_hosts(seats: QuerySet[Invitee]) -> QuerySet[Invitee]:
    """Seats with their meetings and who hosts each at hand: two more queries."""
    places = Prefetch(
        "meeting__host_group__places", queryset=WorkGroupMember.objects.select_related("member")
    )
    return seats.select_related("meeting__host_group").prefetch_related(places)


def hosts_at_hand(meeting: Meeting) -> list[Member]:
    """The people who host a meeting that ``with_hosts`` has read, in the order of the draw; empty when the facilitator does."""
    if meeting.host_group is None:
        return []
    return [place.member for place in meeting.host_group.places.all()]


def lay_stones(
    meetings: Sequence[Meeting],
    themes: Mapping[UUID, ShownThemes],
    answers: Mapping[UUID, str],
    member: Member | None,
    now: dt.datetime,
) -> tuple[Stone, ...]:
    """One stone for each meeting: those over are done, the first of the others is now, the rest are coming."""
    coming = [meeting for meeting in meetings if meeting.ends_at > now and not meeting.cancelled_at]
    stones = []
    for meeting in meetings:
        state = DONE if meeting.ends_at <= now else COMING
        if coming and meeting == coming[0]:
            state = NOW
        hosts = hosts_at_hand(meeting)
        stones.append(
            Stone(
                meeting_id=meeting.pk,
                number=meeting.number,
                title=meeting.title,
                starts_at=meeting.starts_at,
                ends_at=meeting.ends_at,
                state=state,
                themes=themes.get(meeting.pk, ShownThemes()),
                hosts=tuple(host.full_name for host in hosts),
                is_mine=member is not None and member in hosts,
                is_cancelled=meeting.cancelled_at is not None,
                answer=answers.get(meeting.pk),
            )
        )
    return tuple(stones)


def lay_bands(stones: Sequence[Stone]) -> tuple[Band, ...]:
    """Bands over neighbouring stones whose first own theme is under the same main theme."""
    bands = []
    places = list(enumerate(stones, start=1))
    for main, group in groupby(places, key=lambda place: _main_theme(place[1])):
        if main is None:
            continue
        members = list(group)
        below = {
            theme.name: None
            for _place, stone in members
            for theme in stone.themes.own
            if theme.parent_id == main.pk
        }
        bands.append(
            Band(
                first=members[0][0],
                last=members[-1][0],
                name=main.name,
                below=tuple(below),
                is_cross_cutting=main.is_cross_cutting,
                theme_id=main.pk,
            )
        )
    return tuple(bands)


def _main_theme(stone: Stone) -> Theme | None:
    if not stone.themes.own:
        return None
    theme = stone.themes.own[0]
    return theme.parent or theme


def current_season(club: Club, *, now: dt.datetime | None = None) -> Season | None:
    """The season that is going on or comes next; else the one that ended last; None before the first."""
    # A season is over on the day after its last meeting, so that the evening still shows it.
    yesterday = (now or timezone.now()) - dt.timedelta(days=1)
    seasons = club.seasons.annotate(last_at=Max("meetings__starts_at"))
    going_on = seasons.filter(last_at__gt=yesterday).order_by("last_at").first()
    return going_on or seasons.order_by("starts_on").last()
