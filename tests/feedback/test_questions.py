"""/meetings/<meeting>/feedback/questions/: what a meeting's feedback asks."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clubs.models import Club, Member, Season
from feedback.models import Survey
from meetings.models import Meeting
from tests import factories
from tests.feedback.cases import held_meeting, open_survey

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Member | User], Client]
USUAL = [
    ("Tapaaminen oli minulle hyödyllinen.", "scale"),
    ("Sain ääneni kuuluviin keskustelussa.", "scale"),
    ("Ennakkomateriaali auttoi valmistautumaan.", "scale"),
    ("Mitä viet omaan työhösi?", "text"),
    ("Mitä muuttaisimme ensi kerralla?", "text"),
]


def url_of(meeting: Meeting) -> str:
    return reverse("feedback:questions", args=[meeting.pk])


def filled(rows: list[tuple[str, str]]) -> dict[str, str]:
    return {
        name: value
        for number, (text, kind) in enumerate(rows)
        for name, value in ((f"text_{number}", text), (f"kind_{number}", kind))
    }


def test_the_usual_questions_are_there_with_room_for_more(
    client_of: ClientOf, meeting: Meeting, outi: Member
) -> None:
    page = client_of(outi).get(url_of(meeting)).content.decode()
    assert all(text in page for text, _kind in USUAL)
    assert page.count("<textarea") == 8
    assert Survey.objects.count() == 0


def test_questions_are_written_and_the_products_own_stay_translated(
    client_of: ClientOf, meeting: Meeting, outi: Member
) -> None:
    rows = [
        USUAL[0],
        ("Sain uuden\nidean.", "scale"),
        ("", "scale"),
        ("Mitä viet omaan työhösi?", "text"),
    ]
    response = client_of(outi).post(url_of(meeting), filled(rows))
    assert response.status_code == 303
    assert response["Location"] == f"/meetings/{meeting.pk}/feedback/?done=feedback-questions"
    survey = Survey.objects.get(meeting=meeting)
    assert list(survey.questions.values_list("kind", "code", "text")) == [
        ("scale", "useful", ""), ("scale", "", "Sain uuden idean."), ("text", "take", ""),
    ]  # fmt: skip


def test_the_same_twice_changes_nothing_more(
    client_of: ClientOf, meeting: Meeting, outi: Member
) -> None:
    client = client_of(outi)
    for _time in range(2):
        assert client.post(url_of(meeting), filled(USUAL)).status_code == 303
    assert list(Survey.objects.get().questions.values_list("code", flat=True)) == [
        "useful", "heard", "prepared", "take", "change",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("", "scale"), ("", "text")], "Kirjoita ainakin yksi kysymys."),
        ([("x" * 201, "scale")], "text_0"),
        ([("Tanssitaanko?", "dance")], "Tanssitaanko?"),
        ([("Nolla\x00merkki?", "text")], "text_0"),
    ],
)
def test_what_cannot_be_asked_is_told_at_the_field(
    client_of: ClientOf, meeting: Meeting, outi: Member, rows: list[tuple[str, str]], words: str
) -> None:
    response = client_of(outi).post(url_of(meeting), filled(rows))
    page = response.content.decode()
    assert response.status_code == 400
    assert words in page
    assert "_error" in page
    assert Survey.objects.count() == 0


def test_once_open_they_can_only_be_read(
    client_of: ClientOf, season: Season, club: Club, outi: Member
) -> None:
    survey = open_survey(held_meeting(season, factories.make_members(club, 3)))
    assert survey.meeting is not None
    client = client_of(outi)
    page = client.get(url_of(survey.meeting)).content.decode()
    assert "Kysymyksiä ei voi enää muuttaa." in page
    assert "<textarea" not in page
    response = client.post(url_of(survey.meeting), filled(USUAL[:1]))
    assert response.status_code == 409
    assert survey.questions.count() == 5


def test_it_is_for_facilitators(
    client_of: ClientOf, invited: Meeting, outi: Member, leena: Member, aino: Member, ulla: Member
) -> None:
    people = (outi, leena, aino, ulla)
    assert [client_of(one).get(url_of(invited)).status_code for one in people] == [
        200,
        403,
        403,
        404,
    ]
    posted = [client_of(one).post(url_of(invited), filled(USUAL)).status_code for one in people]
    assert posted == [303, 403, 403, 404]
