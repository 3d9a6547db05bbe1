"""Several facilitators at the same moment."""

from collections.abc import Callable

import pytest

from clubs.models import Club, Member
from clubs.services import edit_member, join_club, leave_club, merge_members
from tests.factories import make_facilitator, make_member
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def demotion(member: Member) -> Callable[[], Member]:
    return lambda: edit_member(
        member=member,
        first_name=member.first_name,
        last_name=member.last_name,
        email=member.email,
        role=Member.Role.MEMBER,
        language="fi",
    )


def test_two_facilitators_cannot_take_each_other_out(club: Club, outi: Member) -> None:
    other = make_facilitator(club, "Pirjo", "Pari")
    outcomes = at_once(lambda: leave_club(member=outi), lambda: leave_club(member=other))

    assert outcomes == ["ValidationError", "done"]
    assert club.members.facilitators().count() == 1


def test_nor_make_each_other_a_member(club: Club, outi: Member) -> None:
    other = make_facilitator(club, "Pirjo", "Pari")
    outcomes = at_once(demotion(outi), demotion(other))

    assert outcomes == ["ValidationError", "done"]
    assert club.members.facilitators().count() == 1


def test_who_joins_while_being_corrected_stays_joined(club: Club, outi: Member) -> None:
    person = make_member(club, "Yrjö", "Ylä", user=None)
    read_before = Member.objects.get(pk=person.pk)
    join_club(member=person)
    demotion(read_before)()
    person.refresh_from_db()

    assert person.user is not None


def test_of_two_who_merge_the_same_rows_the_second_is_refused(club: Club, outi: Member) -> None:
    one = make_member(club, "Aino", "Aalto")
    other = make_member(club, "Aino", "Aalto", email="aino@example.org", user=None)

    def merge() -> Member:
        kept, double = (
            Member.objects.select_related("club").get(pk=row.pk) for row in (one, other)
        )
        return merge_members(kept=kept, double=double)

    outcomes = at_once(merge, merge)

    assert outcomes[1] == "done"
    assert outcomes[0] in ("ValidationError", "DoesNotExist")
    assert [row.pk for row in club.members.filter(last_name="Aalto")] == [one.pk]
