"""A meeting's overview: /meetings/<meeting>/."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clubs.models import Member
from meetings.models import Invitee, Meeting
from tests import factories

ClientOf = Callable[[Member], Client]


def page(client: Client, meeting: Meeting) -> str:
    response = client.get(reverse("meetings:meeting", args=[meeting.pk]))
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_tells_when_where_and_with_whom(
    invited: Meeting, aino: Member, outi: Member, client_of: ClientOf
) -> None:
    text = page(client_of(aino), invited)
    for words in (
        "Hyvinvointi työssä",
        "1. tapaaminen",
        "klo 9–12 , 21 päivän päästä",
        "Kokoushuone Kaisla",
        "Leena Lahti ja Timo Tuuli",
        "Outi Oivallus",
    ):
        assert words in text, words


def test_start_times_roll(invited: Meeting, aino: Member, client_of: ClientOf) -> None:
    for title, minutes in (("Avaus", 10), ("Tauko", 15), ("Keskustelu", 155)):
        factories.make_agenda_item(invited, title, minutes)
    html = client_of(aino).get(reverse("meetings:meeting", args=[invited.pk])).content.decode()
    assert re.findall(r"<time>([^<]+)</time>", html) == ["9.00–9.10", "9.10–9.25", "9.25–12.00"]


def test_counts_only_the_readers_own_ticks(
    invited: Meeting, aino: Member, petri: Member, client_of: ClientOf
) -> None:
    first = factories.make_material(invited, "Eka", minutes=10)
    second = factories.make_material(invited, "Toka", minutes=8)
    first.read_marks.create(member=aino)
    second.read_marks.create(member=petri)
    first.read_marks.create(member=petri)
    assert "18 min, 1/2 luettu" in page(client_of(aino), invited)
    assert "18 min, 2/2 luettu" in page(client_of(petri), invited)


def test_the_table_shows_who_comes(
    invited: Meeting, aino: Member, petri: Member, client_of: ClientOf
) -> None:
    now = timezone.now()
    invited.invitees.filter(member=aino).update(answer="yes", answered_at=now)
    invited.invitees.filter(member=petri).update(answer="no", answered_at=now)
    text = page(client_of(aino), invited)
    assert "1 osallistuu sinä mukana" in text
    assert "1 ei pääse Petri Pelto" in text
    assert "2 vastaamatta Leena Lahti, Timo Tuuli" in text


def test_what_is_still_open_from_earlier_meetings(
    invited: Meeting, aino: Member, ulla: Member, client_of: ClientOf
) -> None:
    before = factories.make_meeting(invited.season, days=-20)
    after = factories.make_meeting(invited.season, days=50)
    factories.make_agreed(before, "Yhteinen kahvihetki", aino)
    factories.make_agreed(before, "Tehty jo", state="done", settled_at=timezone.now())
    factories.make_agreed(after, "Vasta tulossa")
    other = factories.make_meeting(factories.make_season(ulla.club), days=-20)
    factories.make_agreed(other, "Toisen klubin asia")
    text = page(client_of(aino), invited)
    assert "Yhteinen kahvihetki sinä" in text
    for words in ("Tehty jo", "Vasta tulossa", "Toisen klubin asia"):
        assert words not in text


@pytest.mark.parametrize(
    ("who", "links"),
    [
        ("outi", ["meeting-edit", "agenda", "materials", "invitation"]),
        ("leena", ["meeting-edit", "agenda", "materials"]),
        ("aino", []),
    ],
)
def test_edit_links_follow_the_rights(
    cast: Any, client_of: ClientOf, who: str, links: list[str]
) -> None:
    url = reverse("meetings:meeting", args=[cast.meeting.pk])
    html = client_of(getattr(cast, who)).get(url).content.decode()
    names = ["meeting-edit", "agenda", "materials", "invitation"]
    shown = [
        name
        for name in names
        if f'href="{reverse(f"meetings:{name}", args=[cast.meeting.pk])}"' in html
    ]
    assert shown == links


def test_a_link_shows_the_meeting_but_not_the_others_answers(
    invited: Meeting, aino: Member, petri: Member, link_client: Callable[[Invitee], Client]
) -> None:
    factories.make_agenda_item(invited, "Avaus", 180)
    invited.invitees.filter(member=petri).update(answer="no", answered_at=timezone.now())
    text = page(link_client(invited.invitees.get(member=aino)), invited)
    assert "Avaus" in text
    assert "Petri" not in text
    assert "ei pääse" not in text


def test_a_link_to_another_meeting_opens_nothing(
    invited: Meeting, aino: Member, link_client: Callable[[Invitee], Client]
) -> None:
    other = factories.make_meeting(invited.season, days=50)
    client = link_client(invited.invitees.get(member=aino))
    assert client.get(reverse("meetings:meeting", args=[other.pk])).status_code == 404


def test_without_a_link_one_is_asked_to_sign_in(invited: Meeting) -> None:
    url = reverse("meetings:meeting", args=[invited.pk])
    response = Client().get(url)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={url}")


def test_names_the_readers_own_turn_to_come(
    invited: Meeting, aino: Member, petri: Member, leena: Member, client_of: ClientOf
) -> None:
    pair = factories.make_group(invited.season, [aino, petri])
    factories.make_meeting(invited.season, days=50, title="Etätyö", host_group=pair)
    assert "Sitten on sinun vuorosi Etätyö" in page(client_of(aino), invited)
    assert "parisi: Petri Pelto" in page(client_of(aino), invited)
    assert "Sitten on sinun vuorosi" not in page(client_of(leena), invited)


def test_an_empty_meeting_says_what_will_come(
    meeting: Meeting, aino: Member, client_of: ClientOf
) -> None:
    text = page(client_of(aino), meeting)
    assert "Ohjelma tulee tähän, kun vastuupari on tehnyt sen." in text
    assert "Ennakkomateriaali tulee tähän, kun vastuupari on valinnut sen." in text


def test_after_the_meeting_nothing_is_asked(
    invited: Meeting, aino: Member, client_of: ClientOf, travel: Callable[[dt.datetime], None]
) -> None:
    travel(invited.ends_at + dt.timedelta(hours=1))
    text = page(client_of(aino), invited)
    assert "Et vastannut." in text
    assert "Lisää kalenteriin" not in text


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_stay_the_same(
    invited: Meeting,
    aino: Member,
    client_of: ClientOf,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    before = factories.make_meeting(invited.season, days=-20)
    for number, member in enumerate(factories.make_members(invited.season.club, count)):
        factories.make_invitee(invited, member, "yes")
        factories.make_agenda_item(invited, f"Kohta {number}", 5)
        factories.make_material(invited, f"Artikkeli {number}")
        factories.make_agreed(before, f"Asia {number}", member)
    client = client_of(aino)
    with django_assert_num_queries(16):
        client.get(reverse("meetings:meeting", args=[invited.pk]))
