"""Ticking the host pair's list: POST /meetings/<meeting>/host/tick/."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clubs.models import Member
from meetings.models import HostTick, Meeting
from tests import factories

ClientOf = Callable[[Member], Client]


def url_of(meeting: Meeting) -> str:
    return reverse("meetings:host-tick", args=[meeting.pk])


def ticked(meeting: Meeting) -> list[tuple[str, str]]:
    return [(one.task, str(one.ticked_by)) for one in HostTick.objects.filter(meeting=meeting)]


def test_either_host_ticks_and_takes_the_tick_away(
    invited: Meeting, leena: Member, timo: Member, client_of: ClientOf
) -> None:
    response = client_of(leena).post(url_of(invited), {"task": "room", "is_done": "1"})
    assert response["Location"] == f"/meetings/{invited.pk}/host/?done=meetings-saved"
    client_of(timo).post(url_of(invited), {"task": "room", "is_done": "1"})
    assert ticked(invited) == [("room", str(leena))]
    client_of(timo).post(url_of(invited), {"task": "room", "is_done": ""})
    assert ticked(invited) == []


def test_with_htmx_the_list_comes_back(
    invited: Meeting, leena: Member, client_of: ClientOf
) -> None:
    response = client_of(leena).post(
        url_of(invited), {"task": "introduction", "is_done": "1"}, HTTP_HX_REQUEST="true"
    )
    html = response.content.decode()
    assert response.status_code == 200
    assert 'id="tick-introduction" name="is_done" value="" aria-pressed="true"' in html
    assert "1/6 tehty" in html
    assert "Merkitty tehdyksi." in html
    assert response["Vary"].split(", ").count("HX-Request") == 1


@pytest.mark.parametrize("task", ["", "coffee"])
def test_a_task_that_does_not_exist(
    invited: Meeting, leena: Member, client_of: ClientOf, task: str
) -> None:
    response = client_of(leena).post(url_of(invited), {"task": task, "is_done": "1"})
    assert response.status_code == 400
    assert "Valitse jokin kuudesta tehtävästä." in response.content.decode()
    assert ticked(invited) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"cancelled_at": timezone.now()}, "Tapaaminen on peruttu"),
        ({"starts_at": timezone.now() - timedelta(days=1)}, "Tapaaminen on pidetty"),
    ],
)
def test_nothing_is_ticked_once_the_meeting_is_off_or_over(
    invited: Meeting, leena: Member, client_of: ClientOf, change: dict[str, object], words: str
) -> None:
    Meeting.objects.update(**change)
    response = client_of(leena).post(url_of(invited), {"task": "room", "is_done": "1"})
    assert response.status_code == 400
    assert words in response.content.decode()
    # With htmx the list alone comes back, without its buttons.
    response = client_of(leena).post(
        url_of(invited), {"task": "room", "is_done": "1"}, HTTP_HX_REQUEST="true"
    )
    html = response.content.decode()
    assert response.status_code == 400
    assert html.count("Tapaaminen on ") == 2
    assert "Merkitty tehdyksi." not in html
    assert ("<html" in html, "<button" in html) == (False, False)
    assert ticked(invited) == []


def test_the_pair_of_another_meeting_is_refused(
    invited: Meeting, aino: Member, client_of: ClientOf
) -> None:
    group = factories.make_group(invited.season, [aino])
    factories.make_meeting(invited.season, days=40, host_group=group)
    response = client_of(aino).post(url_of(invited), {"task": "room", "is_done": "1"})
    assert response.status_code == 403
    assert ticked(invited) == []
