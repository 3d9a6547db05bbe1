"""The letter in its frame: /meetings/<meeting>/invitation/preview/."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clubs.models import Member
from meetings.models import Meeting
from tests import factories

ClientOf = Callable[[Member], Client]
pytestmark = pytest.mark.usefixtures("aino", "petri")


def url_of(meeting: Meeting, query: str = "") -> str:
    return reverse("meetings:invitation-preview", args=[meeting.pk]) + query


def test_is_inert(invited: Meeting, outi: Member, client_of: ClientOf) -> None:
    factories.make_member(invited.season.club, "Abel", "Aamu", user=None)
    factories.invite(invited, [invited.season.club.members.get(first_name="Abel")])
    factories.make_material(invited)
    html = client_of(outi).get(url_of(invited)).content.decode()
    assert "/a/" not in html
    assert "/join/" not in html
    inside = html.split("<main>")[1].split('class="m" style')[0]
    assert set(re.findall(r'href="([^"]*)"', inside)) == {"#"}


@pytest.mark.parametrize(
    ("language", "words"),
    [("fi", "Osallistun"), ("sv", "Jag deltar"), ("en", "I&#x27;m coming")],
)
def test_speaks_the_chosen_language(
    invited: Meeting, outi: Member, client_of: ClientOf, language: str, words: str
) -> None:
    html = client_of(outi).get(url_of(invited, f"?language={language}")).content.decode()
    assert f'<html lang="{language}">' in html
    assert words in html


def test_an_unknown_language_is_ones_own(
    invited: Meeting, outi: Member, client_of: ClientOf
) -> None:
    html = client_of(outi).get(url_of(invited, "?language=xx")).content.decode()
    assert '<html lang="fi">' in html


def test_runs_no_scripts_and_loads_nothing(
    invited: Meeting, outi: Member, client_of: ClientOf
) -> None:
    response = client_of(outi).get(url_of(invited))
    policy = dict(
        part.strip().partition(" ")[::2]
        for part in response["Content-Security-Policy"].split(";")
        if part.strip()
    )
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == "'unsafe-inline'"
    assert policy["frame-ancestors"] == "'self'"
    assert "sandbox" in policy
    assert {policy[f"{name}-src"] for name in ("script", "connect", "img")} == {"'none'"}
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_has_a_text_part(invited: Meeting, outi: Member, client_of: ClientOf) -> None:
    response = client_of(outi).get(url_of(invited, "?part=text"))
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "Pääsetkö mukaan?" in response.content.decode()


def test_works_before_anybody_is_in_the_club(client_of: ClientOf) -> None:
    club = factories.make_club("Uusi klubi")
    lead = factories.make_facilitator(club, "Vesa", "Vetäjä")
    meeting = factories.make_meeting(factories.make_season(club))
    assert "Hei Vesa" in client_of(lead).get(url_of(meeting)).content.decode()


def test_shows_nobodys_own_answer(invited: Meeting, outi: Member, client_of: ClientOf) -> None:
    invited.invitees.update(answer="yes", answered_at=timezone.now())
    html = client_of(outi).get(url_of(invited)).content.decode()
    assert "Et tarvitse salasanaa." in html
    assert "Vastauksesi" not in html
