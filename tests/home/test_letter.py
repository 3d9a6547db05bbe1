"""A look at somebody's letter: written anew, with links that lead nowhere."""

import re
from collections.abc import Callable

from django.test import Client
from django.utils import timezone

from accounts.models import User
from clubs.models import Member
from feedback.services import request_due
from meetings.models import Meeting
from outbox.models import Message, State
from outbox.services import suppress, suppressed
from tests import factories
from tests.factories import make_message

ClientOf = Callable[[Member | User], Client]


def path(letter: Message, deed: str = "") -> str:
    return f"/clubs/{letter.scope.removeprefix('club:')}/mail/letters/{letter.pk}/{deed}"


def reminder(meeting: Meeting, member: Member) -> Message:
    return make_message(meeting, member, State.SENT, kind="meetings.remind7")


def test_the_letter_stands_in_a_frame_with_its_state(
    client_of: ClientOf, outi: Member, aino: Member, invited: Meeting
) -> None:
    letter = reminder(invited, aino)
    html = client_of(outi).get(path(letter)).content.decode()
    assert f'src="{path(letter, "html/")}"' in html
    assert "Palvelin otti viestin vastaan." in html


def test_nobody_can_answer_through_it(
    client_of: ClientOf, outi: Member, aino: Member, invited: Meeting
) -> None:
    """Neither in the HTML nor in the text: no link of the letter names a person."""
    letter = reminder(invited, aino)
    client = client_of(outi)
    for query in ("", "?part=text"):
        written = client.get(path(letter, "html/") + query).content.decode()
        assert aino.first_name in written
        assert re.findall(r"/(?:a|u|f|s|join|feed)/[\w:.-]{20,}", written) == []


def test_a_feedback_letter_can_be_looked_at_whether_or_not_it_was_answered(
    client_of: ClientOf, outi: Member, aino: Member, season: object
) -> None:
    meeting = factories.make_meeting(outi.club.seasons.get(), days=-1)
    factories.make_invitee(meeting, aino, "yes")
    request_due(now=timezone.now())
    for letter in Message.objects.filter(kind="feedback.request"):
        survey = meeting.survey
        survey.invitees.update(has_answered=True)
        html = client_of(outi).get(path(letter, "html/")).content.decode()
        assert "/f/" not in html


def test_what_would_not_be_sent_any_more_is_said(
    client_of: ClientOf, outi: Member, aino: Member, invited: Meeting
) -> None:
    letter = reminder(invited, aino)
    Member.objects.filter(pk=aino.pk).update(left_at=timezone.now())
    client = client_of(outi)
    assert "Viestiä ei enää lähetettäisi" in client.get(path(letter)).content.decode()
    assert client.get(path(letter, "html/")).status_code == 404


def test_an_address_is_said_to_work_again(
    client_of: ClientOf, outi: Member, aino: Member, invited: Meeting
) -> None:
    letter = make_message(invited, aino, State.BOUNCED, kind="meetings.remind7")
    suppress(address=aino.email, reason="full", detail="5.2.2")
    client = client_of(outi)
    assert "Osoite toimii taas" in client.get(f"/clubs/{outi.club_id}/mail/").content.decode()

    other = make_message(invited, outi, State.BOUNCED, kind="meetings.remind7")
    assert client.get(path(other)).status_code == 200
    page = client.get(f"/clubs/{outi.club_id}/mail/sent/meeting:{invited.pk}/meetings.remind7/")
    # Mail that came back once does not close an address; only one that is closed can be opened.
    assert page.content.decode().count("Osoite toimii taas") == 1

    response = client.post(path(letter, "works/"))
    assert response["Location"] == f"/clubs/{outi.club_id}/mail/?done=address-works"
    assert suppressed([aino.email]) == set()
    assert Message.objects.get(resend_of=letter).state == State.QUEUED


def test_other_clubs_letters_do_not_exist(
    client_of: ClientOf, outi: Member, aino: Member, ulla: Member, invited: Meeting
) -> None:
    letter = reminder(invited, aino)
    assert client_of(ulla).get(path(letter)).status_code == 404
    assert client_of(aino).get(path(letter)).status_code == 403
    elsewhere = path(letter).replace(str(outi.club_id), str(ulla.club_id))
    assert client_of(outi).get(elsewhere).status_code == 404
