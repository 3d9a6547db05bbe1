"""Calling a meeting off: /meetings/<meeting>/call-off/."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from clubs.models import Member
from feedback.services import request_due
from meetings.models import Answer, Meeting
from meetings.services import (
    call_off,
    edit_meeting,
    record_answer,
    remind_due,
    remind_silent,
    send_invitations,
)
from outbox.delivery import run_due
from outbox.models import Message, State
from tests import factories
from tests.cast import FACILITATORS_ONLY, Cast, statuses_of
from tests.meetings.letters import alive, change, let_leave, sequences
from tests.servers import MailServer

ClientOf = Callable[[Any], Client]
REASON = "Kouluttaja sairastui."
INSTEAD = "Teema siirtyy seuraavaan tapaamiseen."


def url_of(meeting: Meeting) -> str:
    return reverse("meetings:call-off", args=[meeting.pk])


@pytest.fixture
def told(meeting: Meeting, outi: Member, aino: Member, petri: Member) -> Meeting:
    """Everybody's invitation has left."""
    send_invitations(meeting=meeting, sender=outi)
    let_leave()
    return meeting


def test_is_for_facilitators(cast: Cast, client_of: ClientOf) -> None:
    assert statuses_of(cast, client_of, url_of(cast.meeting)) == FACILITATORS_ONLY


def test_says_who_gets_a_letter_before_it_sends_any(
    told: Meeting, outi: Member, client_of: ClientOf
) -> None:
    html = " ".join(client_of(outi).get(url_of(told)).content.decode().split())
    assert "4 henkilöä saa viestin: Aino, Leena, Petri, Timo." in html
    assert "Peru ja kerro 4 henkilölle" in html
    assert Message.objects.count() == 4


def test_tells_everybody_why_and_what_comes_instead(
    told: Meeting, outi: Member, aino: Member, client_of: ClientOf
) -> None:
    response = client_of(outi).post(url_of(told), {"reason": REASON, "instead": INSTEAD})
    assert (response.status_code, response["Location"]) == (
        303,
        f"/meetings/{told.pk}/?done=meetings-called-off-told",
    )
    letters = alive("meetings.cancelled")
    assert len(letters) == 4
    mine = letters[str(aino.pk)]
    assert mine.subject.startswith("Peruttu: Hyvinvointi työssä, ")
    assert REASON in mine.text
    assert INSTEAD in mine.text
    assert "/a/" not in mine.text + mine.html
    assert (mine.calendar_method, sequences(aino)) == (
        "CANCEL",
        [("REQUEST", 0), ("CANCEL", 1)],
    )
    entry = Entry.objects.get(action="meetings.call_off")
    assert (entry.object, entry.detail) == (f"meeting:{told.pk}", "4 letters")


def test_where_no_invitation_had_left_nobody_hears_anything(
    meeting: Meeting, outi: Member, aino: Member, client_of: ClientOf
) -> None:
    send_invitations(meeting=meeting, sender=outi)
    page = client_of(outi).get(url_of(meeting)).content.decode()
    response = client_of(outi).post(url_of(meeting), {"reason": REASON, "instead": ""})
    assert "Kutsuja ei ole lähtenyt" in page
    assert response["Location"].endswith("?done=meetings-called-off")
    assert set(Message.objects.values_list("kind", "state")) == {("meetings.invite", "cancelled")}


def test_only_those_whom_an_invitation_reached_hear_of_it(
    meeting: Meeting, outi: Member, aino: Member, petri: Member
) -> None:
    send_invitations(meeting=meeting, sender=outi)
    let_leave(person=str(aino.pk))
    assert call_off(meeting=meeting, reason="", instead="", by=outi) == 1
    assert list(alive("meetings.cancelled")) == [str(aino.pk)]
    assert sequences(petri) == []


def test_an_invitation_that_the_server_may_have_counts_as_left(
    meeting: Meeting, outi: Member, aino: Member
) -> None:
    send_invitations(meeting=meeting, sender=outi)
    Message.objects.filter(person=str(aino.pk)).update(
        state=State.UNSURE, unsure_at=meeting.created_at, handed_at=meeting.created_at
    )
    assert call_off(meeting=meeting, reason="", instead="", by=outi) == 1


def test_twice_is_once(told: Meeting, outi: Member, client_of: ClientOf) -> None:
    client = client_of(outi)
    client.post(url_of(told), {"reason": REASON, "instead": ""})
    second = client.post(url_of(told), {"reason": "Muu", "instead": ""})
    told.refresh_from_db()
    assert second["Location"].endswith("?done=meetings-called-off")
    assert (told.change_reason, told.sequence) == (REASON, 1)
    assert len(alive("meetings.cancelled")) == 4
    assert "Tämä tapaaminen on peruttu." in client.get(url_of(told)).content.decode()


def test_a_meeting_that_is_over_is_not_called_off(
    told: Meeting, outi: Member, client_of: ClientOf, travel: Callable[[dt.datetime], None]
) -> None:
    travel(told.ends_at + dt.timedelta(minutes=1))
    response = client_of(outi).post(url_of(told), {"reason": "", "instead": ""})
    told.refresh_from_db()
    assert (response.status_code, told.cancelled_at) == (400, None)
    assert "Tapaaminen on ohi." in response.content.decode()


