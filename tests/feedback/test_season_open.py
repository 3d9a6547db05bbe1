"""/seasons/<season>/feedback/open/: asking for feedback on a season."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from clubs.models import Club, Member, Season
from feedback.cadence import closing_on
from feedback.models import Survey
from meetings.models import Meeting
from outbox.models import Message
from tests import factories
from tests.feedback.cases import held_meeting

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Member | User], Client]


@pytest.fixture(autouse=True)
def over(season: Season) -> Meeting:
    """The season's first meeting is over, so that there is something to ask about."""
    return held_meeting(season, [])


def url_of(season: Season) -> str:
    return reverse("feedback:season-open", args=[season.pk])


def filled(day: dt.date, **changes: str) -> dict[str, str]:
    rows = {
        "text_0": "Jatketaanko?",
        "kind_0": "choice",
        "text_1": "Tunnemme toisemme paremmin kuin kauden alussa.",
        "kind_1": "scale",
    }
    return {**rows, "closes_on": f"{day.day}.{day.month}.{day.year}", **changes}


def later() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=10)


def test_it_proposes_the_questions_with_the_aims_of_the_club(
    client_of: ClientOf, club: Club, season: Season, outi: Member
) -> None:
    factories.make_aim(club, "Tulen kuulluksi.")
    factories.make_members(club, 14)
    page = client_of(outi).get(url_of(season)).content.decode()
    for words in (
        "Klubin tavoite toteutui: Tulen kuulluksi.",
        "Jatketaanko?",
        "Mikä teema ensi kaudelle?",
        "Lähetä 14 jäsenelle",
    ):
        assert words in page
    assert Survey.objects.count() == 0


def test_it_opens_and_writes_the_letters(
    client_of: ClientOf, season: Season, outi: Member, aino: Member
) -> None:
    response = client_of(outi).post(url_of(season), filled(later()))
    assert response.status_code == 303
    assert response["Location"] == f"/seasons/{season.pk}/feedback/?done=feedback-asked"
    survey = Survey.objects.get(season=season)
    assert survey.closes_at == closing_on(later())
    assert list(survey.questions.values_list("code", flat=True)) == ["go_on", "know"]
    letter = Message.objects.get()
    assert (letter.to_email, letter.subject) == (
        aino.email,
        "Miten kausi meni? Kahden minuutin palaute",
    )


def test_the_same_twice_writes_once(
    client_of: ClientOf, season: Season, outi: Member, aino: Member
) -> None:
    client = client_of(outi)
    client.post(url_of(season), filled(later()))
    response = client.post(url_of(season), filled(later()))
    assert (response.status_code, response["Location"]) == (302, f"/seasons/{season.pk}/feedback/")
    assert (Survey.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"closes_on": "1.1.2020"}, "Valitse päivä, joka on tämän päivän jälkeen."),
        ({"closes_on": "huomenna"}, "Kirjoita päivä muodossa 13.9.2022."),
        ({"closes_on": ""}, "closes_on_error"),
        ({"text_0": "", "text_1": ""}, "Kirjoita ainakin yksi kysymys."),
    ],
)
def test_what_is_wrong_is_told_at_the_field(
    client_of: ClientOf, season: Season, outi: Member, changes: dict[str, str], words: str
) -> None:
    response = client_of(outi).post(url_of(season), filled(later(), **changes))
    assert response.status_code == 400
    assert words in response.content.decode()
    assert Survey.objects.count() == 0


def test_it_is_for_facilitators(
    client_of: ClientOf, season: Season, aino: Member, ulla: Member
) -> None:
    for one, status in ((aino, 403), (ulla, 404)):
        client = client_of(one)
        assert [
            client.get(url_of(season)).status_code,
            client.post(url_of(season)).status_code,
        ] == [status, status]
    assert Survey.objects.count() == 0


def test_more_letters_than_one_sending_may_have_are_refused_with_the_number(
    client_of: ClientOf,
    club: Club,
    season: Season,
    outi: Member,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("outbox.services.writing.LETTERS_MAX", 3)
    factories.make_members(club, 4)
    response = client_of(outi).post(url_of(season), filled(later(), text_0="Jatkammeko?"))
    page = response.content.decode()
    assert response.status_code == 400
    assert "enintään 3" in page
    assert "Jatkammeko?" in page
    assert (Survey.objects.count(), Message.objects.count()) == (0, 0)


@pytest.mark.parametrize("when", ["running", "cancelled"])
def test_before_a_meeting_is_over_the_page_says_why_not(
    client_of: ClientOf, season: Season, outi: Member, over: Meeting, when: str
) -> None:
    if when == "running":
        over.starts_at = timezone.now() - dt.timedelta(hours=1)
    else:
        over.cancelled_at = timezone.now()
    over.save()
    client = client_of(outi)
    for response in (
        client.get(url_of(season), follow=True),
        client.post(url_of(season), filled(later()), follow=True),
    ):
        page = response.content.decode()
        assert "Kausipalautteen voi pyytää, kun kauden ensimmäinen tapaaminen on ohi." in page
        assert "Pyydä kausipalaute" not in page
    assert Survey.objects.count() == 0
