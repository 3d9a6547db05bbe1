"""Forms of signing in and of one's own settings."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, RequestLoginCodeForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.adapter import CODE_LENGTH
from ui.forms import PlainField, UiForm, UiFormMixin
from ui.widgets import Segments


def ask_for_address(field: forms.Field) -> None:
    """Say in our words what the field of an address asks for, and what to mend in it."""
    field.label = _("E-mail address")
    field.error_messages["required"] = _("Write your e-mail address.")
    field.error_messages["invalid"] = _("Write the address in full, like name@example.org.")
    field.widget.attrs = {"autocomplete": "email", "inputmode": "email"}


class SignInForm(UiFormMixin, LoginForm):
    """The address to which the code is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_address(self.fields["login"])


class NewCodeForm(UiFormMixin, RequestLoginCodeForm):
    """The address to which another code is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_address(self.fields["email"])


class CodeForm(UiFormMixin, ConfirmLoginCodeForm):
    """The code from the letter; spaces and dashes in it do no harm."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("6-digit code")
        field.error_messages["required"] = _("Write the code from the letter.")
        field.widget.attrs = {
            "class": "in--code",
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
        }

    def clean_code(self) -> str:
        """Say what is missing before comparing; a code that cannot be right is no comparison lost."""
        code = "".join(sign for sign in self.cleaned_data["code"] if sign not in " -\u00a0\t")
        missing = CODE_LENGTH - len(code)
        if not (code.isascii() and code.isdigit()) or missing < 0:
            raise ValidationError(_("The code has 6 digits."), code="shape")
        if missing:
            raise ValidationError(
                ngettext(
                    "The code has 6 digits. One is missing.",
                    "The code has 6 digits. %(n)s are missing.",
                    missing,
                ),
                code="shape",
                params={"n": missing},
            )
        self.cleaned_data["code"] = code
        return str(super().clean_code())


class SettingsForm(UiForm):
    """A person's own name and language."""

    first_name = PlainField(label=_("First name"), max_length=75)
    last_name = PlainField(label=_("Last name"), max_length=75, required=False)
    language = forms.ChoiceField(
        label=_("Language of pages and letters"), choices=settings.LANGUAGES, widget=Segments
    )


class LanguageForm(forms.Form):
    """The switch at the foot of every page."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)
