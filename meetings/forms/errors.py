"""How a form shows what a service refused."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


def add_service_error(
    form: forms.BaseForm, error: ValidationError, *, named: str | None = None
) -> None:
    """Put a service's error on the form's fields of the same names; what has no field goes to ``named``, else above the form.

    A model's rule over several fields (a name once in a club) has no field of its own: ``named`` says which one to mend.
    """
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        at = name if name in form.fields else (named if name == NON_FIELD_ERRORS else None)
        form.add_error(at, errors)
