"""All clubs of a person side by side: what is next in each that they facilitate."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from clubs.models import Member
from meetings.models import Meeting
from outbox.models import State
from tests import factories

ClientOf = Callable[[Member | User], Client]


def rows(client: Client) -> list[str]:
    """The lines of the table, as words."""
    html = client.get("/clubs/").content.decode()
    body = re.search(r"<tbody>(.*?)</tbody>", html, re.S)
    lines = re.findall(r"<tr>(.*?)</tr>", body[1], re.S) if body else []
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", line)).strip() for line in lines]


def test_the_most_urgent_club_is_first(
    client_of: ClientOf, outi: Member, aino: Member, petri: Member, meeting: Meeting
) -> None:
    factories.make_draw(meeting.season, published_at=timezone.now())
    factories.make_agenda_item(meeting, minutes=meeting.length)
    factories.make_material(meeting)
    factories.invite(meeting, [aino, petri])
    factories.make_group(meeting.season, [aino, petri])
    new = factories.make_club("Arviointiklubi")
    factories.make_facilitator(new, user=outi.user)
    assert rows(client_of(outi)) == [
        "Arviointiklubi 0 jäsentä Tapaamista ei ole suunniteltu Lisää jäsenet ja 1 muu tehtävä",
        f"{outi.club} 4 jäsentä {meeting} {day(meeting)} · 21 päivän päästä 0 osallistuu · 2 vastaamatta Kaikki on kunnossa.",
    ]
    factories.make_message(meeting, aino, State.FAILED)
    first = rows(client_of(outi))[0]
    assert first.endswith(f"Kutsu ei mennyt perille: {aino.full_name}")


def day(meeting: Meeting) -> str:
    local = timezone.localtime(meeting.starts_at)
    return f"{('ma', 'ti', 'ke', 'to', 'pe', 'la', 'su')[local.weekday()]} {local.day}.{local.month}.{local.year}"


def test_clubs_where_one_is_a_member_are_listed_too(
    client_of: ClientOf, outi: Member, ulla: Member
) -> None:
    other = ulla.club
    factories.make_member(other, "Outi", "Oivallus", user=outi.user, email="outi.o@example.org")
    html = client_of(outi).get("/clubs/").content.decode()
    assert f'/me/?club={other.pk}">{other}</a>' in html
    assert "Kiireisin ensin." not in html
    assert len(rows(client_of(outi))) == 1


def test_nobody_sees_the_clubs_of_others(
    client_of: ClientOf, outi: Member, zaida: User, client: Client
) -> None:
    html = client_of(zaida).get("/clubs/").content.decode()
    assert "Et ole vielä missään klubissa." in html
    assert outi.club.name not in html
    assert client.get("/clubs/").status_code == 302


def test_the_panel_leads_to_the_other_clubs(
    client_of: ClientOf, outi: Member, other_club: object
) -> None:
    client, path = client_of(outi), f"/clubs/{outi.club_id}/next/"
    chips = re.compile(r'<nav class="chips".*?</nav>', re.S)
    assert not chips.search(client.get(path).content.decode())
    new = factories.make_club("Arviointiklubi")
    factories.make_facilitator(new, user=outi.user)
    found = chips.search(client.get(path).content.decode())
    assert found
    assert re.findall(r'href="([^"]+)"', found[0]) == [path, f"/clubs/{new.pk}/next/", "/clubs/"]


@pytest.mark.parametrize("number", [1, 3, 30])
def test_queries(
    number: int,
    client_of: ClientOf,
    outi: Member,
    invited: Meeting,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for place in range(number):
        club = factories.make_club(f"Klubi {place}")
        factories.make_facilitator(club, user=outi.user)
        season = factories.make_season(club)
        members = factories.make_members(club, 2) if place < 3 else []
        factories.invite(factories.make_meeting(season), members)
    client = client_of(outi)
    with django_assert_num_queries(12):
        assert client.get("/clubs/").status_code == 200
