"""The rows of a season's planner: what is stored, what was typed, and what is said of the days."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.forms import BoundField
from django.http import QueryDict

from clubs.models import Season
from meetings.forms.planner import PlanForm, day_name
from meetings.models import Meeting, Theme
from meetings.path import hosts_at_hand, with_hosts
from meetings.plan_hints import Hint, day_hints
from meetings.themes_shown import ShownThemes, themes_of, tree_place
from meetings.wallclock import wall_of


@dataclass(frozen=True)
class Row:
    """One meeting on the planner; fields are None where invitations have left."""

    meeting: Meeting
    day: dt.date | None
    hosts: list[str]
    themes: ShownThemes
    hint: Hint | None
    day_field: BoundField | None = None
    title_field: BoundField | None = None
    themes_field: BoundField | None = None

    @property
    def number(self) -> int:
        """The meeting's number."""
        return self.meeting.number


@dataclass
class Plan:
    """A season with all that its planner shows."""

    season: Season
    meetings: list[Meeting]
    themes: list[Theme]
    form: PlanForm
    shown: dict[UUID, ShownThemes]

    def rows(self) -> list[Row]:
        """The meetings as the form has them now, with what is said of their days."""
        open_ones = {meeting.pk for meeting in self.form.meetings}
        days = [
            self.form.day_of(meeting) if meeting.pk in open_ones else wall_of(meeting.starts_at)[0]
            for meeting in self.meetings
        ]
        # What has been held, or has gone out, is not proposed away.
        asked = [
            day if meeting.pk in open_ones else None
            for meeting, day in zip(self.meetings, days, strict=True)
        ]
        hints = day_hints(asked, self.season.club.holiday_weeks, taken=[day for day in days if day])
        return [
            self._row(meeting, day, hint, is_open=meeting.pk in open_ones)
            for meeting, day, hint in zip(self.meetings, days, hints, strict=True)
        ]

    def _row(
        self, meeting: Meeting, day: dt.date | None, hint: Hint | None, *, is_open: bool
    ) -> Row:
        fields = {}
        if is_open:
            key = meeting.pk.hex
            fields = {
                "day_field": self.form[day_name(key)],
                "title_field": self.form[f"title_{key}"],
                "themes_field": self.form[f"themes_{key}"],
            }
        hosts = [host.full_name for host in hosts_at_hand(meeting)]
        return Row(meeting, day, hosts, self.shown[meeting.pk], hint, **fields)


def read_plan(
    season: Season, data: QueryDict | None = None, *, without: UUID | None = None
) -> Plan:
    """The plan of a season; meetings without an invitation are rows of a form, bound to ``data`` when it is given."""
    meetings = list(with_hosts(season.meetings.order_by("starts_at", "number")))
    for meeting in meetings:
        meeting.season = season
    shown = dict(themes_of(meetings))
    themes = sorted(Theme.objects.filter(club=season.club).select_related("parent"), key=tree_place)
    open_ones = [
        meeting
        for meeting in meetings
        if meeting.invited_at is None and meeting.cancelled_at is None and meeting.pk != without
    ]
    fixed = [meeting for meeting in meetings if meeting not in open_ones and meeting.pk != without]
    form = PlanForm(
        data,
        season=season,
        meetings=open_ones,
        fixed_days=[wall_of(meeting.starts_at)[0] for meeting in fixed if not meeting.cancelled_at],
        themes=themes,
        chosen={pk: themes_shown.own for pk, themes_shown in shown.items()},
    )
    return Plan(season, meetings, themes, form, shown)
