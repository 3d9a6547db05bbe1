"""Choosing letters by the link of a letter's foot, without signing in."""

from django.conf import settings
from django.test import Client

from clubs.letters import choices_url
from clubs.models import Member
from clubs.preferences import MATTERS, wanted_codes


def path(member: Member) -> str:
    return choices_url(member).removeprefix(settings.BASE_URL)


def test_every_matter_has_a_box_that_is_ticked_at_first(client: Client, aino: Member) -> None:
    html = client.get(path(aino)).content.decode()
    assert html.count(" checked>") == len(MATTERS)
    assert "Palautepyynnöt" in html


def test_what_is_ticked_comes_and_the_rest_does_not(aino: Member) -> None:
    mail_reader = Client(enforce_csrf_checks=True)
    link = path(aino)
    response = mail_reader.post(link, {"codes": ["soon", "feedback"]})
    aino.refresh_from_db()

    assert (response.status_code, response["Location"]) == (303, f"{link}?done=saved")
    assert wanted_codes(aino) == ["soon", "feedback"]
    assert aino.muted_letters == ["meetings.agreed_due", "meetings.remind14", "meetings.remind7"]


def test_no_box_ticked_means_that_none_comes(client: Client, aino: Member) -> None:
    client.post(path(aino))
    aino.refresh_from_db()
    assert wanted_codes(aino) == []


def test_a_matter_that_there_is_not_is_refused(client: Client, aino: Member) -> None:
    response = client.post(path(aino), {"codes": ["soon", "nonsense"]})
    aino.refresh_from_db()
    assert response.status_code == 200
    assert aino.muted_letters == []


def test_reading_changes_nothing_and_a_cut_link_says_so(client: Client, aino: Member) -> None:
    client.get(path(aino))
    aino.refresh_from_db()
    assert aino.muted_letters == []
    assert client.get(path(aino)[:-5] + "/").status_code == 404
