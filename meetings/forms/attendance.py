"""Who was there."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField

from clubs.models import Member
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

    def __init__(
        self, *args: Any, seats: Sequence[Invitee], others: Sequence[Member] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        self.others = others
        for seat in seats:
            self.fields[self.name_of(seat)] = forms.ChoiceField(
                label=seat.member.full_name,
                choices=Invitee.Attendance.choices,
                required=False,
                initial=seat.attendance or PRESET.get(seat.answer, ""),
                widget=Segments,
            )
        for member in others:
            self.fields[self.name_of_other(member)] = forms.ChoiceField(
                label=member.full_name,
                choices=Invitee.Attendance.choices,
                required=False,
                widget=Segments,
            )

    @staticmethod
    def name_of(seat: Invitee) -> str:
        """The field of one person."""
        return f"seat-{seat.pk}"

    @staticmethod
    def name_of_other(member: Member) -> str:
        """The field of somebody without a seat."""
        return f"other-{member.pk}"

    @property
    def rows(self) -> list[tuple[Invitee, BoundField]]:
        """Each person with their field."""
        return [(seat, self[self.name_of(seat)]) for seat in self.seats]

    @property
    def other_rows(self) -> list[tuple[Member, BoundField]]:
        """Each person without a seat with their field."""
        return [(member, self[self.name_of_other(member)]) for member in self.others]

    @property
    def walked_in(self) -> Mapping[UUID, str]:
        """The people without a seat, as ``record_attendance`` takes them."""
        return {member.pk: self.cleaned_data[self.name_of_other(member)] for member in self.others}

    @property
    def attendance(self) -> Mapping[UUID, str]:
        """What ``record_attendance`` takes."""
        return {seat.pk: self.cleaned_data[self.name_of(seat)] for seat in self.seats}
