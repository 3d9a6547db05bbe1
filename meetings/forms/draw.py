"""The form of drawing again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.forms import PlainField, UiForm


class DrawAgainForm(UiForm):
    """Why the pairs are drawn again, and which draw the reader saw."""

    replaces = forms.UUIDField(widget=forms.HiddenInput)
    reason = PlainField(
        label=_("Why are the pairs drawn again?"),
        max_length=200,
        help_text=_("Everybody in the club sees the reason."),
    )
