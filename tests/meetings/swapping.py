"""What tests of swapped host turns look at."""

from meetings.models import Meeting
from outbox.models import Message


def readers(kind: str) -> list[str]:
    """Who got a letter of a kind, by name."""
    rows = Message.objects.filter(kind=f"meetings.{kind}").order_by("to_name")
    return [row.to_name for row in rows]


def hosts(meeting: Meeting) -> list[str]:
    """The first names of the pair that hosts a meeting now."""
    meeting.refresh_from_db()
    group = meeting.host_group
    return [place.member.first_name for place in group.places.all()] if group else []
