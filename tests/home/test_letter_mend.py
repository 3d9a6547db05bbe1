"""Correcting the contact address where the failure is shown, and sending the letter anew in one press."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from audit.models import Entry
from boards.services import freeze_board, make_memo, open_board, send_memo
from clubs.models import Member
from meetings.models import Meeting
from outbox.models import Message, Reason, State
from outbox.services import suppress
from tests.factories import make_member

ClientOf = Callable[[Member | User], Client]


@pytest.fixture
def failed(invited: Meeting, outi: Member, aino: Member) -> Message:
    """Aino's memo did not get through."""
    freeze_board(board=open_board(meeting=invited))
    send_memo(memo=make_memo(meeting=invited), sender=outi)
    Message.objects.filter(kind="boards.memo").update(state=State.SENT, next_at=None)
    rows = Message.objects.filter(person=str(aino.pk), kind="boards.memo")
    rows.update(state=State.FAILED, reason=Reason.ADDRESS)
    return rows.get()


def mend(client: Client, letter: Message, email: str, **more: str) -> tuple[int, str, str]:
    club = letter.scope.removeprefix("club:")
    response = client.post(
        f"/clubs/{club}/mail/letters/{letter.pk}/mend/", {"email": email, **more}
    )
    return response.status_code, response.get("Location", ""), response.content.decode()


def test_the_address_is_saved_and_the_letter_leaves_anew(
    client_of: ClientOf, outi: Member, aino: Member, failed: Message
) -> None:
    assert aino.user is not None
    sign_in = aino.user.email
    status, to, _page = mend(client_of(outi), failed, " Aino.Aalto@Uusi.example ")
    aino.refresh_from_db()
    new = Message.objects.get(resend_of=failed)

    assert (status, to) == (303, f"/clubs/{outi.club_id}/mail/?done=letter-resent")
    assert aino.email == "aino.aalto@uusi.example"
    assert (new.to_email, new.state) == ("aino.aalto@uusi.example", State.QUEUED)
    assert User.objects.get(pk=aino.user.pk).email == sign_in
    actions = set(Entry.objects.values_list("action", flat=True))
    assert actions & {"clubs.address_corrected", "outbox.resent"} == {
        "clubs.address_corrected",
        "outbox.resent",
    }


def test_the_same_press_twice_sends_once(
    client_of: ClientOf, outi: Member, aino: Member, failed: Message
) -> None:
    client = client_of(outi)
    mend(client, failed, "uusi@example.org")
    _status, to, _page = mend(client, failed, "uusi@example.org")
    assert to.endswith("?done=letter-not-needed")
    assert Message.objects.filter(resend_of=failed).count() == 1


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("aino@", "Kirjoita osoite kokonaan"),
        ("", "Kirjoita osoite kokonaan"),
        ("aino@example.org\nBcc: x@example.org", "Kirjoita osoite kokonaan"),
        ("petri.pelto@example.org", "Osoite on jo klubissa."),
    ],
)
def test_a_bad_address_is_refused_at_the_field_and_stays(
    client_of: ClientOf,
    outi: Member,
    aino: Member,
    petri: Member,
    failed: Message,
    typed: str,
    complaint: str,
) -> None:
    status, _to, html = mend(client_of(outi), failed, typed)
    old = aino.email
    aino.refresh_from_db()
    assert status == 200
    assert complaint in html
    assert f'value="{typed.splitlines()[0] if typed else ""}' in html
    assert aino.email == old
    assert Message.objects.filter(resend_of=failed).count() == 0


def test_an_address_from_which_mail_came_back_is_not_tried_again(
    client_of: ClientOf, outi: Member, aino: Member, failed: Message
) -> None:
    suppress(address="uusi@example.org", reason="address", detail="5.1.1")
    old = aino.email
    status, _to, html = mend(client_of(outi), failed, "uusi@example.org")
    aino.refresh_from_db()
    assert (status, aino.email) == (200, old)
    assert 'aria-invalid="true"' in html


def test_the_joining_link_of_the_old_mailbox_ends(
    client_of: ClientOf, outi: Member, invited: Meeting, failed: Message
) -> None:
    uuno = make_member(outi.club, "Uuno", "Uusi", user=None)
    Message.objects.filter(pk=failed.pk).update(person=str(uuno.pk))
    mend(client_of(outi), failed, "uuno@uusi.example")
    generation = uuno.generation
    uuno.refresh_from_db()
    assert uuno.generation == generation + 1


def test_it_goes_back_to_the_page_it_came_from(
    client_of: ClientOf, outi: Member, failed: Message
) -> None:
    _status, to, _page = mend(client_of(outi), failed, "uusi@example.org", next="/me/")
    assert to == "/me/?done=letter-resent"


def test_only_facilitators_of_the_club(
    client_of: ClientOf, aino: Member, ulla: Member, failed: Message
) -> None:
    assert mend(client_of(aino), failed, "uusi@example.org")[0] == 403
    assert mend(client_of(ulla), failed, "uusi@example.org")[0] == 404
