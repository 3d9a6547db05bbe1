"""Editing a thing agreed: /agreed/<agreed_thing>/edit/."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from clubs.models import Member
from meetings.models import AgreedThing, Meeting
from meetings.services import agree, edit_agreed
from tests import factories

ClientOf = Callable[[Member], Client]


@pytest.fixture
def thing(invited: Meeting, aino: Member) -> AgreedThing:
    return factories.make_agreed(invited, "Kävelykokous", aino)


@pytest.fixture
def url(thing: AgreedThing) -> str:
    return reverse("meetings:agreed-edit", args=[thing.pk])


def test_words_owners_and_date(
    thing: AgreedThing, url: str, aino: Member, petri: Member, client_of: ClientOf
) -> None:
    page = client_of(aino).get(url).content.decode()
    assert "Kävelykokous" in page
    data = {"text": "Kävelykokous tiistaisin", "owners": [str(petri.pk)], "due_on": "13.9.2027"}
    response = client_of(aino).post(url, data)
    assert response["Location"].endswith("/agreed/?done=meetings-saved")
    thing.refresh_from_db()
    assert (thing.text, thing.due_on, list(thing.owners.all())) == (
        "Kävelykokous tiistaisin",
        dt.date(2027, 9, 13),
        [petri],
    )


@pytest.mark.parametrize(
    "data",
    [
        {"text": ""},
        {"text": "x" * 501},
        {"text": "Hyvä", "due_on": "31.2.2027"},
        {"text": "Hyvä", "owners": ["6b0e0b1e-0000-4000-8000-000000000000"]},
    ],
)
def test_bad_input_is_refused_and_kept(
    thing: AgreedThing, url: str, aino: Member, client_of: ClientOf, data: dict[str, object]
) -> None:
    response = client_of(aino).post(url, data)
    assert response.status_code == 400
    assert str(data["text"]) in response.content.decode()
    thing.refresh_from_db()
    assert (thing.text, list(thing.owners.all())) == ("Kävelykokous", [aino])


def test_services_refuse_foreign_owners(meeting: Meeting, thing: AgreedThing, ulla: Member) -> None:
    with pytest.raises(ValidationError):
        agree(meeting=meeting, text="Hyvä", owners=[ulla])
    with pytest.raises(ValidationError):
        edit_agreed(
            agreed_thing=thing, text="Hyvä", owners=[ulla], is_for_everybody=False, due_on=None
        )
    assert list(AgreedThing.objects.values_list("text", flat=True)) == ["Kävelykokous"]
