from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from clubs.models import Member
from meetings.models import Meeting
from tests import factories
from tests.cast import Cast


def url(meeting: Meeting) -> str:
    return f"/meetings/{meeting.pk}/attendance/list/"


def test_everybody_expected_has_a_line_in_finnish_order(
    client_of: Callable[[Member], Client], cast: Cast
) -> None:
    late = factories.make_member(cast.club, "Östen", "Åberg", user=None, unit="Talous")
    factories.make_invitee(cast.meeting, late)
    cast.meeting.invitees.filter(member=cast.petri).update(uninvited_at=cast.meeting.starts_at)
    response = client_of(cast.outi).get(url(cast.meeting))

    assert response.context["people"] == [cast.aino, cast.leena, cast.timo, late]
    assert "Talous" in response.content.decode()


def test_the_host_pair_prints_it_too_and_others_do_not(
    client_of: Callable[[Member | User], Client], cast: Cast
) -> None:
    names = ("outi", "leena", "aino", "eero", "ulla", "zaida", "admin")
    statuses = {
        name: client_of(getattr(cast, name)).get(url(cast.meeting)).status_code for name in names
    }

    assert statuses == {
        "outi": 200, "leena": 200, "aino": 403, "eero": 404, "ulla": 404, "zaida": 404, "admin": 404,
    }  # fmt: skip


@pytest.mark.parametrize("number", [1, 3, 30])
def test_queries_do_not_grow(
    client_of: Callable[[Member], Client],
    outi: Member,
    meeting: Meeting,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for member in factories.make_members(outi.club, number):
        factories.make_invitee(meeting, member)
    client = client_of(outi)

    with django_assert_num_queries(6):
        assert client.get(url(meeting)).status_code == 200
