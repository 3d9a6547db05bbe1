"""The cast itself: everybody can stand on one stage."""

from clubs.models import Member
from tests.cast import Cast


def test_everybody_has_their_place(cast: Cast) -> None:
    """The meeting invites the members who have not left, and neither the facilitator nor outsiders."""
    invited = [invitee.member for invitee in cast.meeting.invitees.all()]

    assert invited == [cast.aino, cast.leena, cast.petri, cast.timo]
    assert list(Member.objects.filter(club=cast.other_club)) == [cast.ulla]
