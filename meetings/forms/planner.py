"""Forms of the planner: the proposed days of a new season, and the rows of a season."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clubs.models import Club, Season
from meetings.models import Meeting, Theme
from meetings.services.overlaps import busy_meetings, refuse_overlap, refuse_past
from meetings.services.planning import PlannedMeeting
from meetings.wallclock import at_wall, wall_of
from ui.forms import DayField, PlainField, UiForm

# Farther than this from the middle of its season a day is taken for a slip, unless the season is longer already.
FAR = dt.timedelta(days=300)
CHECK_YEAR = gettext_lazy("Check the year.")
SAME_DAY = gettext_lazy("Another meeting is on the same day. Choose another day.")


class DaysForm(UiForm):
    """The proposed days of a new season, one field each; gives the days in their order.

    ``clock`` is the starting time of all of them: a wall time that the clocks skip or repeat, or at which the club meets
    already, is an error of that day. ``near`` is about where each is, ``ends`` are the ends of the season as far as
    they were given: a day that is far from all others must be a slip.
    """

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        club: Club,
        rows: int,
        clock: dt.time | None,
        near: Sequence[dt.date] = (),
        ends: Sequence[dt.date] = (),
    ) -> None:
        super().__init__(data)
        self.club = club
        self.ends = ends
        self.clock = clock
        for number in range(1, rows + 1):
            label = _("Meeting %(number)s, day") % {"number": number}
            field = DayField(label=label, near=near[number - 1] if number <= len(near) else None)
            field.widget.attrs["aria-label"] = label
            self.fields[day_name(number)] = field

    @property
    def names(self) -> list[str]:
        """The names of the fields in their order."""
        return list(self.fields)

    @property
    def days(self) -> list[dt.date | None]:
        """What each row says; None where it says nothing that is a day."""
        self.is_valid()
        return [self.cleaned_data.get(name) for name in self.names]

    def clean(self) -> dict[str, Any]:
        """Refuse a slip of the year, a day twice, a wall time that is not there once, and a time at which the club meets."""
        self._refuse_far_days()
        starts = refuse_bad_days(self, dict.fromkeys(self.names, self.clock))
        busy = busy_meetings(self.club, starts.values())
        for name, start in starts.items():
            try:
                refuse_overlap(start, self.club.length, busy)
            except ValidationError as error:
                self.add_error(name, error)
        return self.cleaned_data

    def _refuse_far_days(self) -> None:
        days = {name: self.cleaned_data[name] for name in self.names if self.cleaned_data.get(name)}
        for name, day in days.items():
            others = sorted([*self.ends, *(days[one] for one in days if one != name)])
            if not others:
                continue
            far = max(FAR, others[-1] - others[0])
            if abs(day - others[len(others) // 2]) > far:
                self.add_error(name, ValidationError(CHECK_YEAR, code="year"))


def refuse_bad_days(
    form: forms.Form,
    clocks: Mapping[str, dt.time | None],
    *,
    taken: Collection[dt.date] = (),
) -> dict[str, dt.datetime]:
    """Put an error at each field whose day is taken already, or on which its wall time does not occur exactly once.

    Gives the moments of the other fields that have a time.
    """
    starts = {}
    seen = set(taken)
    for name, clock in clocks.items():
        day = form.cleaned_data.get(name)
        if day is None:
            continue
        try:
            if day in seen:
                raise ValidationError(SAME_DAY, code="same_day")
            seen.add(day)
            if clock is not None:
                starts[name] = at_wall(day, clock)
        except ValidationError as error:
            form.add_error(name, error)
    return starts


def day_name(number: int | str) -> str:
    """The name of a row's day field."""
    return f"day_{number}"


