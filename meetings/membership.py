"""What leaving a club and coming back mean for its coming meetings."""

from accounts.models import User
from clubs.models import Member
from meetings.services import end_seats, leave_polls, reopen_seats


def leave_meetings(member: Member, ended_by: User | None) -> None:
    """The seats of the coming meetings are empty, and what was mailed leaves the person's calendar."""
    leave_polls(member)
    facilitators = member.club.members.facilitators()
    end_seats(member=member, by=facilitators.filter(user=ended_by).first() if ended_by else None)


def return_to_meetings(member: Member) -> None:
    """The seats of the coming meetings are theirs again."""
    reopen_seats(member=member)
