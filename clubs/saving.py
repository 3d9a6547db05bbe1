"""Reading and saving a row that somebody else may be saving at the same moment."""

from django.db import IntegrityError, models, transaction


def hold(row: models.Model) -> None:
    """Keep a row to this transaction: whoever comes second waits here, and then reads what the first has written.

    SQLite passes over the lock and needs none: there a transaction begins by taking the whole database for writing
    (``vertaisklubi.env.SQLITE_OPTIONS``).
    """
    rows = type(row)._default_manager.select_for_update(no_key=True)
    list(rows.filter(pk=row.pk).values_list("pk"))


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
