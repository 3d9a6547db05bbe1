"""A thing agreed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clubs.models import Club, Member
from meetings.models import AgreedThing
from ui.forms import DayField, PlainField, UiForm
from ui.widgets import Segments


class AgreedAnswerForm(UiForm):
    """Done, or it goes on, perhaps until another date."""

    state = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            (AgreedThing.State.DONE, _("It is done")),
            (AgreedThing.State.OPEN, _("It goes on")),
        ],
        widget=Segments,
    )
    due_on = DayField(
        label=_("New date"),
        required=False,
        help_text=_("If it goes on. For example 13.9.2022."),
    )


class AgreedForm(UiForm):
    """Words, owners and due date."""

    text = PlainField(label=_("Thing agreed"), max_length=500, rows=2)
    owners = forms.ModelMultipleChoiceField(
        label=_("People in charge"),
        queryset=Member.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_for_everybody = forms.BooleanField(label=_("Everybody"), required=False)
    due_on = DayField(label=_("Due date"), required=False, help_text=_("For example 13.9.2022."))

    def __init__(self, *args: Any, club: Club, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = self.fields["owners"]
        assert isinstance(owners, forms.ModelMultipleChoiceField)
        owners.queryset = club.members.active()

    @property
    def terms(self) -> dict[str, Any]:
        """The arguments of ``edit_agreed``."""
        terms = dict(self.cleaned_data)
        terms["owners"] = list(terms["owners"])
        return terms
