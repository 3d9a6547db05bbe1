import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from clubs import access
from clubs.access import Visitor
from tests.cast import Cast


def test_a_member_stands_in_their_club(cast: Cast) -> None:
    visitor = Visitor(user=cast.aino.user)
    club = access.club_for(visitor, cast.club.pk)

    assert (club, visitor.club, visitor.member) == (cast.club, cast.club, cast.aino)
    assert not visitor.is_facilitator


@pytest.mark.parametrize("name", ["eero", "ulla"])
def test_outsiders_are_not_told_that_the_club_exists(cast: Cast, name: str) -> None:
    visitor = Visitor(user=getattr(cast, name).user)

    for pk in (cast.club.pk, uuid.uuid4()):
        with pytest.raises(Http404):
            access.club_for(visitor, pk)
        with pytest.raises(Http404):
            access.facilitated_club_for(visitor, pk)
    with pytest.raises(Http404):
        access.season_for(visitor, cast.season.pk)
    with pytest.raises(Http404):
        access.managed_member_for(visitor, cast.aino.pk)
    assert visitor.member is None


def test_a_member_without_the_right_is_refused(cast: Cast) -> None:
    visitor = Visitor(user=cast.aino.user)

    with pytest.raises(PermissionDenied):
        access.facilitated_club_for(visitor, cast.club.pk)
    with pytest.raises(PermissionDenied):
        access.facilitated_season_for(visitor, cast.season.pk)
    with pytest.raises(PermissionDenied):
        access.managed_member_for(visitor, cast.petri.pk)


def test_a_facilitator_reaches_everything_of_the_club(cast: Cast) -> None:
    visitor = Visitor(user=cast.outi.user)

    assert access.facilitated_club_for(visitor, cast.club.pk) == cast.club
    assert access.facilitated_season_for(visitor, cast.season.pk) == cast.season
    assert access.managed_member_for(visitor, cast.petri.pk) == cast.petri


def test_a_guest_stands_nowhere(cast: Cast) -> None:
    with pytest.raises(Http404):
        access.club_for(Visitor(), cast.club.pk)


def test_who_may_open_clubs(cast: Cast) -> None:
    cast.zaida.may_open_clubs = True

    assert access.may_open_clubs(Visitor(user=cast.zaida))
    assert access.may_open_clubs(Visitor(user=cast.admin))
    assert not access.may_open_clubs(Visitor(user=cast.aino.user))
    assert not access.may_open_clubs(Visitor())
