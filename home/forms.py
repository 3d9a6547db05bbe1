"""Forms of the facilitator's letters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from clubs.forms import require_known_domain
from clubs.people import normal_address
from outbox.models import Message
from ui.forms import ClockField, DayField, UiForm


class AddressForm(UiForm):
    """Where a letter that did not get through should go. The service judges the address."""

    email = forms.CharField(
        label=gettext_lazy("New address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Write the address in full, like name@example.org.")
        },
    )

    def __init__(self, *args: Any, message: Message, address: str, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"id_{message.pk}_%s", initial={"email": address}, **kwargs)
        self.name = str(message.pk)

    def clean_email(self) -> str:
        """The address; raises `ValidationError` where its domain takes no mail."""
        address: str = self.cleaned_data["email"]
        require_known_domain(normal_address(address))
        return address


class MoveForm(UiForm):
    """To which moment planned letters are moved."""

    day = DayField(label=gettext_lazy("Day"))
    clock = ClockField(label=gettext_lazy("Time"))

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"id_{name}_%s", **kwargs)
        self.name = name
