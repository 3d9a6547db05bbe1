"""What leaving a club and coming back mean for its coming meetings."""

from accounts.models import User
from clubs.models import Member
from meetings.services import end_seats, leave_pairs, leave_polls, reopen_seats


def leave_meetings(member: Member, ended_by: User | None) -> None:
    """The seats of the coming meetings are empty, what was mailed leaves the person's calendar, and so does a pair its host."""
    leave_polls(member)
    facilitators = member.club.members.facilitators()
    end_seats(member=member, by=facilitators.filter(user=ended_by).first() if ended_by else None)
    leave_pairs(member)


def return_to_meetings(member: Member) -> None:
    """The seats of the coming meetings are theirs again."""
    reopen_seats(member=member)
