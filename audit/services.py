"""Writing the audit log."""

from audit.models import Entry


def record(
    *, actor: str, action: str, club: str = "", object: str = "", detail: str = ""
) -> Entry:
    """Append one line. ``actor``, ``club`` and ``object`` are keys, never names or addresses."""
    entry = Entry(actor=actor, action=action, club=club, object=object, detail=detail)
    entry.full_clean()
    entry.save()
    return entry
