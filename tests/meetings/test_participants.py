"""Who comes: /meetings/<meeting>/participants/."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clubs.models import Member
from meetings.models import Answer, Meeting
from meetings.services import (
    record_answer,
    record_calendar_proposal,
    record_calendar_reply,
    send_invitations,
)
from outbox.models import Message, State
from tests import factories

ClientOf = Callable[[Member], Client]
pytestmark = pytest.mark.usefixtures("aino", "petri")


def page(client: Client, meeting: Meeting) -> str:
    url = reverse("meetings:participants", args=[meeting.pk])
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(url).content.decode()).split())


@pytest.fixture
def answered(meeting: Meeting, outi: Member, aino: Member) -> Meeting:
    send_invitations(meeting=meeting, sender=outi)
    record_answer(
        invitee=meeting.invitees.get(member=aino),
        value="maybe",
        source=Answer.Source.MAIL,
        greeting="Tulen jos ehdin",
    )
    return meeting


def test_the_facilitator_sees_answers_letters_and_lines(
    answered: Meeting, outi: Member, petri: Member, client_of: ClientOf
) -> None:
    Message.objects.update(state=State.SENT, next_at=None)
    Message.objects.filter(person=str(petri.pk)).update(
        state=State.FAILED, reason=Message.Reason.ADDRESS
    )
    text = page(client_of(outi), answered)
    assert "4 kutsuttua" in text
    assert "Myyntipalvelut · viestistä" in text
    assert "“Tulen jos ehdin”" in text
    assert "Korjaa osoite" in text
    assert "Muistutuksen saavat: Leena, Petri, Timo" in text
    assert "Muistuta 3 vastaamatonta" in text


def test_a_failed_invitation_is_mended_where_it_is_seen(
    answered: Meeting, outi: Member, petri: Member, client_of: ClientOf
) -> None:
    """The corrected address and the letter again, in one press, back to this page; the sign-in stays."""
    Message.objects.update(state=State.SENT, next_at=None)
    failed = Message.objects.filter(person=str(petri.pk))
    failed.update(state=State.FAILED, reason=Message.Reason.ADDRESS)
    old = failed.get()
    client, path = client_of(outi), reverse("meetings:participants", args=[answered.pk])
    html = client.get(path).content.decode()
    action = f"/clubs/{outi.club_id}/mail/letters/{old.pk}/mend/"
    assert f'action="{action}"' in html
    assert html.count("/mend/") == 1

    response = client.post(action, {"email": "petri@uusi.example", "next": path})
    assert response["Location"] == f"{path}?done=letter-resent"
    new = Message.objects.get(resend_of=old)
    assert (new.to_email, new.kind) == ("petri@uusi.example", "meetings.invite")


def test_members_see_names_and_answers_only(
    answered: Meeting, petri: Member, client_of: ClientOf
) -> None:
    text = page(client_of(petri), answered)
    assert "Aino Aalto" in text
    assert "Petri Pelto (sinä)" in text
    for words in ("Tulen jos ehdin", "Muistuta", "Kirjaa vastaus", "lähetetty", "@"):
        assert words not in text


def test_the_host_pair_reads_the_lines(
    answered: Meeting, leena: Member, client_of: ClientOf
) -> None:
    assert "“Tulen jos ehdin”" in page(client_of(leena), answered)


def test_who_has_left_is_gone(
    answered: Meeting, outi: Member, aino: Member, client_of: ClientOf
) -> None:
    Member.objects.filter(pk=aino.pk).update(left_at=answered.starts_at)
    assert "Aino" not in page(client_of(outi), answered)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_stay_the_same(
    meeting: Meeting,
    outi: Member,
    client_of: ClientOf,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    factories.make_members(meeting.season.club, count)
    send_invitations(meeting=meeting, sender=outi)
    for seat in meeting.invitees.all():
        record_answer(invitee=seat, value="yes", source=Answer.Source.PAGE)
    client = client_of(outi)
    with django_assert_num_queries(10):
        client.get(reverse("meetings:participants", args=[meeting.pk]))


def test_an_answer_and_a_proposal_from_the_calendar(
    answered: Meeting, outi: Member, petri: Member, client_of: ClientOf
) -> None:
    """The facilitator sees both; what a calendar proposes is not the others' business."""
    seat = answered.invitees.get(member=petri)
    record_calendar_reply(invitee=seat, value="no", sequence=0, stamp=timezone.now())
    record_calendar_proposal(
        invitee=seat,
        sequence=0,
        stamp=timezone.now() + dt.timedelta(seconds=1),
        comment="Ehdottaa toista aikaa: ke 12.10.2022 klo 9–12. <b>Sopisi</b>",
    )
    text = page(client_of(outi), answered)
    assert "Tietohallinto · kalenterista" in text
    assert "Ehdottaa toista aikaa: ke 12.10.2022 klo 9–12. &lt;b&gt;Sopisi&lt;/b&gt;" in text
    assert "Ehdottaa" not in page(client_of(petri), answered)
