"""One's own tick: POST /materials/<material>/read/."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from clubs.models import Member
from meetings.models import Invitee, Material, Meeting
from tests import factories

ClientOf = Callable[[Member], Client]


@pytest.fixture
def material(invited: Meeting) -> Material:
    return factories.make_material(invited)


def url_of(material: Material) -> str:
    return reverse("meetings:material-read", args=[material.pk])


def test_sets_and_takes_away_ones_own_tick(
    material: Material, aino: Member, petri: Member, client_of: ClientOf
) -> None:
    material.read_marks.create(member=petri)
    client = client_of(aino)
    for _twice in range(2):
        assert client.post(url_of(material), {"is_read": "1"}).status_code == 303
    assert set(material.read_marks.values_list("member", flat=True)) == {aino.pk, petri.pk}
    client.post(url_of(material), {"is_read": ""})
    assert set(material.read_marks.values_list("member", flat=True)) == {petri.pk}


def test_with_htmx_the_row_comes_back(
    material: Material, aino: Member, client_of: ClientOf
) -> None:
    response = client_of(aino).post(
        url_of(material), {"is_read": "1"}, headers={"HX-Request": "true"}
    )
    html = response.content.decode()
    assert response.status_code == 200
    assert html.strip().startswith("<li")
    assert 'aria-pressed="true"' in html


def test_with_htmx_the_whole_list_comes_back_with_its_count(
    material: Material, aino: Member, client_of: ClientOf
) -> None:
    factories.make_material(material.meeting, "Toinen", minutes=8)
    response = client_of(aino).post(
        url_of(material), {"is_read": "1", "whole": "1"}, headers={"HX-Request": "true"}
    )
    html = response.content.decode()
    assert "18 min, 1/2 luettu" in html
    assert html.count("<li") == 2
    assert html.count("hx-swap-oob") == 1


def test_works_for_those_who_came_by_a_link(
    material: Material, aino: Member, link_client: Callable[[Invitee], Client]
) -> None:
    client = link_client(material.meeting.invitees.get(member=aino))
    assert client.post(url_of(material), {"is_read": "1"}).status_code == 303
    assert material.read_marks.get().member == aino


def test_is_foreign_to_another_club(material: Material, ulla: Member, client_of: ClientOf) -> None:
    assert client_of(ulla).post(url_of(material), {"is_read": "1"}).status_code == 404
    assert material.read_marks.count() == 0
