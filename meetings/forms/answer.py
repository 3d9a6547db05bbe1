"""The answer to an invitation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import AnswerValue
from ui.forms import PlainField, UiForm


class AnswerForm(UiForm):
    """One of three answers, and a line to the hosts."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=AnswerValue.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the three answers."),
            "invalid_choice": _("Choose one of the three answers."),
        },
    )
    greeting = PlainField(
        label=_("A line to the hosts"),
        max_length=300,
        required=False,
        help_text=_("For example a question that you would like to talk about."),
    )
