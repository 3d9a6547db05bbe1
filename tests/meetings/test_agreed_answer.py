"""A reminder's link: GET changes nothing, POST settles. /agreed/answer/<token>/."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clubs.models import Member
from meetings.models import AgreedThing, Meeting
from tests import factories

TEXT = "Kokeillaan kävelykokouksia"


@pytest.fixture
def thing(invited: Meeting, aino: Member) -> AgreedThing:
    """Aino's, due in three days."""
    due = timezone.localdate() + dt.timedelta(days=3)
    return factories.make_agreed(invited, TEXT, aino, due_on=due)


def url(thing: AgreedThing, query: str = "") -> str:
    return reverse("meetings:agreed-answer", args=[factories.agreed_token(thing)]) + query


def typed(day: dt.date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


def test_reading_changes_nothing_and_chooses_what_was_tapped(thing: AgreedThing) -> None:
    client = Client()
    for _time in range(3):
        html = client.get(url(thing, "?state=open")).content.decode()
    assert TEXT in html
    assert "Hei Aino" in html
    assert 'value="open" checked' in html.replace('id="id_state_1" ', "")
    thing.refresh_from_db()
    assert thing.state == "open"
    assert client.head(url(thing, "?state=done")).status_code == 200


def test_done(thing: AgreedThing) -> None:
    for _twice in range(2):
        response = Client().post(url(thing), {"state": "done"})
        assert response["Location"].endswith("?done=agreed-answered")
    thing.refresh_from_db()
    assert thing.state == "done"
    assert thing.settled_at is not None


def test_goes_on_until_another_date(thing: AgreedThing) -> None:
    later = timezone.localdate() + dt.timedelta(days=30)
    assert Client().post(url(thing), {"state": "open", "due_on": typed(later)}).status_code == 303
    thing.refresh_from_db()
    assert (thing.state, thing.due_on) == ("open", later)


def test_goes_on_as_it_is(thing: AgreedThing) -> None:
    due_on = thing.due_on
    assert Client().post(url(thing), {"state": "open"}).status_code == 303
    thing.refresh_from_db()
    assert (thing.state, thing.due_on) == ("open", due_on)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Valitse"),
        ({"state": "dropped"}, "Valitse"),
        ({"state": "open", "due_on": "1.1.2020"}, "Tämä päivä on mennyt. Valitse myöhempi."),
        ({"state": "open", "due_on": "huomenna"}, "Kirjoita päivä muodossa 13.9.2022."),
    ],
)
def test_nonsense_is_refused_and_kept(thing: AgreedThing, data: dict[str, str], words: str) -> None:
    response = Client().post(url(thing), data)
    html = response.content.decode()
    assert response.status_code == 400
    assert words in html
    assert data.get("due_on", "") in html
    thing.refresh_from_db()
    assert thing.state == "open"


def test_the_link_ends_with_the_charge(thing: AgreedThing, aino: Member) -> None:
    path = url(thing)
    thing.owner_rows.all().delete()
    assert Client().get(path).status_code == 404


def test_the_link_ends_with_the_membership(thing: AgreedThing, aino: Member) -> None:
    Member.objects.filter(pk=aino.pk).update(left_at=timezone.now())
    assert Client().get(url(thing)).status_code == 404
    assert Client().post(url(thing), {"state": "done"}).status_code == 404


@pytest.mark.parametrize("token", ["nonsense", "a:b:c", "0" * 32 + "-0:x:y"])
def test_a_mistyped_link_is_told_plainly(db: None, token: str) -> None:
    response = Client().get(reverse("meetings:agreed-answer", args=[token]))
    assert response.status_code == 404
    assert "Tämä linkki ei toimi" in response.content.decode()


def test_another_links_token_is_no_key(thing: AgreedThing, invited: Meeting, aino: Member) -> None:
    token = factories.answer_token(invited.invitees.get(member=aino))
    assert Client().get(reverse("meetings:agreed-answer", args=[token])).status_code == 404


def test_the_address_is_kept_private(thing: AgreedThing) -> None:
    response = Client().get(url(thing))
    assert response["Referrer-Policy"] == "no-referrer, same-origin"
    assert "noindex" in response["X-Robots-Tag"]


def test_it_speaks_the_letters_language(
    thing: AgreedThing, aino: Member, client_of: Callable[[Member], Client]
) -> None:
    assert aino.user is not None
    aino.user.language = "sv"
    aino.user.save()
    assert "Hur går det?" in Client().get(url(thing)).content.decode()
