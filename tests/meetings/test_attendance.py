"""Who was there: /meetings/<meeting>/attendance/."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clubs.models import Member
from meetings.models import Meeting
from meetings.services import record_attendance
from meetings.services.attendance import people_without_seat
from tests import factories

ClientOf = Callable[[Member], Client]


@pytest.fixture
def url(invited: Meeting) -> str:
    return reverse("meetings:attendance", args=[invited.pk])


def chosen(html: str) -> list[str]:
    inputs = re.findall(r"<input[^>]*type=\"radio\"[^>]*>", html)
    return [re.findall(r'value="(\w+)"', one)[0] for one in inputs if "checked" in one]


def test_whoever_said_yes_is_preset(
    invited: Meeting, url: str, outi: Member, aino: Member, petri: Member, client_of: ClientOf
) -> None:
    now = timezone.now()
    invited.invitees.filter(member=aino).update(answer="yes", answered_at=now)
    invited.invitees.filter(member=petri).update(answer="no", answered_at=now)
    assert chosen(client_of(outi).get(url).content.decode()) == ["present", "absent"]
    assert set(invited.invitees.values_list("attendance", flat=True)) == {""}


def test_is_saved_and_shown(
    invited: Meeting, url: str, outi: Member, aino: Member, petri: Member, client_of: ClientOf
) -> None:
    seats = {seat.member: f"seat-{seat.pk}" for seat in invited.invitees.all()}
    data = {seats[aino]: "present", seats[petri]: "remote"}
    response = client_of(outi).post(url, data)
    assert response.status_code == 303
    attendance = dict(invited.invitees.values_list("member__first_name", "attendance"))
    assert attendance == {"Aino": "present", "Petri": "remote", "Leena": "", "Timo": ""}
    assert chosen(client_of(outi).get(url).content.decode()) == ["present", "remote"]


def test_nonsense_is_refused(invited: Meeting, url: str, outi: Member, client_of: ClientOf) -> None:
    seat = invited.invitees.all()[0]
    response = client_of(outi).post(url, {f"seat-{seat.pk}": "asleep"})
    assert response.status_code == 400
    seat.refresh_from_db()
    assert seat.attendance == ""


def test_the_service_refuses_foreign_people_and_changes_nothing(invited: Meeting) -> None:
    seat = invited.invitees.all()[0]
    for attendance in ({seat.pk: "present", uuid.uuid4(): "present"}, {seat.pk: "asleep"}):
        with pytest.raises(ValidationError):
            record_attendance(meeting=invited, attendance=attendance)
    assert set(invited.invitees.values_list("attendance", flat=True)) == {""}


def test_counts_what_changed(invited: Meeting) -> None:
    attendance = {seat.pk: "present" for seat in invited.invitees.all()}
    assert record_attendance(meeting=invited, attendance=attendance) == 4
    assert record_attendance(meeting=invited, attendance=attendance) == 0


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_stay_the_same(
    invited: Meeting,
    url: str,
    outi: Member,
    client_of: ClientOf,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    for member in factories.make_members(invited.season.club, count):
        factories.make_invitee(invited, member)
    client = client_of(outi)
    with django_assert_num_queries(6):
        client.get(url)


@pytest.fixture
def begun(invited: Meeting) -> Meeting:
    invited.starts_at = timezone.now()
    invited.save()
    return invited


def test_whoever_walked_in_is_added_to_the_list(
    begun: Meeting, url: str, outi: Member, aino: Member, client_of: ClientOf
) -> None:
    late, away = factories.make_members(begun.season.club, 2)
    client = client_of(outi)
    page = client.get(url).content.decode()
    assert "Ei kutsuttujen listalla" in page
    assert f'name="other-{late.pk}"' in page
    assert f'name="other-{outi.pk}"' in page
    assert "(vetäjä)" in page
    data = {f"other-{late.pk}": "present", f"other-{away.pk}": "absent", f"other-{outi.pk}": ""}
    assert client.post(url, data).status_code == 303
    assert begun.invitees.get(member=late).attendance == "present"
    assert begun.invitees.count() == 5
    page = client.get(reverse("meetings:participants", args=[begun.pk])).content.decode()
    assert "1/5 paikalla" in page


def test_whoever_was_let_off_and_came_all_the_same_has_the_seat_again(
    begun: Meeting, aino: Member
) -> None:
    begun.invitees.filter(member=aino).update(uninvited_at=timezone.now())
    assert aino in people_without_seat(begun)
    record_attendance(meeting=begun, attendance={}, walked_in={aino.pk: "present"})
    assert begun.invitees.seated().get(member=aino).attendance == "present"


def test_before_the_meeting_nobody_walks_in(
    invited: Meeting, url: str, outi: Member, client_of: ClientOf
) -> None:
    (late,) = factories.make_members(invited.season.club, 1)
    client = client_of(outi)
    assert "Ei kutsuttujen listalla" not in client.get(url).content.decode()
    client.post(url, {f"other-{late.pk}": "present"})
    assert not invited.invitees.filter(member=late).exists()


def test_only_people_of_the_club_walk_in(begun: Meeting, ulla: Member, eero: Member) -> None:
    for stranger in (ulla, eero):
        with pytest.raises(ValidationError):
            record_attendance(meeting=begun, attendance={}, walked_in={stranger.pk: "present"})
    assert begun.invitees.count() == 4
