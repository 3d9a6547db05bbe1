"""The club's letters: what failed and why, and how far each sending is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from clubs.models import Member
from meetings.models import Meeting
from outbox.models import Message, Reason, State
from tests import factories

ClientOf = Callable[[Member | User], Client]


def letter(meeting: Meeting, member: Member, state: str, **fields: object) -> Message:
    now = timezone.now()
    values: dict[str, object] = {
        "key": f"{member.pk}-{state}-{fields.get('kind', '')}-{Message.objects.count()}",
        "kind": "meetings.invite",
        "topic": f"meeting:{meeting.pk}",
        "scope": f"club:{member.club_id}",
        "person": str(member.pk),
        "to_email": member.email,
        "to_name": member.full_name,
        "language": "fi",
        "subject": "Kutsu tapaamiseen",
        "message_id": "<x@example.org>",
        "created_at": now,
        "deadline": now + timedelta(days=3),
        "next_at": now,
        "state": state,
    }
    return Message.objects.create(**{**values, **fields})


def page(client: Client, member: Member) -> str:
    response = client.get(f"/clubs/{member.club_id}/mail/")
    assert response.status_code == 200
    return response.content.decode()


def test_a_failure_tells_why_and_leads_to_the_address(
    client_of: ClientOf, outi: Member, aino: Member, invited: Meeting
) -> None:
    letter(invited, aino, State.FAILED, reason=Reason.ADDRESS)
    html = page(client_of(outi), outi)
    assert "Osoitetta ei ole." in html
    assert f"/people/{aino.pk}/" in html


def test_a_failure_that_was_sent_anew_is_no_longer_listed(
    client_of: ClientOf, outi: Member, aino: Member, invited: Meeting
) -> None:
    hour = timezone.now() - timedelta(hours=1)
    letter(invited, aino, State.FAILED, created_at=hour)
    letter(invited, aino, State.SENT)
    assert f"/people/{aino.pk}/" not in page(client_of(outi), outi)


def test_a_sending_says_how_many_have_left(
    client_of: ClientOf, outi: Member, aino: Member, petri: Member, invited: Meeting
) -> None:
    letter(invited, aino, State.SENT)
    letter(invited, petri, State.QUEUED)
    html = page(client_of(outi), outi)
    assert f"Kutsu: {invited.title}" in html
    assert "Lähetetty 1/2" in html


def test_other_clubs_letters_are_not_shown(
    client_of: ClientOf, outi: Member, ulla: Member, invited: Meeting
) -> None:
    letter(invited, ulla, State.FAILED, to_name="Ulla Ulkoinen")
    assert "Ulla Ulkoinen" not in page(client_of(outi), outi)


def test_only_facilitators(client_of: ClientOf, outi: Member, aino: Member, ulla: Member) -> None:
    path = f"/clubs/{outi.club_id}/mail/"
    assert client_of(aino).get(path).status_code == 403
    assert client_of(ulla).get(path).status_code == 404


@pytest.mark.parametrize("number", [1, 3, 30])
def test_queries(
    number: int,
    client_of: ClientOf,
    outi: Member,
    invited: Meeting,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for place, member in enumerate(factories.make_members(outi.club, number)):
        letter(invited, member, State.FAILED)
        letter(invited, member, State.SENT, kind=f"kind{place}")
    client = client_of(outi)
    with django_assert_num_queries(9):
        page(client, outi)
