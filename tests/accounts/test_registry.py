import json

import pytest

from accounts import registry
from accounts.services import export_data
from clubs.models import Member


def test_an_app_registers_once() -> None:
    names = [name for name, _part in registry.parts()]

    assert "clubs" in names
    with pytest.raises(ValueError, match="twice"):
        registry.register("clubs", purge=lambda now: 0)
    assert [name for name, _part in registry.parts()] == names


def test_a_person_s_data_holds_their_clubs_and_fits_in_json(aino: Member, petri: Member) -> None:
    assert aino.user is not None
    data = json.loads(json.dumps(export_data(user=aino.user)))

    assert data["account"]["email"] == "aino.aalto@example.org"
    assert [row["club"] for row in data["clubs"]["memberships"]] == [aino.club.name]
    assert "petri" not in json.dumps(data).lower()
