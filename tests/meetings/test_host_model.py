"""Taking the agenda of the meeting before as a model: POST /meetings/<meeting>/host/model/."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clubs.models import Member
from meetings.agenda_template import Item
from meetings.models import Meeting, Revision
from meetings.services import save_agenda
from meetings.services.revisions import Part, base_of
from tests import factories

ClientOf = Callable[[Member], Client]


@pytest.fixture
def before(invited: Meeting) -> Meeting:
    """The meeting before, with an agenda of two parts; one before it has another."""
    older = factories.make_meeting(invited.season, days=-40)
    factories.make_agenda_item(older, "Vanhin", 180)
    before = factories.make_meeting(invited.season, days=-10)
    factories.make_agenda_item(before, "Kahvit", 30, kind="opening", note="Aulassa")
    factories.make_agenda_item(before, "Keskustelu", 150)
    return before


def url_of(meeting: Meeting) -> str:
    return reverse("meetings:host-model", args=[meeting.pk])


def titles(meeting: Meeting) -> list[str]:
    return list(meeting.agenda_items.values_list("title", flat=True))


def test_the_agenda_is_copied_and_the_old_one_kept(
    invited: Meeting, before: Meeting, leena: Member, client_of: ClientOf
) -> None:
    factories.make_agenda_item(invited, "Omamme", 60)
    data = {"model": str(before.pk), "base": base_of(invited, Part.AGENDA)}
    response = client_of(leena).post(url_of(invited), data)
    assert (
        response["Location"] == f"/meetings/{invited.pk}/host/?undo=agenda&done=meetings-modelled"
    )
    rows = invited.agenda_items.values_list("kind", "title", "minutes", "note")
    assert list(rows) == [
        ("opening", "Kahvit", 30, "Aulassa"),
        ("discussion", "Keskustelu", 150, ""),
    ]
    kept = Revision.objects.filter(meeting=invited, part=Part.AGENDA).order_by("number")
    assert [[row["title"] for row in one.content] for one in kept] == [
        ["Omamme"],
        ["Kahvit", "Keskustelu"],
    ]
    assert titles(before) == ["Kahvit", "Keskustelu"]
    # The desk offers the way back, and leads back to itself.
    html = client_of(leena).get(response["Location"]).content.decode()
    undo = re.search(r'class="undo" method="post" action="([^"]+)"', html)
    mark = re.search(r'name="base" value="(\w+)"', html)
    assert undo is not None
    assert mark is not None
    desk = reverse("meetings:host-desk", args=[invited.pk])
    again = client_of(leena).post(undo[1], {"base": mark[1], "next": desk})
    assert again["Location"].startswith(desk)
    assert titles(invited) == ["Omamme"]


def test_what_the_partner_changed_meanwhile_is_not_overwritten(
    invited: Meeting, before: Meeting, leena: Member, timo: Member, client_of: ClientOf
) -> None:
    base = base_of(invited, Part.AGENDA)
    save_agenda(meeting=invited, rows=[Item("discussion", "Timon", 30)], by=timo)
    response = client_of(leena).post(url_of(invited), {"model": str(before.pk), "base": base})
    assert response.status_code == 409
    html = response.content.decode()
    assert "mallia ei otettu käyttöön" in html
    assert titles(invited) == ["Timon"]
    # What is written about the theme on this page is saved as on the desk itself.
    theme = re.search(r'<form class="stack mt-3" method="post" action="([^"]+)"', html)
    assert theme is not None
    client_of(leena).post(theme[1], {"introduction": "Miten palaudumme?"})
    invited.refresh_from_db()
    assert invited.introduction == "Miten palaudumme?"


def test_another_model_than_the_page_showed(
    invited: Meeting, before: Meeting, leena: Member, client_of: ClientOf
) -> None:
    Meeting.objects.filter(pk=before.pk).update(cancelled_at=timezone.now())
    response = client_of(leena).post(url_of(invited), {"model": str(before.pk)})
    assert response.status_code == 400
    assert "ei voi enää käyttää mallina" in response.content.decode()
    assert titles(invited) == []


def test_the_first_meeting_has_no_model(
    invited: Meeting, leena: Member, client_of: ClientOf
) -> None:
    page = client_of(leena).get(reverse("meetings:host-desk", args=[invited.pk]))
    assert "/host/model/" not in page.content.decode()
    assert client_of(leena).post(url_of(invited)).status_code == 400
