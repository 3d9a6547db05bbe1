"""The things agreed of a club: /clubs/<club>/agreed/."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clubs.models import Member
from meetings.models import Meeting
from tests import factories

ClientOf = Callable[[Member], Client]


@pytest.fixture
def url(meeting: Meeting) -> str:
    return reverse("meetings:agreed", args=[meeting.season.club_id])


def titles(html: str) -> list[str]:
    return re.findall(r'<p class="title">([^<]+)</p>', html)


def test_open_ones_first_by_due_date(
    meeting: Meeting, url: str, aino: Member, client_of: ClientOf
) -> None:
    now, today = timezone.now(), timezone.localdate()
    factories.make_agreed(meeting, "Ilman päivää")
    factories.make_agreed(meeting, "Myöhemmin", due_on=today + dt.timedelta(days=9))
    factories.make_agreed(meeting, "Pian", aino, due_on=today + dt.timedelta(days=2))
    factories.make_agreed(meeting, "Tehty eilen", state="done", settled_at=now)
    before = now - dt.timedelta(days=3)
    factories.make_agreed(meeting, "Luovuttu", state="dropped", settled_at=before)
    html = client_of(aino).get(url).content.decode()
    assert titles(html) == ["Pian", "Myöhemmin", "Ilman päivää", "Tehty eilen", "Luovuttu"]
    assert "3 avointa" in html


@pytest.mark.parametrize(
    ("who", "buttons"), [("aino", ["Ainon", "Kaikkien"]), ("outi", ["Ainon", "Kaikkien", "Petrin"])]
)
def test_owners_and_facilitators_get_buttons(
    cast: Any, client_of: ClientOf, who: str, buttons: list[str]
) -> None:
    factories.make_agreed(cast.meeting, "Ainon", cast.aino)
    factories.make_agreed(cast.meeting, "Kaikkien", is_for_everybody=True)
    factories.make_agreed(cast.meeting, "Petrin", cast.petri)
    url = reverse("meetings:agreed", args=[cast.club.pk])
    html = client_of(getattr(cast, who)).get(url).content.decode()
    shown = re.findall(r'Merkitse tehdyksi<span class="vh">: (\w+)</span>', html)
    assert shown == buttons


def test_another_clubs_things_stay_there(
    meeting: Meeting, url: str, aino: Member, ulla: Member, client_of: ClientOf
) -> None:
    other = factories.make_meeting(factories.make_season(ulla.club))
    factories.make_agreed(other, "Vieras")
    assert titles(client_of(aino).get(url).content.decode()) == []


def test_an_empty_list_says_what_will_come(url: str, aino: Member, client_of: ClientOf) -> None:
    assert "Avoimia asioita ei ole." in client_of(aino).get(url).content.decode()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_stay_the_same(
    meeting: Meeting,
    url: str,
    aino: Member,
    client_of: ClientOf,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    for number, member in enumerate(factories.make_members(meeting.season.club, count)):
        factories.make_agreed(meeting, f"Asia {number}", member, aino)
    client = client_of(aino)
    with django_assert_num_queries(6):
        client.get(url)
