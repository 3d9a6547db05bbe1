"""The pair's desk: GET and POST /meetings/<meeting>/host/."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clubs.models import Member
from meetings.models import Meeting, Revision
from meetings.services import record_answer
from meetings.services.hosting import theme_mark
from outbox.models import Message
from tests import factories

ClientOf = Callable[[Member], Client]
QUERIES = 22


def url_of(meeting: Meeting) -> str:
    return reverse("meetings:host-desk", args=[meeting.pk])


def page(client: Client, meeting: Meeting) -> str:
    response = client.get(url_of(meeting))
    assert response.status_code == 200
    return response.content.decode()


def test_the_pair_sees_the_partners_address_and_nobody_elses(
    invited: Meeting, leena: Member, client_of: ClientOf, aino: Member
) -> None:
    html = page(client_of(leena), invited)
    addresses = set(re.findall(r"mailto:([^\"]+)", html))

    assert addresses == {"timo.tuuli@example.org"}
    assert "<h2>Parisi</h2>" in html


def test_the_facilitator_sees_both(invited: Meeting, outi: Member, client_of: ClientOf) -> None:
    html = page(client_of(outi), invited)
    assert {"leena.lahti@example.org", "timo.tuuli@example.org"} <= set(
        re.findall(r"mailto:([^\"]+)", html)
    )


def test_the_pair_of_another_meeting_is_refused(
    invited: Meeting, aino: Member, petri: Member, client_of: ClientOf
) -> None:
    factories.make_meeting(
        invited.season, days=40, host_group=factories.make_group(invited.season, [aino, petri])
    )
    assert client_of(aino).get(url_of(invited)).status_code == 403
    assert client_of(aino).post(url_of(invited), {"introduction": "x"}).status_code == 403
    invited.refresh_from_db()
    assert invited.introduction == ""


def test_whoever_does_not_host_any_more_is_refused(
    invited: Meeting, leena: Member, client_of: ClientOf
) -> None:
    assert invited.host_group is not None
    invited.host_group.places.filter(member=leena).delete()
    assert client_of(leena).get(url_of(invited)).status_code == 403


def test_the_newest_greeting_of_each_person(
    invited: Meeting, leena: Member, aino: Member, petri: Member, client_of: ClientOf
) -> None:
    seat = invited.invitees.get(member=aino)
    record_answer(invitee=seat, value="yes", source="mail", greeting="Tuon pullaa")
    record_answer(invitee=seat, value="yes", source="mail", greeting="Tuon kakkua")
    record_answer(invitee=seat, value="no", source="page")
    other = invited.invitees.get(member=petri)
    record_answer(invitee=other, value="no", source="mail", greeting="Poissa")
    other.uninvited_at = timezone.now()
    other.save()
    html = page(client_of(leena), invited)
    assert "Tuon kakkua" in html
    assert "Tuon pullaa" not in html
    assert "Poissa" not in html


def test_the_theme_text_is_saved_without_a_letter(
    invited: Meeting, leena: Member, client_of: ClientOf
) -> None:
    Meeting.objects.update(invited_at=timezone.now(), place="Kaisla")
    data = {"introduction": "Mikä meitä kantaa?", "base": theme_mark(invited)}
    response = client_of(leena).post(url_of(invited), data)
    assert response.status_code == 303
    assert response["Location"] == f"{url_of(invited)}?undo=details&done=meetings-saved"
    invited.refresh_from_db()
    assert (invited.introduction, invited.place) == ("Mikä meitä kantaa?", "Kaisla")
    assert Message.objects.count() == 0
    newest = Revision.objects.filter(meeting=invited).order_by("-number")[0]
    assert (newest.part, newest.saved_by) == ("details", leena)


def test_two_hosts_at_once_lose_nothing(
    invited: Meeting, leena: Member, timo: Member, client_of: ClientOf
) -> None:
    base = theme_mark(invited)
    client_of(timo).post(url_of(invited), {"introduction": "Timon teksti", "base": base})
    response = client_of(leena).post(
        url_of(invited), {"introduction": "Leenan teksti", "base": base}
    )
    html = response.content.decode()
    assert response.status_code == 409
    assert "Timo Tuuli tallensi sillä välin toisen tekstin." in html
    assert "Timon teksti" in html
    assert "Leenan teksti</textarea>" in html
    invited.refresh_from_db()
    assert invited.introduction == "Timon teksti"
    # The page carries the mark of what stands: the second press saves.
    mark = re.search(r'name="base" value="(\w+)"', html)
    assert mark is not None
    again = client_of(leena).post(
        url_of(invited), {"introduction": "Molempien teksti", "base": mark[1]}
    )
    assert again.status_code == 303
    invited.refresh_from_db()
    assert invited.introduction == "Molempien teksti"


def test_somebody_elses_new_place_is_no_conflict(
    invited: Meeting, leena: Member, client_of: ClientOf
) -> None:
    base = theme_mark(invited)
    Meeting.objects.update(place="Toinen tila")
    response = client_of(leena).post(url_of(invited), {"introduction": "Teksti", "base": base})
    assert response.status_code == 303
    invited.refresh_from_db()
    assert (invited.place, invited.introduction) == ("Toinen tila", "Teksti")


def test_a_text_that_is_too_long_stays_in_the_field(
    invited: Meeting, leena: Member, client_of: ClientOf
) -> None:
    text = "sana " * 401
    response = client_of(leena).post(url_of(invited), {"introduction": text})
    assert response.status_code == 400
    assert text.strip() in response.content.decode()
    invited.refresh_from_db()
    assert invited.introduction == ""


def test_a_meeting_called_off_is_only_read(
    invited: Meeting, leena: Member, client_of: ClientOf
) -> None:
    Meeting.objects.update(cancelled_at=timezone.now())
    html = page(client_of(leena), invited)
    assert "<textarea" not in html
    assert "/host/tick/" not in html
    response = client_of(leena).post(url_of(invited), {"introduction": "Myöhässä"})
    assert response.status_code == 400
    assert "peruttu" in response.content.decode()


def test_a_meeting_that_was_held_is_only_read(
    invited: Meeting, leena: Member, client_of: ClientOf
) -> None:
    Meeting.objects.update(starts_at=timezone.now() - timedelta(days=1))
    html = page(client_of(leena), invited)
    assert "Kiitos vastuuvuorosta" in html
    assert "/host/tick/" not in html
    assert "/swap/" not in html


@pytest.mark.parametrize("size", [1, 3, 30])
def test_the_desk_asks_the_same(
    invited: Meeting, leena: Member, client_of: ClientOf, size: int
) -> None:
    before = factories.make_meeting(invited.season, days=-10)
    for number in range(size):
        factories.make_agenda_item(invited, f"Osa {number}", 5)
        factories.make_agenda_item(before, f"Osa {number}", 5)
        factories.make_material(invited)
    for member in factories.make_members(invited.season.club, size):
        seat = factories.make_invitee(invited, member)
        record_answer(invitee=seat, value="yes", source="mail", greeting="Tervehdys")
        group = factories.make_group(invited.season, [member])
        other = factories.make_meeting(invited.season, days=50, host_group=group)
        factories.make_swap(other, invited)
    client = client_of(leena)
    client.get(url_of(invited))
    with CaptureQueriesContext(connection) as captured:
        client.get(url_of(invited))
    assert len(captured) == QUERIES
