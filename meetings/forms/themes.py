"""The form of a theme."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from clubs.models import Club
from meetings.models import Theme
from ui.forms import PlainField, UiForm


class ThemeForm(UiForm):
    """A theme's name, the main theme above it, and whether it runs through every meeting."""

    name = PlainField(label=_("Theme"), max_length=120)
    parent = forms.ModelChoiceField(
        label=_("Main theme"),
        queryset=Theme.objects.none(),
        required=False,
        empty_label=_("None: this is a main theme"),
    )
    is_cross_cutting = forms.BooleanField(
        label=_("Cross-cutting theme"),
        help_text=_("Shows on every meeting."),
        required=False,
    )

    def __init__(
        self, *args: Any, club: Club, mains: list[Theme], without: UUID | None = None, **kwargs: Any
    ) -> None:
        """``mains`` are the club's main themes, so that many forms on a page ask for them once."""
        super().__init__(*args, **kwargs)
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ModelChoiceField)
        allowed = Theme.objects.filter(club=club, parent=None)
        parent.queryset = allowed.exclude(pk=without) if without else allowed
        # The choices are at hand; the queryset is only asked when something was posted.
        parent.choices = [
            ("", parent.empty_label),
            *((theme.pk, theme.name) for theme in mains if theme.pk != without),
        ]
