"""The form of a new season: how its days are found, and what it takes from a season before."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from clubs.models import Season, Weekday
from clubs.spreading import LONGEST, is_in_autumn
from meetings.rhythm import BETWEEN, HOWS, WEEKS, YEAR
from meetings.services.planning import MOST_MEETINGS
from ui.forms import ClockField, DayField, PlainField, UiForm
from ui.widgets import Segments

NOTHING = "nothing"
# What each way of finding the days asks for, besides what all of them do.
ASKED = {
    WEEKS: ["every_weeks", "count"],
    BETWEEN: ["last_on", "count"],
    YEAR: ["autumn", "spring"],
}
BEFORE_START = _("The season ends before it begins. Check the first and the last day.")
TOO_LONG = _("A season is at most two years long. Check the year.")
NOT_AUTUMN = _("An academic year begins in the autumn. Choose a day between 1.8. and 21.12.")


class CountField(forms.IntegerField):
    """How many meetings: a whole number, typed on a number pad."""

    widget = forms.TextInput

    def __init__(self, *, label: Any, most: int = MOST_MEETINGS) -> None:
        super().__init__(label=label, min_value=1, max_value=most)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A number pad on phones; no list of what was typed elsewhere."""
        return {"inputmode": "numeric", "autocomplete": "off"}


class RhythmForm(UiForm):
    """When a new season's meetings are: every few weeks, between two days, or over an academic year."""

    name = PlainField(label=_("Name"), max_length=75)
    how = forms.ChoiceField(
        label=_("How the days are found"),
        choices=list(HOWS.items()),
        widget=Segments,
        initial=WEEKS,
    )
    first_on = DayField(label=_("First day"))
    last_on = DayField(label=_("Last day"))
    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=Weekday.choices, coerce=int)
    starts_at = ClockField(label=_("Starting time"))
    every_weeks = CountField(label=_("Weeks between meetings"), most=12)
    count = CountField(label=_("Number of meetings"))
    autumn = CountField(label=_("Meetings in the autumn"), most=MOST_MEETINGS // 2)
    spring = CountField(label=_("Meetings in the spring"), most=MOST_MEETINGS // 2)
    copied = forms.ChoiceField(label=_("Copy titles, themes and agendas"), initial=NOTHING)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        seasons: Sequence[Season] = (),
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.seasons = {str(season.pk): season for season in seasons}
        copied = self.fields["copied"]
        assert isinstance(copied, forms.ChoiceField)
        names = [(pk, season.name) for pk, season in self.seasons.items()]
        copied.choices = [(NOTHING, _("Copy nothing")), *names]
        if not self.seasons:
            del self.fields["copied"]
        for name in {"how", "copied"} & set(self.fields):
            # Both have an answer from the start; nothing is asked where the page that was posted had no such choice.
            self.fields[name].required = data is None or name in data
        first, last = self.fields["first_on"], self.fields["last_on"]
        assert isinstance(first, DayField)
        assert isinstance(last, DayField)
        try:
            # "30.5." is the first such day after the season's beginning.
            last.today = first.clean((data or {}).get("first_on"))
        except ValidationError:
            last.today = None

    def clean(self) -> dict[str, Any]:
        """Pass over what another way of finding the days asks for; refuse days that cannot be."""
        how = self.cleaned_data.get("how") or WEEKS
        self.cleaned_data["how"] = how
        for name in {name for names in ASKED.values() for name in names} - set(ASKED[how]):
            self.errors.pop(name, None)
            self.cleaned_data[name] = None
        self._refuse_impossible(how)
        return self.cleaned_data

    def _refuse_impossible(self, how: str) -> None:
        first, last = self.cleaned_data.get("first_on"), self.cleaned_data.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", ValidationError(BEFORE_START, code="before"))
        elif first and last and last - first > LONGEST:
            self.add_error("last_on", ValidationError(TOO_LONG, code="long"))
        if how == YEAR and first and not is_in_autumn(first):
            self.add_error("first_on", ValidationError(NOT_AUTUMN, code="autumn"))

    @property
    def parts(self) -> list[tuple[BoundField, str]]:
        """Each field and the classes of the ways that ask for it; a page shows those of the chosen way."""
        ways = {
            name: " ".join(f"for-{how}" for how, names in ASKED.items() if name in names)
            for name in self.fields
        }
        return [(self[name], ways[name]) for name in self.fields]

    @property
    def source(self) -> Season | None:
        """The season to copy from, once the form is valid."""
        return self.seasons.get(self.cleaned_data.get("copied") or "")
