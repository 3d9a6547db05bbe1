"""What was saved of a meeting: /meetings/<meeting>/history/, and the way back: …/history/<revision>/restore/."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clubs.models import Member
from meetings.models import Meeting, Revision
from meetings.services import edit_words, save_agenda, save_materials, send_invitations
from meetings.services.program import MaterialRow
from outbox.models import Message
from tests import factories
from tests.meetings.letters import change
from tests.meetings.test_revised import rows as items

ClientOf = Callable[[Member], Client]


@pytest.fixture
def url(cast: Any) -> str:
    return reverse("meetings:history", args=[cast.meeting.pk])


def way_back(revision: Revision) -> str:
    return reverse("meetings:revision-restore", args=[revision.meeting_id, revision.pk])


def not_invited(meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(invited_at=None)
    meeting.refresh_from_db()


def first_of(meeting: Meeting, part: str) -> Revision:
    return Revision.objects.get(meeting=meeting, part=part, number=0)


def test_names_who_saved_what_and_shows_both(cast: Any, client_of: ClientOf, url: str) -> None:
    save_agenda(meeting=cast.meeting, rows=items("Avaus"), by=cast.leena)
    edit_words(meeting=cast.meeting, introduction="Uusi", personal_note="", by=cast.outi)
    html = client_of(cast.outi).get(url).content.decode()
    assert html.count("Palauta aiempi") == 2
    for words in ("Ohjelma", "Tiedot", cast.leena.full_name, "Avaus", "Uusi"):
        assert words in html


def test_says_that_nothing_was_saved_yet(cast: Any, client_of: ClientOf, url: str) -> None:
    html = client_of(cast.outi).get(url).content.decode()
    assert "Muutoksia ei ole. Jokainen tallennus tulee tähän, ja sen voi perua vuoden ajan." in html


def test_the_agenda_comes_back_and_can_be_taken_back_again(cast: Any, client_of: ClientOf) -> None:
    factories.make_agenda_item(cast.meeting, "Vanha", 10)
    save_agenda(meeting=cast.meeting, rows=items("Uusi"), by=cast.outi)
    client = client_of(cast.leena)
    response = client.post(way_back(first_of(cast.meeting, "agenda")))
    assert (
        response["Location"] == f"/meetings/{cast.meeting.pk}/?undo=agenda&done=meetings-restored"
    )
    assert [one.title for one in cast.meeting.agenda_items.all()] == ["Vanha"]
    client.post(way_back(Revision.objects.get(meeting=cast.meeting, number=1)))
    assert [one.title for one in cast.meeting.agenda_items.all()] == ["Uusi"]


def test_pre_reading_comes_back(cast: Any, client_of: ClientOf) -> None:
    kept = factories.make_material(cast.meeting, "Jää")
    factories.make_material(cast.meeting, "Poistuu")
    row = MaterialRow(pk=kept.pk, title="Jää", url=kept.url, minutes=5)
    save_materials(meeting=cast.meeting, rows=[row], by=cast.outi)
    client_of(cast.outi).post(way_back(first_of(cast.meeting, "materials")))
    assert [one.title for one in cast.meeting.materials.all()] == ["Jää", "Poistuu"]
    assert cast.meeting.materials.filter(pk=kept.pk).exists()


def test_details_come_back_before_anybody_is_invited(cast: Any, client_of: ClientOf) -> None:
    not_invited(cast.meeting)
    theme = factories.make_theme(cast.club, "Luotsimalli")
    old, title = cast.meeting.starts_at, cast.meeting.title
    change(cast.meeting, starts_at=old + dt.timedelta(days=1), title="Uusi", themes=[theme])
    client_of(cast.outi).post(way_back(first_of(cast.meeting, "details")))
    cast.meeting.refresh_from_db()
    assert (cast.meeting.starts_at, cast.meeting.title) == (old, title)
    assert list(cast.meeting.themes.all()) == []


def test_what_would_send_letters_opens_in_the_editor(cast: Any, client_of: ClientOf) -> None:
    send_invitations(meeting=cast.meeting, sender=cast.outi)
    cast.meeting.refresh_from_db()
    change(cast.meeting, place="Tila A1")
    count = Message.objects.count()
    client = client_of(cast.outi)
    revision = first_of(cast.meeting, "details")
    response = client.post(way_back(revision))
    assert response["Location"] == f"/meetings/{cast.meeting.pk}/edit/?revision={revision.pk}"
    html = client.get(response["Location"]).content.decode()
    assert 'value="Kokoushuone Kaisla"' in html
    assert "Mitään ei ole vielä muutettu: katso ja tallenna." in html
    cast.meeting.refresh_from_db()
    assert (cast.meeting.place, Message.objects.count()) == ("Tila A1", count)


@pytest.mark.parametrize("what", ["x", "6b0e0b1e-0000-4000-8000-000000000000"])
def test_an_unknown_revision_opens_the_editor_as_it_is(
    cast: Any, client_of: ClientOf, what: str
) -> None:
    url = reverse("meetings:meeting-edit", args=[cast.meeting.pk])
    response = client_of(cast.outi).get(url, {"revision": what})
    assert response.status_code == 200
    assert 'value="Kokoushuone Kaisla"' in response.content.decode()


def test_an_old_bar_takes_nothing_back(cast: Any, client_of: ClientOf) -> None:
    save_agenda(meeting=cast.meeting, rows=items("Uusi"), by=cast.outi)
    response = client_of(cast.outi).post(
        way_back(first_of(cast.meeting, "agenda")), {"base": "0" * 16}
    )
    assert response["Location"].endswith("/history/?done=meetings-saved-meanwhile")
    assert [one.title for one in cast.meeting.agenda_items.all()] == ["Uusi"]


def test_a_time_that_is_past_is_not_brought_back(
    cast: Any, client_of: ClientOf, travel: Callable[[dt.datetime], None]
) -> None:
    not_invited(cast.meeting)
    old = cast.meeting.starts_at
    change(cast.meeting, starts_at=old + dt.timedelta(days=9))
    travel(old + dt.timedelta(days=1))
    response = client_of(cast.outi).post(way_back(first_of(cast.meeting, "details")))
    assert response.status_code == 400
    assert "ei voi siirtää menneisyyteen" in response.content.decode()
    cast.meeting.refresh_from_db()
    assert cast.meeting.starts_at == old + dt.timedelta(days=9)


def test_another_meetings_revision_is_not_found(cast: Any, client_of: ClientOf) -> None:
    other = factories.make_revision(factories.make_meeting(cast.meeting.season, days=50))
    url = reverse("meetings:revision-restore", args=[cast.meeting.pk, other.pk])
    assert client_of(cast.outi).post(url).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_stay_the_same(
    cast: Any, client_of: ClientOf, url: str, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count + 1):
        factories.make_revision(cast.meeting, number)
    client = client_of(cast.outi)
    with django_assert_num_queries(6):
        client.get(url)
