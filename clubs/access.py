"""Who is asking, and what of a club they may reach. Every view fetches through these functions.

An outsider gets ``Http404`` (it is not told that the thing exists), an insider without the right
``PermissionDenied``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from clubs.models import Club, Member, Season


@dataclass
class Visitor:
    """Somebody behind a request: a signed-in person, or one who came by a letter's link.

    ``links`` are the light sessions of this device: meeting id -> answer token; they count only where the
    view says so (``is_open_to_links``). ``club`` and ``member`` tell where the visitor stands once an access
    function has let them in. ``user`` is the account behind ``member``: None for who stands there by a link.
    """

    user: User | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    is_open_to_links: bool = False
    club: Club | None = None
    member: Member | None = None

    @property
    def is_facilitator(self) -> bool:
        """Whether the visitor facilitates the club where they stand, signed in."""
        return bool(self.user and self.member and self.member.is_facilitator)


def enter(visitor: Visitor, club: Club) -> Member:
    """Let a signed-in person into a club they belong to, or raise ``Http404``."""
    if visitor.user is None:
        raise Http404
    member = club.members.active().filter(user=visitor.user).first()
    if member is None:
        raise Http404
    stand(visitor, member, club)
    return member


def stand(visitor: Visitor, member: Member, club: Club) -> None:
    """Remember where the visitor stands, sparing later look-ups of the same rows."""
    member.club = club
    visitor.club, visitor.member = club, member


def stand_by_link(visitor: Visitor, member: Member, club: Club) -> None:
    """Let somebody stand where a letter's link leads, with no more than the link gives.

    An account that happens to be signed in on the device lends the link no rights, unless it is the member's own.
    """
    if visitor.user is not None and visitor.user.pk != member.user_id:
        visitor.user = None
    stand(visitor, member, club)


def require_facilitator(visitor: Visitor) -> None:
    """Raise ``PermissionDenied`` unless the visitor facilitates the club where they stand."""
    if not visitor.is_facilitator:
        raise PermissionDenied


def club_for(visitor: Visitor, pk: UUID) -> Club:
    """The club, for its members and facilitators."""
    club = Club.objects.filter(pk=pk).first()
    if club is None:
        raise Http404
    enter(visitor, club)
    return club


def facilitated_club_for(visitor: Visitor, pk: UUID) -> Club:
    """The club, for its facilitators only."""
    club = club_for(visitor, pk)
    require_facilitator(visitor)
    return club


def facilitated_among(visitor: Visitor, places: Iterable[Member], pk: UUID) -> Member:
    """The visitor's place in the club ``pk``, for its facilitators only; ``places`` are all they have, each with its club."""
    place = next((one for one in places if one.club_id == pk), None)
    if place is None:
        raise Http404
    stand(visitor, place, place.club)
    require_facilitator(visitor)
    return place


def season_for(visitor: Visitor, pk: UUID) -> Season:
    """A season, for the members and facilitators of its club."""
    season = Season.objects.select_related("club").filter(pk=pk).first()
    if season is None:
        raise Http404
    enter(visitor, season.club)
    return season


def facilitated_season_for(visitor: Visitor, pk: UUID) -> Season:
    """A season, for the facilitators of its club only."""
    season = season_for(visitor, pk)
    require_facilitator(visitor)
    return season


def managed_member_for(visitor: Visitor, pk: UUID) -> Member:
    """A person of a club, for the facilitators of that club only."""
    managed = Member.objects.select_related("club", "user").filter(pk=pk).first()
    if managed is None:
        raise Http404
    enter(visitor, managed.club)
    require_facilitator(visitor)
    return managed


def may_open_clubs(visitor: Visitor) -> bool:
    """Whether the visitor may open a new club: site admins and those to whom it was granted."""
    return visitor.user is not None and (visitor.user.may_open_clubs or visitor.user.is_staff)
