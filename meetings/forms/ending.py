"""Calling a meeting off."""

from django.utils.translation import gettext_lazy as _

from ui.forms import PlainField, UiForm


class CallOffForm(UiForm):
    """Why the meeting is called off, and what comes instead; the letters say both."""

    reason = PlainField(
        label=_("Reason"),
        max_length=300,
        required=False,
        rows=2,
        help_text=_("It stands in the letter as you write it."),
    )
    instead = PlainField(
        label=_("What comes instead"),
        max_length=300,
        required=False,
        rows=2,
        help_text=_("For example a new day, or that the theme moves to the next meeting."),
    )
