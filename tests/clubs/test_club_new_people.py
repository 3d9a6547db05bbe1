"""What would become of the lines pasted for a club that is not there yet."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from clubs.models import Club, Member
from tests.factories import make_user

URL = "/clubs/new/people/"
TEXT = "Aalto Aino <aino.aalto@example.org>\nPuuttuva Osoite"


@pytest.fixture
def opener(db: None) -> User:
    return make_user("Outi", "Oivallus", may_open_clubs=True)


def test_each_line_is_judged_and_nothing_is_saved(
    client_of: Callable[[User], Client], opener: User
) -> None:
    response = client_of(opener).post(
        URL, {"text": f"{TEXT}\n{opener.email}"}, headers={"HX-Request": "true"}
    )
    judgement = response.context["judgement"]

    assert [person.email for person in judgement.people] == ["aino.aalto@example.org"]
    assert [line.raw for line in judgement.wrong] == ["Puuttuva Osoite"]
    assert [line.raw for line in judgement.repeated] == [opener.email]
    assert "HX-Request" in response.headers["Vary"]
    assert "<h1" not in response.content.decode()
    assert (Club.objects.count(), Member.objects.count()) == (0, 0)


def test_without_htmx_the_page_stays_as_it_was_typed(
    client_of: Callable[[User], Client], opener: User
) -> None:
    typed = {"name": "Klubi", "starts_at": "25", "place": "", "text": TEXT}
    response = client_of(opener).post(URL, typed)
    form, people = response.context["form"], response.context["people"]

    assert {name: form[name].value() for name in ("name", "starts_at", "place")} == {
        "name": "Klubi",
        "starts_at": "25",
        "place": "",
    }
    assert people["text"].value() == TEXT
    assert (form.errors, people.errors) == ({}, {})
    assert "aino.aalto@example.org" in response.content.decode()


def test_only_whoever_may_open_clubs_posts_here(
    client_of: Callable[[Member | User], Client], outi: Member, aino: Member, admin: User
) -> None:
    codes = [client_of(one).post(URL, {"text": TEXT}).status_code for one in (outi, aino, admin)]

    assert codes == [403, 403, 200]
    assert client_of(admin).get(URL).status_code == 405
    assert Client().post(URL).status_code == 302
