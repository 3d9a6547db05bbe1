"""Writing the audit log, and forgetting what is old."""

from datetime import datetime, timedelta

from django.conf import settings

from audit.models import Entry


def record(*, actor: str, action: str, club: str = "", object: str = "", detail: str = "") -> Entry:
    """Append one line. ``actor`` is an account's key, ``club`` and ``object`` are keys, never names or addresses."""
    entry = Entry(actor=actor, action=action, club=club, object=object, detail=detail)
    entry.full_clean()
    entry.save()
    return entry


def purge(*, now: datetime) -> int:
    """Drop lines older than twelve months (``AUDIT_DAYS``); answers how many."""
    old = Entry.objects.filter(at__lt=now - timedelta(days=settings.AUDIT_DAYS))
    return old.delete()[0] if old.exists() else 0
