"""All surveys of a club, for its facilitators: what is coming, what is open, what came of the closed ones."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from clubs.models import Club, Season
from feedback import figures, summary
from feedback.cadence import closes_at
from feedback.models import Survey
from feedback.services.surveys import has_met
from meetings.models import Meeting


@dataclass(frozen=True)
class Row:
    """A meeting or a season with its survey, if there is one already."""

    meeting: Meeting | None
    season: Season
    survey: Survey | None
    state: str
    answered: int
    asked: int
    mean: Decimal | None
    can_open: bool
    is_too_late: bool = False

    @property
    def at(self) -> dt.datetime | None:
        return self.meeting.starts_at if self.meeting else None


@dataclass(frozen=True)
class SeasonRows:
    """A season: its own survey, and those of its meetings."""

    season: Season
    own: Row
    rows: tuple[Row, ...]


def overview_of(club: Club, *, now: dt.datetime) -> list[SeasonRows]:
    """The club's seasons, newest first, with their surveys. The same number of queries however many they are."""
    seasons = list(club.seasons.order_by("-starts_on").prefetch_related("meetings"))
    surveys = list(Survey.objects.filter(club=club).select_related("meeting", "season"))
    counts = figures.counts_of(surveys)
    means = _means(surveys)
    by_thing = {survey.meeting_id or survey.season_id: survey for survey in surveys}

    def row_of(season: Season, meeting: Meeting | None) -> Row:
        survey = by_thing.get(meeting.pk if meeting else season.pk)
        answered, asked = counts[survey.pk] if survey else (0, 0)
        return Row(
            meeting=meeting,
            season=season,
            survey=survey,
            state=survey.state_at(now) if survey else Survey.State.PLANNED,
            answered=answered,
            asked=asked,
            mean=means.get(survey.pk) if survey else None,
            can_open=_can_open(season, meeting, survey, now),
            is_too_late=meeting is not None and closes_at(meeting.ends_at) <= now,
        )

    shown = []
    for season in seasons:
        meetings = [meeting for meeting in season.meetings.all() if not meeting.cancelled_at]
        rows = tuple(row_of(season, meeting) for meeting in meetings)
        shown.append(SeasonRows(season, row_of(season, None), rows))
    return shown


def _can_open(
    season: Season, meeting: Meeting | None, survey: Survey | None, now: dt.datetime
) -> bool:
    if meeting is not None:
        return can_open(meeting, survey, now=now)
    return survey is None and has_met(season, now=now)


def can_open(meeting: Meeting, survey: Survey | None, *, now: dt.datetime) -> bool:
    """Whether a facilitator may open a meeting's survey by hand: on its day, or later while it would still be open."""
    is_its_turn = timezone.localdate(meeting.starts_at) <= timezone.localdate(now)
    is_open = survey is not None and survey.opens_at <= now
    return (
        is_its_turn
        and now < closes_at(meeting.ends_at)
        and not is_open
        and not meeting.cancelled_at
    )


def _means(surveys: Sequence[Survey]) -> dict[UUID, Decimal | None]:
    """The mean of each published survey's first scale."""
    published = [survey for survey in surveys if survey.is_published]
    means = {}
    for survey, stored in zip(published, figures.stored(published), strict=True):
        results = summary.results_of(stored)
        means[survey.pk] = results.scales[0].mean if results and results.scales else None
    return means
