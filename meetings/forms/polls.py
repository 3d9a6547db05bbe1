"""Forms of a date poll: what is offered, and what a person says of it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.forms.moment import MomentForm
from meetings.models import DateSlot, Meeting, SlotAnswer
from meetings.rows import Row
from meetings.services.polls import slot_problem
from meetings.wallclock import wall_of
from ui.dates import format_when
from ui.forms import ClockField, DayField, PlainField, UiForm
from ui.widgets import Segments

# As the buttons say it: a sentence of their own, with a capital.
CHOICES = [(SlotAnswer.Value.WORKS, _("It works")), (SlotAnswer.Value.NOT, _("Does not work"))]


class PollForm(UiForm):
    """What the poll is about, how long the meeting is, and until when people answer."""

    title = PlainField(
        label=_("Title of the meeting"),
        max_length=120,
        required=False,
        help_text=_("The letter says it. It becomes the title of the meeting."),
    )
    length = forms.IntegerField(
        label=_("Length in minutes"),
        min_value=30,
        max_value=600,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    answer_by = DayField(
        label=_("Answer by"), help_text=_("Answers are taken after it too, until you choose.")
    )

    def __init__(self, *args: Any, meeting: Meeting | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if meeting is not None:
            # A meeting has its own title already.
            del self.fields["title"]


class SlotRowForm(MomentForm):
    """One time that is offered."""

    day = DayField(label=_("Day"))
    clock = ClockField(label=_("Starts at"))

    names = ("day", "clock")
    typed = ("day",)

    @property
    def starts_at(self) -> dt.datetime | None:
        """The moment, on a bound form; None where it is none."""
        self.is_valid()
        return self.cleaned_data.get("starts_at")


def row_of(moment: dt.datetime) -> Row:
    """A moment as it is typed."""
    day, clock = wall_of(moment)
    return {
        "day": DayField().prepare_value(day),
        "clock": ClockField().prepare_value(clock),
    }


def refuse_bad_slots(
    forms: Iterable[SlotRowForm],
    *,
    length: int,
    busy: Sequence[Meeting],
    kept: Iterable[dt.datetime] = (),
) -> None:
    """Put an error at each row whose time is there twice, has gone by, or is over another meeting.

    Times that are ``kept`` from before may have gone by.
    """
    seen: set[dt.datetime] = set()
    old = set(kept)
    for form in forms:
        start = form.starts_at
        if start is None:
            continue
        try:
            if start in seen:
                raise ValidationError(_("The same time is in the list twice."), code="twice")
            seen.add(start)
            if start not in old:
                slot_problem(start, length=length, busy=busy, now=timezone.now())
        except ValidationError as error:
            form.add_error("day", error)


class PollAnswerForm(UiForm):
    """One choice for each coming time of a poll."""

    def __init__(
        self,
        *args: Any,
        slots: Sequence[DateSlot],
        said: dict[UUID, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.slots = slots
        for slot in slots:
            self.fields[self.name_of(slot)] = forms.ChoiceField(
                label=format_when(slot.starts_at, slot.ends_at),
                choices=CHOICES,
                initial=said.get(slot.pk, ""),
                widget=Segments,
                error_messages={
                    "required": _("Choose whether the time works."),
                    "invalid_choice": _("Choose whether the time works."),
                },
            )

    @staticmethod
    def name_of(slot: DateSlot) -> str:
        """The field of one time."""
        return f"slot-{slot.pk}"

    @property
    def rows(self) -> list[BoundField]:
        """The fields in the order of the times."""
        return [self[self.name_of(slot)] for slot in self.slots]

    @property
    def values(self) -> dict[UUID, str]:
        """What ``answer_poll`` takes."""
        return {slot.pk: self.cleaned_data[self.name_of(slot)] for slot in self.slots}
