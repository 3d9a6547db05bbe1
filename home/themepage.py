"""What a theme has gathered over the seasons: its meetings, what was read, what was thought of and what was agreed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from boards.bank import ideas_of
from boards.models import Note
from clubs.models import Season
from meetings.models import AgreedThing, Material, Meeting, Theme

MOST_SHOWN = 30


@dataclass(frozen=True)
class ThemePage:
    """A theme with those below it; of ``readings``, ``ideas`` and ``agreed`` the newest, and how many there are in all."""

    theme: Theme
    below: tuple[Theme, ...]
    seasons: tuple[tuple[Season, tuple[Meeting, ...]], ...]
    readings: tuple[Material, ...]
    ideas: tuple[Note, ...]
    agreed: tuple[AgreedThing, ...]
    now: dt.datetime

    @property
    def meeting_count(self) -> int:
        return sum(len(meetings) for _season, meetings in self.seasons)

    @property
    def has_more_ideas(self) -> bool:
        """Whether the idea bank may have more of them."""
        return len(self.ideas) == MOST_SHOWN

    @property
    def has_more_agreed(self) -> bool:
        """Whether there may be more things agreed."""
        return len(self.agreed) == MOST_SHOWN


def theme_page(theme: Theme, *, now: dt.datetime) -> ThemePage:
    """The page of a theme (its club and parent at hand); six queries, however much there is.

    A cross-cutting theme has every meeting of the club, a main theme also those of the themes below it.
    """
    below = tuple(theme.children.all())
    meetings = _meetings(theme, below)
    keys = [meeting.pk for meeting in meetings]
    readings = Material.objects.filter(meeting__in=keys).select_related("meeting")
    ideas = ideas_of(theme.club).filter(section__board__meeting__in=keys)
    agreed = AgreedThing.objects.filter(meeting__in=keys).prefetch_related("owners")
    return ThemePage(
        theme=theme,
        below=below,
        seasons=_by_season(meetings),
        readings=tuple(readings.order_by("-meeting__starts_at", "position")[:MOST_SHOWN]),
        ideas=tuple(ideas[:MOST_SHOWN]),
        agreed=tuple(agreed.select_related("meeting").in_order()[:MOST_SHOWN]),
        now=now,
    )


def _meetings(theme: Theme, below: Sequence[Theme]) -> list[Meeting]:
    found = Meeting.objects.filter(season__club=theme.club_id).select_related("season")
    if not theme.is_cross_cutting:
        found = found.filter(themes__in=[theme, *below]).distinct()
    return list(found.order_by("-season__starts_on", "-season_id", "starts_at"))


def _by_season(meetings: Sequence[Meeting]) -> tuple[tuple[Season, tuple[Meeting, ...]], ...]:
    def season_of(meeting: Meeting) -> UUID:
        return meeting.season_id

    groups = [tuple(group) for _season, group in groupby(meetings, key=season_of)]
    return tuple((group[0].season, group) for group in groups)
