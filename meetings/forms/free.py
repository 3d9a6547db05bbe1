"""The form of a facilitator's own letter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import FreeLetter, Meeting
from ui.dates import format_day
from ui.forms import PlainField, UiForm
from ui.widgets import Segments


class FreeLetterForm(UiForm):
    """To whom, subject and text."""

    audience = forms.ChoiceField(
        label=_("To whom"), choices=FreeLetter.Audience.choices, widget=Segments, initial="all"
    )
    subject = PlainField(label=_("Subject"), max_length=120)
    text = PlainField(
        label=_("Text"),
        max_length=5000,
        rows=10,
        help_text=_("The greeting and your name are added by themselves."),
    )

    def __init__(self, *args: Any, asked: Meeting | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asked is None:
            self.fields["audience"].help_text = _(
                "The others can be chosen when invitations to a meeting have left."
            )
        else:
            self.fields["audience"].help_text = _("By the answers to: %(title)s, %(day)s") % {
                "title": asked.display_title,
                "day": format_day(asked.starts_at, year=False),
            }
