"""The log of what facilitators do to other people's notes."""

from audit.services import record
from boards.models import Note
from clubs.models import Member


def record_moderation(*, note: Note, by: Member | None, action: str) -> None:
    """Log that somebody else than its author changed a note: who and which, never what it said."""
    if by is None or note.author_id == by.pk:
        return
    record(
        actor=str(by.pk),
        action=action,
        club=str(note.section.board.meeting.season.club_id),
        object=str(note.pk),
    )
