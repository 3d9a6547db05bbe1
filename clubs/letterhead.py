"""What every letter of a club bears alike: whom the mail program shows, and how the outbox names the club."""

from uuid import UUID

from clubs.models import Club, Member


def sender_name(sender: Member, club: Club) -> str:
    """Whom the mail program shows: the facilitator and the club."""
    return f"{sender.full_name}, {club.name}"


def scope_of(club: UUID) -> str:
    """How the outbox names a club, so that its letters are found."""
    return f"club:{club}"


def club_of(scope: str) -> str:
    """The key of the club that the outbox names so; empty where a letter is no club's."""
    return scope.removeprefix("club:") if scope.startswith("club:") else ""
