"""The table of a meeting: who sits where, and who answered what."""

from typing import Any

import pytest
from django.utils import timezone

from clubs.models import Member
from meetings.models import Meeting
from meetings.seats import seats_of
from tests import factories


def test_the_hosts_face_each_other(invited: Meeting, aino: Member) -> None:
    assert [seat.initials for seat in seats_of(invited, aino).seats] == ["LL", "AA", "TT", "PP"]


def test_states_follow_the_answers(
    invited: Meeting, aino: Member, petri: Member, leena: Member
) -> None:
    now = timezone.now()
    invited.invitees.filter(member=aino).update(answer="maybe", answered_at=now)
    invited.invitees.filter(member=leena).update(answer="no", answered_at=now)
    table = seats_of(invited, petri)
    assert [(seat.name, seat.state, seat.is_host, seat.is_me) for seat in table.seats] == [
        ("Leena Lahti", "no", True, False),
        ("Aino Aalto", "maybe", False, False),
        ("Timo Tuuli", "host", True, False),
        ("Petri Pelto", "none", False, True),
    ]
    assert (table.coming, [seat.name for seat in table.none]) == (0, ["Petri Pelto", "Timo Tuuli"])
    assert [host.first_name for host in table.hosts] == ["Leena", "Timo"]


def test_without_hosts_everybody_sits_by_name(invited: Meeting, aino: Member) -> None:
    invited.host_group = None
    assert [seat.initials for seat in seats_of(invited).seats] == ["AA", "LL", "PP", "TT"]


def test_the_legend_follows_the_finnish_alphabet(meeting: Meeting) -> None:
    names = ["Öhman", "Ärmänen", "Åberg", "Zitting"]
    club = meeting.season.club
    people = [factories.make_member(club, "Eeva", name, user=None) for name in names]
    factories.invite(meeting, people)
    last_names = [seat.invitee.member.last_name for seat in seats_of(meeting).none]
    assert last_names == ["Zitting", "Åberg", "Ärmänen", "Öhman"]


@pytest.mark.parametrize("count", [0, 1, 2, 13, 30])
def test_everybody_has_exactly_one_seat(meeting: Meeting, count: int) -> None:
    assert meeting.host_group is not None
    hosts = [place.member for place in meeting.host_group.places.all()]
    people = [*hosts, *factories.make_members(meeting.season.club, count)]
    factories.invite(meeting, people)
    names = [seat.name for seat in seats_of(meeting).seats]
    assert sorted(names) == sorted(member.full_name for member in people)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_stay_the_same(
    meeting: Meeting, count: int, django_assert_num_queries: Any
) -> None:
    factories.invite(meeting, factories.make_members(meeting.season.club, count))
    meeting = Meeting.objects.select_related("host_group").get(pk=meeting.pk)
    with django_assert_num_queries(2):
        table = seats_of(meeting)
        assert [seat.name for seat in table.seats]


def test_once_it_is_noted_who_was_there_the_seats_tell_that(
    invited: Meeting, aino: Member, petri: Member, leena: Member, timo: Member
) -> None:
    now = timezone.now()
    invited.invitees.update(answer="yes", answered_at=now)
    noted = {aino: "present", petri: "absent", leena: "remote", timo: "absent"}
    for member, word in noted.items():
        invited.invitees.filter(member=member).update(attendance=word)
    assert not seats_of(invited).is_noted
    invited.starts_at = now
    table = seats_of(invited)
    assert [(seat.name, seat.state) for seat in table.seats] == [
        ("Leena Lahti", "host"),
        ("Aino Aalto", "yes"),
        ("Timo Tuuli", "no"),
        ("Petri Pelto", "no"),
    ]
    assert (table.is_noted, table.came) == (True, 2)
    assert [seat.name for seat in table.were_absent] == ["Petri Pelto", "Timo Tuuli"]


def test_whom_nobody_noted_stays_open(invited: Meeting, aino: Member) -> None:
    invited.starts_at = timezone.now()
    assert not seats_of(invited).is_noted
    invited.invitees.filter(member=aino).update(attendance="present")
    table = seats_of(invited)
    assert (table.came, len(table.not_noted)) == (1, 3)
    assert [seat.state for seat in table.seats] == ["none", "yes", "none", "none"]
