"""A meeting's own details."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from meetings.forms.moment import MomentForm
from meetings.models import WEB_LINK, Meeting, Theme
from meetings.wallclock import wall_of
from ui.forms import ClockField, DayField, PlainField, UiForm


def details_of(meeting: Meeting) -> dict[str, Any]:
    """What the form shows of a meeting before anything is typed."""
    day, clock = wall_of(meeting.starts_at)
    return {
        "title": meeting.title,
        "introduction": meeting.introduction,
        "day": day,
        "clock": clock,
        "length": meeting.length,
        "place": meeting.place,
        "video_url": meeting.video_url,
        "is_hybrid": meeting.is_hybrid,
        "personal_note": meeting.personal_note,
        "themes": [theme.pk for theme in meeting.themes.all()],
    }


def details_in(content: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows of details that stood once (``services.revisions.content_of``)."""
    day, clock = wall_of(dt.datetime.fromisoformat(content["starts_at"]))
    kept = {name: value for name, value in content.items() if name != "starts_at"}
    return {**kept, "day": day, "clock": clock}


def content_in(details: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of ``edit_meeting`` as ``content_of`` would show them, for a look beside what stands."""
    content = {name: value for name, value in details.items() if name != "reason"}
    content["starts_at"] = details["starts_at"].astimezone(dt.UTC).isoformat()
    content["themes"] = sorted(str(theme.pk) for theme in details["themes"])
    return content


class ThemesField(forms.ModelMultipleChoiceField):
    """Themes as ticks, each with the main theme above it."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Theme) -> str:
        """The theme's words."""
        return f"{obj.parent}: {obj}" if obj.parent else str(obj)


class WordsForm(UiForm):
    """What is written about a meeting: it may be saved while one types, for no letter leaves for it."""

    introduction = PlainField(label=_("About the theme"), max_length=2000, required=False, rows=4)
    personal_note = PlainField(label=_("Personal note"), max_length=1000, required=False, rows=3)


class MeetingForm(MomentForm):
    """Title, time, place, link, note and themes of one meeting."""

    title = PlainField(label=_("Title"), max_length=120, required=False)
    introduction = PlainField(label=_("About the theme"), max_length=2000, required=False, rows=4)
    day = DayField(label=_("Day"), help_text=_("For example 13.9.2022."))
    clock = ClockField(label=_("Starts at"), help_text=_("For example 9 or 12.30."))
    length = forms.IntegerField(
        label=_("Length in minutes"),
        min_value=30,
        max_value=600,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    place = PlainField(label=_("Place"), max_length=120, required=False)
    video_url = PlainField(
        label=_("Video link"), max_length=500, required=False, validators=[WEB_LINK]
    )
    is_hybrid = forms.BooleanField(
        label=_("One can join remotely"),
        required=False,
        help_text=_("The invitation then offers a fourth answer."),
    )
    personal_note = PlainField(
        label=_("Personal note"),
        max_length=1000,
        required=False,
        rows=3,
        help_text=_("Your own words to the invited. It stands in the invitation as you write it."),
    )
    reason = PlainField(
        label=_("Reason for the change"),
        max_length=300,
        required=False,
        rows=2,
        help_text=_("It stands in the letter about the change as you write it."),
    )
    themes = ThemesField(label=_("Themes"), queryset=Theme.objects.none(), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day_field = self.fields["day"]
        assert isinstance(day_field, DayField)
        day_field.near = wall_of(meeting.starts_at)[0]
        themes_field = self.fields["themes"]
        assert isinstance(themes_field, ThemesField)
        themes_field.queryset = (
            Theme.objects.filter(club=meeting.season.club_id, is_cross_cutting=False)
            .select_related("parent")
            .order_by(
                Coalesce("parent__position", "position"),
                F("parent").asc(nulls_first=True),
                "position",
            )
        )
        if meeting.invited_at is None:
            # Nobody has been told anything yet that could change.
            del self.fields["reason"]
        if not themes_field.queryset.exists():
            del self.fields["themes"]

    @property
    def details(self) -> dict[str, Any]:
        """The arguments of ``edit_meeting``."""
        details = dict(self.cleaned_data)
        del details["day"], details["clock"]
        details["themes"] = list(details.get("themes", []))
        return details
