"""Who was there."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField

from meetings.models import AnswerValue, Invitee
from ui.forms import UiForm
from ui.widgets import Segments

PRESET = {
    AnswerValue.YES.value: Invitee.Attendance.PRESENT.value,
    AnswerValue.REMOTE.value: Invitee.Attendance.REMOTE.value,
    AnswerValue.NO.value: Invitee.Attendance.ABSENT.value,
}


class AttendanceForm(UiForm):
    """A choice for each person; not choosing leaves the person not noted."""

    def __init__(self, *args: Any, seats: Sequence[Invitee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        for seat in seats:
            self.fields[self.name_of(seat)] = forms.ChoiceField(
                label=seat.member.full_name,
                choices=Invitee.Attendance.choices,
                required=False,
                initial=seat.attendance or PRESET.get(seat.answer, ""),
                widget=Segments,
            )

    @staticmethod
    def name_of(seat: Invitee) -> str:
        """The field of one person."""
        return f"seat-{seat.pk}"

    @property
    def rows(self) -> list[tuple[Invitee, BoundField]]:
        """Each person with their field."""
        return [(seat, self[self.name_of(seat)]) for seat in self.seats]

    @property
    def attendance(self) -> Mapping[UUID, str]:
        """What ``record_attendance`` takes."""
        return {seat.pk: self.cleaned_data[self.name_of(seat)] for seat in self.seats}
