"""The answer to an invitation."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import AnswerValue, Meeting
from ui.forms import PlainField, UiForm


def seen_time(posted: Mapping[str, Any], name: str = "seen") -> int | None:
    """The ``time_revision`` of the meeting whose time stood on the page that was answered; None where it does not say."""
    text = str(posted.get(name, ""))
    return int(text) if text.isdecimal() and len(text) < 10 else None


class AnswerForm(UiForm):
    """One of the answers that the meeting offers, and a line to the hosts."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=AnswerValue.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the answers."),
            "invalid_choice": _("Choose one of the answers."),
        },
    )
    greeting = PlainField(
        label=_("A line to the hosts"),
        max_length=300,
        required=False,
        help_text=_("For example a question that you would like to talk about."),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = AnswerValue.offered(is_hybrid=meeting.is_hybrid)
        field = self.fields["answer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(value.value, value.label) for value in offered]
