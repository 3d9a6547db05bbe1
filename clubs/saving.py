"""Saving a row that somebody else may be saving at the same moment."""

from django.db import IntegrityError, models, transaction


def save_checked(row: models.Model) -> None:
    """``full_clean()`` and save. Where another request got in between, the same complaint as if it had come before.

    Raises ``ValidationError``. PostgreSQL lets two requests pass the check side by side; the constraint then refuses
    the second, and the check, made again, says why.
    """
    row.full_clean()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        row.full_clean()
        raise
