"""The audit log's lines about what was done with a meeting."""

from audit.services import record
from clubs.http import Request
from meetings.access import member_of
from meetings.models import Meeting


def note_deed(request: Request, found: Meeting, action: str, detail: str = "") -> None:
    """A line about what a facilitator or a host, signed in, did with a meeting."""
    record(
        actor=str(member_of(request.visitor).user_id),
        action=action,
        club=str(found.season.club_id),
        object=f"meeting:{found.pk}",
        detail=detail,
    )
