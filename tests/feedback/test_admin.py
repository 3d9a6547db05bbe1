"""Django admin shows that surveys exist, and neither who answered nor what."""

import pytest
from django.contrib import admin
from django.test import Client

from accounts.models import User
from clubs.models import Club, Season
from feedback.models import Question, Survey
from tests import factories
from tests.feedback.cases import published_survey

pytestmark = pytest.mark.django_db


def test_surveys_are_there_to_read_and_nothing_of_their_answers(
    client: Client, admin: User, club: Club, season: Season
) -> None:
    survey = published_survey(club, season, factories.make_members(club, 5), text="Salainen ajatus")
    client.force_login(admin)
    listed = client.get("/admin/feedback/survey/")
    shown = client.get(f"/admin/feedback/survey/{survey.pk}/change/")
    assert (listed.status_code, shown.status_code) == (200, 200)
    assert "Salainen ajatus" not in shown.content.decode()
    assert client.post(f"/admin/feedback/survey/{survey.pk}/delete/").status_code == 403


def test_only_surveys_and_what_they_ask_are_registered() -> None:
    models = {model for model in admin.site._registry if model._meta.app_label == "feedback"}
    assert models == {Survey, Question}
