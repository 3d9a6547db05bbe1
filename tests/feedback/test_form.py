"""/f/<token>/: the form that a letter opens, without signing in."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from clubs.models import Club, Member, Season
from feedback.models import ScaleAnswer, Survey, SurveyInvitee, TextAnswer
from feedback.services import open_season_survey
from meetings.models import Invitee
from tests import factories
from tests.feedback.cases import answer, close, held_meeting, open_survey

pytestmark = pytest.mark.django_db
FILLED = {"q0": "5", "q1": "4", "q2": "3", "q3": "Luotsin vartti kokeiluun.", "q4": ""}


@pytest.fixture
def survey(season: Season, aino: Member, petri: Member, leena: Member, timo: Member) -> Survey:
    fifth = factories.make_members(season.club, 1)
    meeting = held_meeting(season, [aino, petri, leena, timo, *fifth], title="Luotsimalli")
    return open_survey(meeting)


@pytest.fixture
def own(survey: Survey, aino: Member) -> SurveyInvitee:
    return survey.invitees.get(member=aino)


def address(invitee: SurveyInvitee) -> str:
    return reverse("feedback:form", args=[factories.feedback_token(invitee)])


def test_the_form_asks_five_things_of_somebody_who_is_not_signed_in(
    client: Client, own: SurveyInvitee
) -> None:
    response = client.get(address(own))
    page = response.content.decode()
    assert response.status_code == 200
    assert "<title>Miten meni? – Vertaisklubi</title>" in page
    assert page.count('type="radio"') == 15
    assert page.count("<textarea") == 2
    assert page.count("(vapaaehtoinen)") == 2
    assert page.count("Älä kirjoita nimiä tai terveystietoja.") == 2
    assert "Vastaat nimettömänä." in page


def test_reading_it_writes_nothing(client: Client, own: SurveyInvitee) -> None:
    for method in (client.get, client.head):
        method(f"{address(own)}?useful=5")
    own.refresh_from_db()
    assert (own.has_answered, ScaleAnswer.objects.count(), dict(client.session)) == (False, 0, {})


def test_nobody_else_learns_the_address(client: Client, own: SurveyInvitee) -> None:
    response = client.get(address(own))
    assert response["Referrer-Policy"] == "no-referrer, same-origin"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]


def test_a_letters_link_only_chooses_beforehand(client: Client, own: SurveyInvitee) -> None:
    page = client.get(f"{address(own)}?useful=4").content.decode()
    checked = [tag for tag in page.split("<input") if "checked" in tag.split(">")[0]]
    assert len(checked) == 1
    assert 'name="q0"' in checked[0]
    assert 'value="4"' in checked[0]
    assert "checked" not in client.get(f"{address(own)}?useful=9").content.decode()


def test_feedback_is_saved_and_thanked_for(client: Client, own: SurveyInvitee) -> None:
    link = address(own)
    response = client.post(link, FILLED)
    assert (response.status_code, response["Location"]) == (303, link)
    assert sorted(ScaleAnswer.objects.values_list("question__code", "value")) == [
        ("heard", 4), ("prepared", 3), ("useful", 5),
    ]  # fmt: skip
    assert list(TextAnswer.objects.values_list("question__code", "text")) == [
        ("take", FILLED["q3"])
    ]
    page = client.get(address(own)).content.decode()
    assert "<h1>Kiitos palautteesta</h1>" in page
    assert "<textarea" not in page


def test_the_same_twice_is_stored_once(client: Client, own: SurveyInvitee) -> None:
    client.post(address(own), FILLED)
    response = client.post(address(own), {**FILLED, "q0": "1"})
    assert response.status_code == 200
    assert "<h1>Kiitos palautteesta</h1>" in response.content.decode()
    assert ScaleAnswer.objects.count() == 3


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (5, "Palaute sulkeutui ti 17.11.2026. Tulokset ovat luettavissasi."),
        (4, "Palaute sulkeutui ti 17.11.2026. Tulokset näkyvät, jos vastauksia on vähintään 5."),
    ],
)
def test_an_old_link_of_somebody_who_answered_says_that_it_has_closed(
    client: Client, survey: Survey, own: SurveyInvitee, answers: int, said: str
) -> None:
    others = list(survey.invitees.exclude(pk=own.pk))
    for invitee in [own, *others[: answers - 1]]:
        client.post(address(invitee), FILLED)
    end = dt.datetime(2026, 11, 17, 21, 59, tzinfo=dt.UTC)
    Survey.objects.update(opens_at=end - dt.timedelta(days=7), closes_at=end)
    survey.refresh_from_db()
    close(survey)
    page = strip_tags(client.get(address(own)).content.decode()).replace("\u00a0", " ")
    page = " ".join(page.split())
    assert said in page
    assert "sulkeutuu" not in page


def test_what_is_missing_is_told_at_the_field_and_what_was_written_stays(
    client: Client, own: SurveyInvitee
) -> None:
    response = client.post(address(own), {**FILLED, "q1": "", "q2": "7"})
    page = response.content.decode()
    assert response.status_code == 400
    assert (
        page.count("Valitse yksi vastauksista.") == 4
    )  # twice in the summary, twice at the fields
    assert "Luotsin vartti kokeiluun." in page
    assert ScaleAnswer.objects.count() == 0


@pytest.mark.parametrize("text", ["x" * 2001, "nolla\x00merkki", "kään\u202etö"])
def test_text_that_cannot_be_taken_is_refused_with_the_text_kept(
    client: Client, own: SurveyInvitee, text: str
) -> None:
    response = client.post(address(own), {**FILLED, "q4": text})
    assert response.status_code == 400
    assert 'id="id_q4_error"' in response.content.decode()
    own.refresh_from_db()
    assert not own.has_answered


def test_text_is_text_and_not_markup(
    client: Client,
    survey: Survey,
    own: SurveyInvitee,
    aino: Member,
    client_of: Callable[[Member], Client],
) -> None:
    client.post(address(own), {**FILLED, "q3": "<script>alert(1)</script>"})
    answer(survey, 4)
    close(survey)
    page = (
        client_of(aino).get(reverse("feedback:results", args=[survey.meeting_id])).content.decode()
    )
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("token", ["abc", "abc:def:ghi", "%00", "x" * 400])
def test_a_mistyped_link_is_a_plain_page(client: Client, db: None, token: str) -> None:
    response = client.get(f"/f/{token}/")
    assert response.status_code == 404
    assert "Tämä linkki ei toimi" in response.content.decode()


def test_a_link_for_something_else_does_not_open_it(
    client: Client, survey: Survey, own: SurveyInvitee
) -> None:
    seat = Invitee.objects.get(member=own.member, meeting=survey.meeting)
    assert client.get(f"/f/{factories.answer_token(seat)}/").status_code == 404


def test_a_link_ends_when_it_is_revoked_or_the_membership_ends(
    client: Client, own: SurveyInvitee
) -> None:
    link = address(own)
    SurveyInvitee.objects.update(generation=1)
    assert client.get(link).status_code == 410
    own.refresh_from_db()
    own.member.left_at = timezone.now()
    own.member.save()
    for response in (client.get(address(own)), client.post(address(own), FILLED)):
        assert response.status_code == 410
        assert "Linkki ei ole enää käytössä" in response.content.decode()
    assert ScaleAnswer.objects.count() == 0


def test_a_link_ends_when_the_feedback_closes(
    client: Client, survey: Survey, own: SurveyInvitee
) -> None:
    Survey.objects.update(opens_at=timezone.now() - dt.timedelta(days=9), closes_at=timezone.now())
    for response in (client.get(address(own)), client.post(address(own), FILLED)):
        assert response.status_code == 410
        assert "Palaute on sulkeutunut" in response.content.decode()
    assert ScaleAnswer.objects.count() == 0


def test_a_link_of_a_meeting_that_was_called_off_takes_nothing(
    client: Client, survey: Survey, own: SurveyInvitee
) -> None:
    assert survey.meeting is not None
    survey.meeting.cancelled_at = timezone.now()
    survey.meeting.save()
    assert client.post(address(own), FILLED).status_code == 410
    assert ScaleAnswer.objects.count() == 0


def test_before_the_meeting_it_says_when_it_opens(
    client: Client, survey: Survey, own: SurveyInvitee
) -> None:
    Survey.objects.update(
        opens_at=timezone.now() + dt.timedelta(days=1),
        closes_at=timezone.now() + dt.timedelta(days=8),
    )
    response = client.get(address(own))
    assert response.status_code == 200
    assert "Palaute ei ole vielä auki" in response.content.decode()
    client.post(address(own), FILLED)
    assert ScaleAnswer.objects.count() == 0


def test_a_small_group_is_told_before_writing(client: Client, season: Season, aino: Member) -> None:
    survey = open_survey(held_meeting(season, [aino, *factories.make_members(season.club, 3)]))
    page = client.get(address(survey.invitees.get(member=aino))).content.decode()
    assert "Näin pienessä ryhmässä palaute ei ole nimetön" in page
    assert "Vastaat nimettömänä" not in page


def test_it_speaks_the_language_of_the_letter_unless_another_is_chosen(
    client: Client, own: SurveyInvitee
) -> None:
    user = own.member.user
    assert user is not None
    user.language = "sv"
    user.save()
    assert 'lang="sv"' in client.get(address(own)).content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "How did it go?" in client.get(address(own)).content.decode()


def test_somebody_signed_in_as_another_still_answers_for_the_links_person(
    client_of: Callable[[Member], Client], petri: Member, own: SurveyInvitee, survey: Survey
) -> None:
    client_of(petri).post(address(own), FILLED)
    assert [one.member for one in survey.invitees.filter(has_answered=True)] == [own.member]


def test_a_season_asks_each_aim_and_whether_to_go_on(
    client: Client, club: Club, season: Season, aino: Member
) -> None:
    factories.make_aim(club, "Tulen kuulluksi.")
    held_meeting(season, [])
    survey = open_season_survey(season=season, closes_at=timezone.now() + dt.timedelta(days=14))
    link = address(survey.invitees.get(member=aino))
    page = client.get(link).content.decode()
    assert "Miten kausi meni?" in page
    assert "Klubin tavoite toteutui: Tulen kuulluksi." in page
    assert page.count('type="radio"') == 4 * 5 + 3
    data = {"q0": "5", "q1": "4", "q2": "3", "q3": "5", "q4": "2"}
    assert client.post(link, data).status_code == 303
    assert ScaleAnswer.objects.get(question__code="go_on").value == 2


@pytest.mark.parametrize("people", [1, 3, 30])
def test_queries_do_not_grow_with_the_group(
    client: Client, season: Season, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    survey = open_survey(held_meeting(season, factories.make_members(season.club, people)))
    link = address(survey.invitees.all()[0])
    with django_assert_num_queries(3):
        client.get(link)
    with django_assert_num_queries(10):
        client.post(link, FILLED)


def test_other_methods_are_refused(client: Client, own: SurveyInvitee) -> None:
    assert client.delete(address(own)).status_code == 405
