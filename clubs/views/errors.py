"""What a service refused, shown at the fields."""

from django import forms
from django.core.exceptions import ValidationError


def show_error(form: forms.Form, error: ValidationError) -> None:
    """Put a service's complaint at its fields; what concerns no field of the form stands above it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, problems in error.error_dict.items():
        form.add_error(field if field in form.fields else None, problems)
