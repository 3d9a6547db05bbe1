"""Addresses from which mail came back: nothing is sent to them until a person says that they work again."""

from collections.abc import Iterable

import structlog
from django.utils import timezone

from outbox.models import Reason, Suppression

_log = structlog.get_logger(__name__)


def suppress(*, address: str, reason: str, detail: str) -> None:
    """Send nothing more to `address`; once more after it was cleared counts anew."""
    Suppression.objects.update_or_create(
        address=address.lower(),
        defaults={
            "reason": reason if reason in Reason.values else Reason.ADDRESS,
            "detail": detail[:300],
            "since": timezone.now(),
            "cleared_at": None,
            "cleared_by": "",
        },
    )
    _log.warning("outbox.suppressed", reason=reason)


def clear_suppression(*, address: str, by: str) -> bool:
    """Somebody says that the address works again; False when it was not suppressed."""
    cleared = Suppression.objects.filter(address=address.lower(), cleared_at__isnull=True).update(
        cleared_at=timezone.now(), cleared_by=by[:120]
    )
    return bool(cleared)


def suppressed(addresses: Iterable[str]) -> set[str]:
    """Those of the addresses to which nothing may be sent, as they were given. One query."""
    given = list(addresses)
    if not given:
        return set()
    found = set(
        Suppression.objects.filter(
            address__in={address.lower() for address in given}, cleared_at__isnull=True
        ).values_list("address", flat=True)
    )
    return {address for address in given if address.lower() in found}