def test_what_is_too_long_is_said_at_its_field_and_stays(
    told: Meeting, outi: Member, client_of: ClientOf
) -> None:
    response = client_of(outi).post(url_of(told), {"reason": "x" * 301, "instead": INSTEAD})
    html = response.content.decode()
    assert response.status_code == 400
    assert "300" in html
    assert INSTEAD in html
    assert not alive("meetings.cancelled")


def test_nothing_else_leaves_and_nothing_can_be_answered(
    told: Meeting, outi: Member, aino: Member, travel: Callable[[dt.datetime], None]
) -> None:
    remind_silent(meeting=told, sender=outi)
    call_off(meeting=told, reason="", instead="", by=outi)
    assert set(Message.objects.filter(kind="meetings.remind").values_list("state", flat=True)) == {
        "cancelled"
    }
    seat = told.invitees.get(member=aino)
    seat.meeting.refresh_from_db()
    with pytest.raises(ValidationError, match="peruttu"):
        record_answer(invitee=seat, value="yes", source=Answer.Source.PAGE)
    with pytest.raises(ValidationError):
        send_invitations(meeting=told, sender=outi)
    with pytest.raises(ValidationError):
        change(told, place="Muualla")
    travel(told.starts_at - dt.timedelta(days=7, hours=-1))
    assert remind_due(now=told.starts_at - dt.timedelta(days=7, hours=-1)) == 0
    travel(told.ends_at + dt.timedelta(hours=2))
    assert request_due(now=told.ends_at + dt.timedelta(hours=2)) == 0


def test_the_letter_leaves_the_house_with_its_entry(
    told: Meeting, outi: Member, aino: Member, smtp_server: MailServer
) -> None:
    call_off(meeting=told, reason=REASON, instead="", by=outi)
    assert run_due() == 4
    letters = [letter for letter in smtp_server.letters if "Peruttu" in str(letter["Subject"])]
    assert len(letters) == 4
    assert {part.get_param("method") for letter in letters for part in letter.walk()} >= {"CANCEL"}


def test_a_cancellation_waits_for_nobody_whose_invitation_was_refused_after_all(
    meeting: Meeting, outi: Member, aino: Member, petri: Member, smtp_server: MailServer
) -> None:
    """The invitation was being said when the meeting was called off, and the server then refused it."""
    send_invitations(meeting=meeting, sender=outi)
    invitation = Message.objects.get(person=str(aino.pk))
    Message.objects.filter(pk=invitation.pk).update(
        state=State.SENDING, handed_at=meeting.created_at, lease_until=meeting.starts_at
    )
    assert call_off(meeting=meeting, reason="", instead="", by=outi) == 1
    Message.objects.filter(pk=invitation.pk).update(
        state=State.FAILED, handed_at=None, lease_until=None, next_at=None
    )
    assert run_due() == 0
    assert Message.objects.get(kind="meetings.cancelled").state == State.CANCELLED


@pytest.mark.parametrize(
    "page", ["meetings:meeting", "meetings:participants", "meetings:season", "home:club"]
)
def test_every_page_says_so(told: Meeting, outi: Member, client_of: ClientOf, page: str) -> None:
    call_off(meeting=told, reason=REASON, instead=INSTEAD, by=outi)
    key = {"meetings:season": told.season_id, "home:club": told.season.club_id}.get(page, told.pk)
    html = client_of(outi).get(reverse(page, args=[key])).content.decode()
    assert "eruttu" in html


def test_ones_own_page_says_so_until_the_day(
    told: Meeting, outi: Member, aino: Member, client_of: ClientOf,
    travel: Callable[[dt.datetime], None],
) -> None:  # fmt: skip
    call_off(meeting=told, reason=REASON, instead=INSTEAD, by=outi)
    page = client_of(aino).get("/me/").content.decode()
    assert all(words in page for words in ("Peruttu:", told.title, REASON, INSTEAD))
    travel(told.starts_at + dt.timedelta(minutes=1))
    assert REASON not in client_of(aino).get("/me/").content.decode()


def test_the_answer_page_says_so(told: Meeting, outi: Member, aino: Member, client: Client) -> None:
    call_off(meeting=told, reason=REASON, instead="", by=outi)
    seat = told.invitees.get(member=aino)
    url = reverse("meetings:answer", args=[factories.answer_token(seat)])
    assert "Tämä tapaaminen on peruttu." in client.get(url).content.decode()
    response = client.post(url, {"answer": "yes"})
    assert response.status_code == 400
    assert "Tapaaminen on peruttu." in response.content.decode()


def test_the_details_can_no_longer_be_edited(
    told: Meeting, outi: Member, client_of: ClientOf
) -> None:
    call_off(meeting=told, reason="", instead="", by=outi)
    response = client_of(outi).get(reverse("meetings:meeting-edit", args=[told.pk]))
    assert response["Location"] == reverse("meetings:meeting", args=[told.pk])
    with pytest.raises(ValidationError):
        edit_meeting(
            meeting=told, title="", introduction="", starts_at=told.starts_at, length=180, place="",
            video_url="", personal_note="", themes=[],
        )  # fmt: skip


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_stay_the_same(
    meeting: Meeting, outi: Member, client_of: ClientOf, count: int, django_assert_num_queries: Any
) -> None:
    factories.make_members(meeting.season.club, count)
    send_invitations(meeting=meeting, sender=outi)
    let_leave()
    client = client_of(outi)
    with django_assert_num_queries(6):
        client.get(url_of(meeting))
