"""The forms of the pair's desk: what is said about the theme, and a swap of turns."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting, TurnSwap
from meetings.turns import Turn, why_not_named
from ui.dates import format_when
from ui.forms import PlainField, UiForm


class ThemeTextForm(UiForm):
    """A few words about the theme, and the mark of the text that the page showed."""

    introduction = PlainField(
        label=_("A few words about the theme"),
        max_length=2000,
        required=False,
        rows=6,
        help_text=_("They open the invitation. What is the question, and why now?"),
    )
    base = forms.CharField(required=False, widget=forms.HiddenInput, max_length=32)


class SwapForm(UiForm):
    """Whose turn, and a line to them."""

    wanted = forms.ChoiceField(
        label=_("Which turn would you take?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose another pair's meeting.")},
    )
    message = PlainField(
        label=TurnSwap._meta.get_field("message").verbose_name,
        max_length=300,
        required=False,
        rows=2,
        help_text=_("Why the day does not suit you, for example."),
    )

    def __init__(self, *args: Any, offered: Meeting, turns: Sequence[Turn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.turns = {str(turn.meeting.pk): turn.meeting for turn in turns}
        wanted = self.fields["wanted"]
        assert isinstance(wanted, forms.ChoiceField)
        wanted.choices = [(str(turn.meeting.pk), _words(turn)) for turn in turns]
        posted = self.data.get("wanted", "")
        if posted and posted not in self.turns:
            refused = why_not_named(offered, posted, timezone.now())
            wanted.error_messages["invalid_choice"] = refused.message

    @property
    def meeting(self) -> Meeting:
        """The meeting that was chosen, once the form is valid."""
        return self.turns[self.cleaned_data["wanted"]]


def _words(turn: Turn) -> str:
    meeting = turn.meeting
    when = format_when(meeting.starts_at, meeting.ends_at)
    return f"{when}: {meeting.display_title} ({turn.names})"