class PlanForm(UiForm):
    """A season's name and, for each meeting that nobody was invited to yet, its day, title and themes.

    What the reader left as the page showed it stays as it is now: of two who plan at once nobody undoes the other's work.
    """

    name = PlainField(label=gettext_lazy("Name of the season"), max_length=75)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        season: Season,
        meetings: Sequence[Meeting],
        fixed_days: Sequence[dt.date],
        themes: Sequence[Theme],
        chosen: Mapping[Any, Sequence[Theme]],
    ) -> None:
        super().__init__(data, initial={"name": season.name})
        self.season = season
        self.meetings = meetings
        self.fixed_days = set(fixed_days)
        self.themes = {str(theme.pk): theme for theme in themes}
        for meeting in meetings:
            self._add_row(meeting, chosen.get(meeting.pk, ()))
        for field in self.fields.values():
            field.show_hidden_initial = True

    def _add_row(self, meeting: Meeting, chosen: Sequence[Theme]) -> None:
        day, _clock = wall_of(meeting.starts_at)
        day_label = _("Meeting %(number)s, day") % {"number": meeting.number}
        title_label = _("Meeting %(number)s, title") % {"number": meeting.number}
        key = meeting.pk.hex
        self.fields[day_name(key)] = DayField(label=day_label, initial=day, near=day)
        self.fields[f"title_{key}"] = PlainField(
            label=title_label, max_length=120, required=False, initial=meeting.title
        )
        self.fields[day_name(key)].widget.attrs["aria-label"] = day_label
        self.fields[f"title_{key}"].widget.attrs["aria-label"] = title_label
        self.fields[f"themes_{key}"] = forms.MultipleChoiceField(
            label=_("Meeting %(number)s, themes") % {"number": meeting.number},
            choices=[(pk, theme.name) for pk, theme in self.themes.items()],
            required=False,
            initial=[str(theme.pk) for theme in chosen],
            widget=forms.CheckboxSelectMultiple,
        )

    def day_of(self, meeting: Meeting) -> dt.date | None:
        """The day that a row says now: typed, or the meeting's own; None where what was typed is no day."""
        if not self.is_bound:
            return wall_of(meeting.starts_at)[0]
        self.is_valid()
        day: dt.date | None = self.cleaned_data.get(day_name(meeting.pk.hex))
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse a new day that another meeting has, one that is past, and a time that is not there to be had."""
        self._leave_unchanged()
        moved = [one for one in self.meetings if self._is_moved(one)]
        stay = {wall_of(one.starts_at)[0] for one in self.meetings if one not in moved}
        clocks = {day_name(one.pk.hex): wall_of(one.starts_at)[1] for one in moved}
        starts = refuse_bad_days(self, clocks, taken=self.fixed_days | stay)
        self._refuse_far_days()
        self._refuse_moments({one: starts.get(day_name(one.pk.hex)) for one in moved})
        return self.cleaned_data

    def _leave_unchanged(self) -> None:
        for name in self.cleaned_data.keys() - set(self.changed_data):
            self.cleaned_data[name] = self.get_initial_for_field(self.fields[name], name)

    def _is_moved(self, meeting: Meeting) -> bool:
        day = self.cleaned_data.get(day_name(meeting.pk.hex))
        return day is not None and day != wall_of(meeting.starts_at)[0]

    def _refuse_moments(self, starts: Mapping[Meeting, dt.datetime | None]) -> None:
        """Put an error at each new day that is past, or on which the club has another meeting at that time."""
        new = {
            one: at for one, at in starts.items() if at and day_name(one.pk.hex) not in self.errors
        }
        busy = busy_meetings(self.season.club, new.values(), but=[one.pk for one in new])
        now = timezone.now()
        for meeting, at in new.items():
            try:
                refuse_past(at, old=meeting.starts_at, now=now)
                refuse_overlap(at, meeting.length, busy)
            except ValidationError as error:
                self.add_error(day_name(meeting.pk.hex), error)

    def _refuse_far_days(self) -> None:
        """Put an error at each changed day that is so far from the others that its year must be a slip."""
        own = {day_name(one.pk.hex): wall_of(one.starts_at)[0] for one in self.meetings}
        now = sorted([*own.values(), *self.fixed_days])
        typed = {name: self.cleaned_data[name] for name in own if self.cleaned_data.get(name)}
        if not typed:
            return
        far = max(FAR, now[-1] - now[0])
        days = sorted([*typed.values(), *self.fixed_days])
        middle = days[len(days) // 2]
        for name, day in typed.items():
            if day != own[name] and abs(day - middle) > far:
                self.add_error(name, ValidationError(CHECK_YEAR, code="year"))

    def rows(self) -> list[PlannedMeeting]:
        """What the service saves; call it on a valid form."""
        planned = []
        for meeting in self.meetings:
            key = meeting.pk.hex
            day = self.cleaned_data[day_name(key)]
            planned.append(
                PlannedMeeting(
                    meeting=meeting,
                    starts_at=at_wall(day, wall_of(meeting.starts_at)[1]),
                    title=self.cleaned_data[f"title_{key}"],
                    themes=[self.themes[pk] for pk in self.cleaned_data[f"themes_{key}"]],
                )
            )
        return planned
