"""/meetings/<meeting>/feedback/: where a meeting's feedback stands, and what came of it."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from clubs.models import Club, Member, Season
from feedback.models import ScaleAnswer, Survey, TextAnswer
from feedback.services import tell_changes
from meetings.models import Invitee, Meeting
from tests import factories
from tests.feedback.cases import answer, close, held_meeting, open_survey, published_survey

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Member | User], Client]
WAITING = "Tulokset näkyvät, kun palaute on sulkeutunut ja vastauksia on vähintään 5."


@pytest.fixture
def people(aino: Member, petri: Member, club: Club) -> list[Member]:
    return [aino, petri, *factories.make_members(club, 6)]


def page_of(client: Client, meeting: Meeting) -> str:
    response = client.get(reverse("feedback:results", args=[meeting.pk]))
    assert response.status_code == 200
    return response.content.decode()


def meeting_of(survey: Survey) -> Meeting:
    assert survey.meeting is not None
    return survey.meeting


def test_before_the_meeting_it_says_when_it_opens(
    client_of: ClientOf, invited: Meeting, aino: Member, outi: Member
) -> None:
    member, facilitator = (page_of(client_of(one), invited) for one in (aino, outi))
    assert "Palaute avautuu, kun tapaaminen alkaa" in member
    assert "Muokkaa kysymyksiä" not in member
    assert "Muokkaa kysymyksiä" in facilitator
    assert "Avaa palaute nyt" not in facilitator


def test_on_the_day_the_facilitator_may_open_it(
    client_of: ClientOf, season: Season, outi: Member, aino: Member
) -> None:
    meeting = factories.make_meeting(season, starts_at=timezone.now())
    assert "Avaa palaute nyt" in page_of(client_of(outi), meeting)
    assert "Avaa palaute nyt" not in page_of(client_of(aino), meeting)


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (1, "Tapaaminen on alkanut. Palautetta ei ole vielä avattu."),
        (5, "Tapaaminen on alkanut. Palautetta ei ole vielä avattu."),
        (24 * 9, "Tästä tapaamisesta ei kerätty palautetta."),
    ],
)
def test_without_the_tick_it_does_not_promise_to_open(
    client_of: ClientOf, season: Season, aino: Member, hours: int, words: str
) -> None:
    begun = timezone.now() - dt.timedelta(hours=hours)
    page = page_of(client_of(aino), factories.make_meeting(season, starts_at=begun))
    assert words in page
    assert "avautuu" not in page


def test_what_was_not_asked_in_time_is_offered_no_more(
    client_of: ClientOf, season: Season, outi: Member
) -> None:
    page = page_of(client_of(outi), factories.make_meeting(season, days=-9))
    assert "Avaa palaute nyt" not in page
    assert "kysymyksiä" not in page


def test_while_open_a_member_finds_the_own_form(
    client_of: ClientOf, season: Season, people: list[Member]
) -> None:
    survey = open_survey(held_meeting(season, people))
    client = client_of(people[0])
    page = page_of(client, meeting_of(survey))
    assert WAITING in page
    found = re.search(r'href="(/f/[^"]+)"', page)
    assert found is not None
    assert client.get(found[1]).status_code == 200
    assert "0/8" not in page
    survey.invitees.filter(member=people[0]).update(has_answered=True)
    page = page_of(client, meeting_of(survey))
    assert "Olet antanut palautteesi." in page
    assert "/f/" not in page


def test_while_open_the_facilitator_sees_how_many_have_answered_and_nothing_else(
    client_of: ClientOf, season: Season, people: list[Member], outi: Member
) -> None:
    survey = open_survey(held_meeting(season, people))
    answer(survey, 6, value=2, text="Salainen ajatus")
    page = page_of(client_of(outi), meeting_of(survey))
    assert WAITING in page
    assert "6/8 on vastannut" in page
    assert "Salainen ajatus" not in page
    assert '<svg class="chart' not in page
    assert not any(member.full_name in page for member in people)


def test_whoever_was_absent_is_not_counted(
    client_of: ClientOf, season: Season, people: list[Member], outi: Member
) -> None:
    survey = open_survey(held_meeting(season, people))
    Invitee.objects.filter(member=people[7]).update(attendance="absent")
    assert "0/7 on vastannut" in page_of(client_of(outi), meeting_of(survey))


@pytest.mark.parametrize(("answers", "is_shown"), [(4, False), (5, True)])
def test_results_show_from_five_answers_on(
    client_of: ClientOf,
    season: Season,
    people: list[Member],
    outi: Member,
    answers: int,
    is_shown: bool,
) -> None:
    survey = open_survey(held_meeting(season, people))
    answer(survey, answers, text="Oikea ajatus")
    close(survey)
    for one in (outi, people[0]):
        page = page_of(client_of(one), meeting_of(survey))
        assert ("Oikea ajatus" in page) is is_shown
        assert ("Vastauksia tuli alle 5, joten tuloksia ei näytetä." in page) is not is_shown
        assert ('<svg class="chart"' in page) is is_shown


def test_closed_by_the_clock_but_not_by_the_tick_shows_nothing(
    client_of: ClientOf, season: Season, people: list[Member], outi: Member
) -> None:
    survey = open_survey(held_meeting(season, people, days=-9))
    answer(survey, 8, text="Vielä järjestyksessä")
    page = page_of(client_of(outi), meeting_of(survey))
    assert WAITING in page
    assert "Vielä järjestyksessä" not in page


def test_figures_stand_in_a_picture_and_in_a_table(
    client_of: ClientOf, club: Club, season: Season, people: list[Member]
) -> None:
    published_survey(club, season, people, days=-50, value=3)
    survey = open_survey(held_meeting(season, people, days=-20))
    answer(survey, 5, value=4)
    answer(survey, 3, value=5)
    close(survey)
    page = page_of(client_of(people[0]), meeting_of(survey))
    assert "8/8 paikalla ollutta vastasi" in page
    assert page.count("4,4<small> / 5</small>") == 3
    assert page.count("+1,4 edellisestä") == 3
    assert page.count("Vastausten määrä: 1: 0, 2: 0, 3: 0, 4: 5, 5: 3") == 3
    assert page.count('<tr><th scope="row">4</th><td class="num">5</td></tr>') == 3
    assert page.count('<td class="num">3,0</td><td class="num">4,4</td>') == 3
    assert not re.search(r'(?:x|y|d|height|width|transform|viewBox)="[^"]*\d,\d', page)


def test_texts_show_without_the_order_of_writing(
    client_of: ClientOf, season: Season, people: list[Member]
) -> None:
    texts = [f"Ajatus {number}" for number in range(5)]
    orders = []
    for written in (texts, texts[::-1]):
        survey = open_survey(held_meeting(season, people, days=-20))
        for text in written:
            answer(survey, 1, text=text)
        close(survey)
        page = page_of(client_of(people[0]), meeting_of(survey))
        orders.append(re.findall(r'class="quote">(Ajatus \d)<', page))
        survey.delete()
    assert sorted(orders[0]) == sorted(texts * 2)
    assert orders[0] == orders[1]


def test_results_that_are_not_shared_are_the_facilitators(
    client_of: ClientOf, club: Club, season: Season, people: list[Member], outi: Member
) -> None:
    survey = published_survey(club, season, people, text="Oikea ajatus")
    tell_changes(survey=survey, text="Aloitamme ajoissa.", is_shared=False)
    member, facilitator = (page_of(client_of(one), meeting_of(survey)) for one in (people[0], outi))
    assert "Vetäjä ei ole jakanut" in member
    assert "Oikea ajatus" not in member
    assert "Aloitamme ajoissa." in member
    assert "Oikea ajatus" in facilitator


def test_what_was_changed_stands_above_the_results(
    client_of: ClientOf, club: Club, season: Season, people: list[Member]
) -> None:
    survey = published_survey(club, season, people)
    tell_changes(survey=survey, text="Alustus on 15 minuuttia.", is_shared=True)
    page = page_of(client_of(people[0]), meeting_of(survey))
    assert page.index("Alustus on 15 minuuttia.") < page.index("Väitteet")
    assert "Kerro, mitä muutitte" not in page


def test_a_device_with_a_letters_link_is_asked_to_sign_in(
    link_client: Callable[[Invitee], Client], season: Season, people: list[Member]
) -> None:
    meeting = meeting_of(open_survey(held_meeting(season, people)))
    url = reverse("feedback:results", args=[meeting.pk])
    response = link_client(meeting.invitees.get(member=people[0])).get(url)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={url}")


def test_a_meeting_that_was_called_off_has_no_feedback(
    client_of: ClientOf, season: Season, people: list[Member]
) -> None:
    survey = open_survey(held_meeting(season, people))
    meeting = meeting_of(survey)
    meeting.cancelled_at = timezone.now()
    meeting.save()
    page = page_of(client_of(people[0]), meeting)
    assert "Tapaaminen peruttiin" in page
    assert "/f/" not in page


def test_outsiders_do_not_learn_of_it(
    client: Client, client_of: ClientOf, invited: Meeting, ulla: Member, zaida: User, eero: Member
) -> None:
    url = reverse("feedback:results", args=[invited.pk])
    assert [client_of(one).get(url).status_code for one in (ulla, zaida, eero)] == [404, 404, 404]
    assert client.get(url)["Location"].startswith("/accounts/login/")
    assert client_of(ulla).post(url).status_code == 405


def test_reading_writes_nothing(
    client_of: ClientOf, season: Season, people: list[Member], outi: Member
) -> None:
    meeting = held_meeting(season, people, days=-1)
    page_of(client_of(outi), meeting)
    page_of(client_of(people[0]), meeting)
    assert (Survey.objects.count(), ScaleAnswer.objects.count(), TextAnswer.objects.count()) == (
        0,
        0,
        0,
    )


@pytest.mark.parametrize("size", [5, 30])
@pytest.mark.parametrize("meetings", [1, 4, 6])
def test_queries_grow_neither_with_the_people_nor_with_the_meetings(
    client_of: ClientOf, club: Club, season: Season, outi: Member, size: int, meetings: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    members = factories.make_members(club, size)
    for number in range(meetings):
        survey = published_survey(club, season, members, days=-100 + 10 * number, text="Ajatus")
    client = client_of(outi)
    with django_assert_num_queries(10):
        page_of(client, meeting_of(survey))


@pytest.mark.parametrize("size", [1, 3, 30])
def test_queries_while_it_is_open(
    client_of: ClientOf,
    season: Season,
    outi: Member,
    size: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    survey = open_survey(held_meeting(season, factories.make_members(season.club, size)))
    client = client_of(outi)
    with django_assert_num_queries(8):
        page_of(client, meeting_of(survey))


def test_the_day_is_told_in_the_readers_language(
    client_of: ClientOf,
    season: Season,
    people: list[Member],
    travel: Callable[[dt.datetime], None],
) -> None:
    travel(dt.datetime(2022, 12, 17, 9, tzinfo=dt.UTC))
    survey = open_survey(held_meeting(season, people))
    user = people[0].user
    assert user is not None
    for language, words in (
        ("fi", "pe 23.12.2022"),
        ("sv", "fr 23.12.2022"),
        ("en", "Fri 23 Dec 2022"),
    ):
        user.language = language
        user.save()
        assert words in page_of(client_of(people[0]), meeting_of(survey))
