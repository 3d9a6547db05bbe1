"""Due work of many things at once: one that fails is logged and does not keep the others from their turn."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import structlog
from django.db.models import Model

_log = structlog.get_logger(__name__)
Row = TypeVar("Row", bound=Model)


def each_alone(rows: Iterable[Row], do: Callable[[Row], int]) -> int:
    """Do the work for each row on its own; returns the sum. ``do`` must be one transaction, so that a failure leaves nothing half done."""
    total = 0
    for row in rows:
        try:
            total += do(row)
        except Exception:
            _log.exception("due_work_failed", of=row._meta.label, row=str(row.pk))
    return total
