"""A club's letters: GET and POST /clubs/<club>/letters/, and letting a season's letters leave."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from audit.models import Entry
from clubs.models import Member, Season
from meetings.timings import LINES

ClientOf = Callable[[Member], Client]


def url(outi: Member) -> str:
    return reverse("meetings:letter-timings", args=[outi.club_id])


def usual(**changes: str) -> dict[str, str]:
    """The form as the page has it, with changes; an empty value takes a tick away."""
    data = {f"{line.name}_number": str(line.number) for line in LINES}
    data |= {f"{line.name}_is_on": "on" for line in LINES}
    return {name: value for name, value in (data | changes).items() if value}


def stored(outi: Member) -> object:
    outi.club.refresh_from_db()
    return outi.club.letter_timings


def test_shows_each_line_with_its_usual_number(client_of: ClientOf, outi: Member) -> None:
    html = client_of(outi).get(url(outi)).content.decode()
    shown = dict(re.findall(r'name="(\w+)_number" value="(\d+)"', html))
    assert shown == {line.name: str(line.number) for line in LINES}
    assert len(re.findall(r'<input type="checkbox"[^>]* checked', html)) == len(LINES)
    assert 'name="usual"' not in html


def test_saves_what_differs_and_nothing_else(client_of: ClientOf, outi: Member) -> None:
    client = client_of(outi)
    response = client.post(url(outi), usual(remind7_number="6", soon_is_on=""))
    assert response["Location"] == f"{url(outi)}?done=timings-saved"
    assert stored(outi) == {"remind7": {"days": 6}, "soon": {"is_on": False}}
    html = client.get(url(outi)).content.decode()
    assert re.search(r'name="remind7_number" value="6"', html)
    assert Entry.objects.filter(action="letters.timings").count() == 1
    assert client.post(url(outi), {"usual": "1"}).status_code == 303
    assert stored(outi) == {}


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("remind7_number", "kuusi", "Kirjoita luku numeroina."),
        ("remind7_number", "", "Kirjoita luku tai poista valinta."),
        ("remind7_number", "400", "Kirjoita luku väliltä 1–30."),
        ("remind7_number", "-3", "Kirjoita luku väliltä 1–30."),
        ("remind7_number", "9" * 5000, "Kirjoita luku"),
        ("invite_number", "14", "Kirjoita vähintään 15"),
        ("feedback_number", "0", "Kirjoita luku väliltä 1–72."),
    ],
)
def test_says_what_cannot_be_and_keeps_what_was_typed(
    client_of: ClientOf, outi: Member, field: str, typed: str, words: str
) -> None:
    response = client_of(outi).post(url(outi), {**usual(), field: typed})
    html = response.content.decode()
    assert response.status_code == 400
    assert re.search(rf'name="{field}"[^>]*value="{typed}"', html) or not typed
    assert words in html
    assert stored(outi) == {}


def test_the_order_is_told_at_the_line_that_must_move(client_of: ClientOf, outi: Member) -> None:
    html = client_of(outi).post(url(outi), usual(remind7_number="14")).content.decode()
    assert "Kirjoita vähintään 15" in html
    assert 'href="#id_remind14_number"' in html
    assert "Toinen muistutus" in html


def test_a_line_that_is_off_is_not_judged(client_of: ClientOf, outi: Member) -> None:
    data = usual(remind7_number="999", remind7_is_on="")
    assert client_of(outi).post(url(outi), data).status_code == 303
    assert stored(outi) == {"remind7": {"is_on": False}}


def test_a_season_starts_without_an_invitation(
    client_of: ClientOf, outi: Member, season: Season
) -> None:
    client = client_of(outi)
    start = reverse("meetings:letters-start", args=[season.pk])
    assert start in client.get(url(outi)).content.decode()
    for _twice in range(2):
        assert client.post(start)["Location"] == f"{url(outi)}?done=letters-started"
    season.refresh_from_db()
    assert season.announced_at
    assert start not in client.get(url(outi)).content.decode()
    assert Entry.objects.filter(action="letters.started").count() == 1


def test_only_facilitators(client_of: ClientOf, outi: Member, aino: Member, ulla: Member) -> None:
    assert client_of(aino).get(url(outi)).status_code == 403
    assert client_of(ulla).post(url(outi), usual()).status_code == 404


def test_is_linked_from_the_outbox_and_the_club(client_of: ClientOf, outi: Member) -> None:
    client = client_of(outi)
    for path in (f"/clubs/{outi.club_id}/mail/", f"/clubs/{outi.club_id}/edit/"):
        assert url(outi) in client.get(path).content.decode()


def test_queries(
    client_of: ClientOf,
    outi: Member,
    season: Season,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_of(outi)
    with django_assert_num_queries(6):
        client.get(url(outi))
