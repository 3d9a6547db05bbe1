"""The log of what facilitators do to other people's notes."""

from audit.services import record
from boards.models import Comment, Note
from clubs.models import Member


def record_moderation(*, thing: Note | Comment, by: Member, action: str) -> None:
    """Log that somebody else than its author changed a note or comment: who (the account), which, never its words."""
    if thing.author_id == by.pk:
        return
    record(actor=str(by.user_id or ""), action=action, club=str(by.club_id), object=str(thing.pk))
