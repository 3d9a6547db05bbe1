"""/surveys/<survey>/changes/: telling what came of the feedback."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clubs.models import Club, Member, Season
from feedback.models import Survey
from tests import factories
from tests.feedback.cases import published_survey

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Member | User], Client]


@pytest.fixture
def survey(club: Club, season: Season) -> Survey:
    return published_survey(club, season, factories.make_members(club, 5))


def url_of(survey: Survey) -> str:
    return reverse("feedback:changes", args=[survey.pk])


def test_the_text_and_the_sharing_are_saved(
    client_of: ClientOf, survey: Survey, outi: Member
) -> None:
    response = client_of(outi).post(url_of(survey), {"what_we_changed": "Alustus on lyhyempi."})
    assert response.status_code == 303
    assert response["Location"] == f"/meetings/{survey.meeting_id}/feedback/?done=feedback-changes"
    survey.refresh_from_db()
    assert (survey.what_we_changed, survey.is_shared) == ("Alustus on lyhyempi.", False)


@pytest.mark.parametrize("text", ["x" * 2001, "nolla\x00merkki"])
def test_what_cannot_be_taken_is_told_and_kept(
    client_of: ClientOf, survey: Survey, outi: Member, text: str
) -> None:
    response = client_of(outi).post(url_of(survey), {"what_we_changed": text, "is_shared": "on"})
    page = response.content.decode()
    assert response.status_code == 400
    assert "what_we_changed_error" in page
    assert text[:5] in page
    survey.refresh_from_db()
    assert survey.what_we_changed == ""


def test_it_is_for_facilitators_and_only_a_press(
    client_of: ClientOf, survey: Survey, outi: Member, aino: Member, ulla: Member
) -> None:
    posted = [
        client_of(one).post(url_of(survey), {"what_we_changed": "Ei"}).status_code
        for one in (aino, ulla)
    ]
    assert posted == [403, 404]
    client = client_of(outi)
    assert client.get(url_of(survey)).status_code == 405
    assert client.post(reverse("feedback:changes", args=[uuid4()])).status_code == 404
