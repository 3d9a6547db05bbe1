"""Form fields for days, times and plain text as people in Finland type them, and the form they sit on."""

import re
from datetime import date, datetime, time
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Dots, and what a phone's number pad has in their place.
DAY = re.compile(r"(?:[^\W\d_]{2,3}\.?\s+)?(\d{1,2})[.,/\s]\s*(\d{1,2})(?:[.,/\s]\s*(\d{4})?)?")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
CLOCK = re.compile(r"(?:klo|kl)?\.?\s*(\d{1,2})(?:[.:,](\d{2}))?", re.IGNORECASE)
# Years in which a club may meet: the arithmetic of seasons and holidays holds far beyond both ends.
FIRST_YEAR, LAST_YEAR = 2000, 2100
DJANGO_REQUIRED = forms.Field.default_error_messages["required"]
DJANGO_NUMBER = forms.IntegerField.default_error_messages["invalid"]
FILL_IN = _("Fill in this field.")
WRITE_NUMBER = _("Write the number in digits.")
CHOOSE = _("Choose one.")
# Characters that reorder or hide the text around them (Unicode TR 9), and control characters but tab and newline.
HIDDEN = re.compile(r"[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class DayField(forms.Field):
    """A day typed as `13.9.2022` or `13.9.`; gives a `date`.

    Without a year it is the day nearest to `near`, or, when `near` is not set, the next such day from `today` on. A form
    may set `near` and `today` on the field of its instance.
    """

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Write the day as 13.9.2022."),
        "missing": _("There is no such day. Check the day and the month."),
        "year": _("Check the year."),
    }

    def __init__(
        self, *, near: date | None = None, today: date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.near = near
        self.today = today

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A number pad on phones; no list of what was typed elsewhere."""
        return {"inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """A date as it is typed; what was typed stays as it is."""
        if isinstance(value, datetime):
            value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
        return f"{value.day}.{value.month}.{value.year}" if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        """Read what was typed; raises `ValidationError` with advice."""
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        text = str(value).strip()
        if iso := ISO_DAY.fullmatch(text):
            year, month, day = (int(part) for part in iso.groups())
        elif typed := DAY.fullmatch(text):
            day, month = int(typed[1]), int(typed[2])
            year = int(typed[3]) if typed[3] else self._nearest_year(day, month)
        else:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            day_typed = date(year, month, day)
        except ValueError:
            raise ValidationError(self.error_messages["missing"], code="missing") from None
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValidationError(self.error_messages["year"], code="year")
        return day_typed

    def _nearest_year(self, day: int, month: int) -> int:
        today = self.today or timezone.localdate()
        if self.near is None:
            return today.year + ((month, day) < (today.month, today.day))
        near = self.near
        # Compared by the first of the month, which every year has.
        return min(
            (near.year - 1, near.year, near.year + 1),
            key=lambda year: abs(
                (date(year, min(max(month, 1), 12), 1) - near.replace(day=1)).days
            ),
        )


class ClockField(forms.Field):
    """A time of day typed as `9`, `9.00` or `9:00`; gives a `time`."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Write the time as 9 or 9.30.")}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A number pad on phones; no list of what was typed elsewhere."""
        return {"inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """A time with its minutes; what was typed stays as it is."""
        return f"{value.hour}.{value.minute:02}" if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        """Read what was typed; raises `ValidationError` with advice."""
        if value in self.empty_values:
            return None
        if isinstance(value, time):
            return value
        typed = CLOCK.fullmatch(str(value).strip())
        if typed is None or int(typed[1]) > 23 or int(typed[2] or 0) > 59:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return time(int(typed[1]), int(typed[2] or 0))


class PlainField(forms.CharField):
    r"""Text without control characters and without the marks that turn the direction of what follows.

    `rows` makes it several lines high; newlines are then kept as `\n`. Too long a text is refused, never cut: the
    browser is not told the limit, since it would drop the end of what is pasted.
    """

    default_error_messages = {
        "hidden": _("The text has characters that cannot be seen. Type it without them."),
        "max_length": _(
            "Shorten the text: at most %(limit_value)d characters, now %(show_value)d."
        ),
    }

    def __init__(self, *, rows: int = 0, **kwargs: Any) -> None:
        self.is_long = bool(rows)
        if rows and "widget" not in kwargs:
            kwargs["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The usual attributes but the length."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs

    def to_python(self, value: Any) -> Any:
        """Newlines in one form; raises `ValidationError` for hidden characters."""
        text = super().to_python(value)
        if not isinstance(text, str):
            return text
        text = re.sub(r"\r\n?", "\n", text)
        if HIDDEN.search(text):
            raise ValidationError(self.error_messages["hidden"], code="hidden")
        is_long = self.is_long or isinstance(self.widget, forms.Textarea)
        return text if is_long else " ".join(text.splitlines())


def fields_only() -> FormHelper:
    """Crispy's settings of every form: fields only, so that the page writes form tag, summary and buttons."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


class UiFormMixin:
    """What every form of the site does alike: the server answers for errors, not the browser's bubbles."""

    use_required_attribute = False
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
        for field in self.fields.values():
            if field.error_messages.get("required") is DJANGO_REQUIRED:
                is_choice = isinstance(field, forms.ChoiceField)
                field.error_messages["required"] = CHOOSE if is_choice else FILL_IN
            if field.error_messages.get("invalid") is DJANGO_NUMBER:
                field.error_messages["invalid"] = WRITE_NUMBER


class UiForm(UiFormMixin, forms.Form):
    """A form of the site."""


def add_service_error(
    form: forms.BaseForm, error: ValidationError, *, named: str | None = None
) -> None:
    """Put a service's error on the form's fields of the same names; what has no field goes to `named`, else above the form.

    A model's rule over several fields (a name once in a club) has no field of its own: `named` says which one to mend.
    """
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        at = name if name in form.fields else (named if name == NON_FIELD_ERRORS else None)
        form.add_error(at, errors)
