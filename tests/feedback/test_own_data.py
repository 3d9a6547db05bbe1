"""What a person gets of their own data."""

import json

import pytest

from accounts.services import export_data
from clubs.models import Member, Season
from tests import factories
from tests.feedback.cases import answer, held_meeting, open_survey

pytestmark = pytest.mark.django_db


def test_it_tells_which_surveys_one_answered_and_no_answer(
    season: Season, aino: Member, petri: Member
) -> None:
    assert aino.user is not None
    survey = open_survey(held_meeting(season, [aino], title="Luotsimalli"))
    open_survey(held_meeting(season, [petri], title="Muiden"))
    answer(survey, 1, text="Salainen ajatus")
    data = export_data(user=aino.user)["feedback"]
    assert data["surveys"] == [
        {"club": season.club.name, "survey": "Luotsimalli", "has_answered": True}
    ]
    assert "Salainen" not in json.dumps(data)
    assert factories.address_of("Petri", "Pelto") not in json.dumps(data)
