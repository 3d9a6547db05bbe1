"""The answers to all dates of a season."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from meetings.models import AnswerValue, Invitee
from ui.dates import format_when
from ui.forms import UiForm
from ui.widgets import Segments


class SeasonAnswersForm(UiForm):
    """One choice for each coming meeting; a date may be left open."""

    def __init__(self, *args: Any, seats: Sequence[Invitee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        for seat in seats:
            offered = AnswerValue.offered(is_hybrid=seat.meeting.is_hybrid)
            self.fields[self.name_of(seat)] = forms.ChoiceField(
                label=format_when(seat.meeting.starts_at, seat.meeting.ends_at),
                choices=[(value.value, value.label) for value in offered],
                required=False,
                initial=seat.answer,
                widget=Segments,
                error_messages={"invalid_choice": _("Choose one of the answers.")},
            )

    @staticmethod
    def name_of(seat: Invitee) -> str:
        """The field of one meeting."""
        return f"meeting-{seat.meeting_id}"

    @property
    def rows(self) -> list[tuple[Invitee, BoundField]]:
        """Each meeting's seat with its field."""
        return [(seat, self[self.name_of(seat)]) for seat in self.seats]

    def clean(self) -> dict[str, Any]:
        """Something must have been chosen."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.values()):
            self.add_error(None, _("Choose an answer for at least one meeting."))
        return cleaned

    @property
    def answers(self) -> dict[UUID, str]:
        """What ``answer_season`` takes: only the dates that were answered."""
        chosen = {seat.meeting_id: self.cleaned_data[self.name_of(seat)] for seat in self.seats}
        return {meeting: value for meeting, value in chosen.items() if value}
