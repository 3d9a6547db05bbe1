"""A facilitator's own letter: begun, kept as a draft, looked at, sent to oneself, sent once, thrown away."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from clubs.models import Member
from meetings.anew_free import unwanted_free
from meetings.models import FreeLetter, Meeting
from meetings.services import record_answer
from meetings.services.free_letters import send_free_letter
from outbox.models import Message, State
from outbox.services import written_anew
from tests import factories
from tests.servers import MailServer

ClientOf = Callable[[Member], Client]
WRITTEN = {"audience": "all", "subject": "Muutama sana keväästä", "text": "Kiitos\n\nkeväästä."}


def new(member: Member) -> str:
    return f"/clubs/{member.club_id}/mail/new/"


def path(letter: FreeLetter, part: str = "") -> str:
    return f"/clubs/{letter.club_id}/mail/drafts/{letter.pk}/{part}"


@pytest.fixture
def draft(outi: Member) -> FreeLetter:
    return factories.make_free_letter(outi.club, written_by=outi)


def test_what_is_saved_is_a_draft_and_stands_in_the_outbox(
    client_of: ClientOf, outi: Member, aino: Member
) -> None:
    client = client_of(outi)
    response = client.post(new(outi), WRITTEN)
    letter = FreeLetter.objects.get()
    assert response["Location"] == f"{path(letter)}?done=saved"
    assert (letter.subject, letter.text, letter.sent_at) == (
        WRITTEN["subject"],
        WRITTEN["text"],
        None,
    )
    outbox = client.get(f"/clubs/{outi.club_id}/mail/").content.decode()
    assert "Luonnokset 1" in outbox
    assert path(letter) in outbox
    assert Message.objects.count() == 0


def test_a_draft_shows_its_readers_and_itself(
    client_of: ClientOf, outi: Member, aino: Member, petri: Member, draft: FreeLetter
) -> None:
    client = client_of(outi)
    page = client.get(path(draft)).content.decode()
    assert "Lähetä 2 viestiä" in page
    assert "Aino, Petri" in page
    frame = client.get(path(draft, "html/")).content.decode()
    assert "Kiitos keväästä.<br><br>Jatketaan syksyllä." in frame
    assert "/u/" not in frame
    assert "Hei Aino," in client.get(path(draft, "html/?part=text")).content.decode()


def test_sending_saves_what_is_typed_and_happens_once(
    client_of: ClientOf, outi: Member, aino: Member, petri: Member, draft: FreeLetter
) -> None:
    client = client_of(outi)
    response = client.post(path(draft), {**WRITTEN, "text": "Toisin sanoin.", "action": "send"})
    assert response["Location"] == f"/clubs/{outi.club_id}/mail/?done=planned-sent"
    assert sorted(Message.objects.values_list("to_email", flat=True)) == [aino.email, petri.email]
    assert "Toisin sanoin." in Message.objects.all()[0].text
    again = client.post(path(draft), {**WRITTEN, "action": "send"})
    assert again.status_code == 302
    assert again["Location"].endswith(f"/mail/sent/free:{draft.pk}/meetings.free/")
    draft.refresh_from_db()
    assert send_free_letter(letter=draft, sender=outi) == 0
    assert Message.objects.count() == 2
    assert "Muutama sana" in client.get(again["Location"]).content.decode()


@pytest.mark.parametrize(
    ("audience", "names"), [("coming", ["Aino"]), ("silent", ["Leena", "Petri", "Timo"])]
)
def test_readers_are_chosen_by_their_answers(
    client_of: ClientOf,
    outi: Member,
    invited: Meeting,
    aino: Member,
    audience: str,
    names: list[str],
) -> None:
    record_answer(invitee=invited.invitees.get(member=aino), value="yes", source="page")
    client_of(outi).post(new(outi), {**WRITTEN, "audience": audience})
    letter = FreeLetter.objects.get()
    client_of(outi).post(path(letter), {**WRITTEN, "audience": audience, "action": "send"})
    sent = Message.objects.filter(kind="meetings.free").values_list("to_name", flat=True)
    assert sorted(name.split()[0] for name in sent) == names


def test_nothing_is_sent_to_others_than_those_who_were_named(
    client_of: ClientOf, outi: Member, invited: Meeting, draft: FreeLetter
) -> None:
    """The choice was changed after the page had named its readers: they are named anew first."""
    client = client_of(outi)
    posted = {**WRITTEN, "audience": "silent", "action": "send"}
    response = client.post(path(draft), posted)
    assert response["Location"] == f"{path(draft)}?done=letter-readers"
    assert Message.objects.count() == 0
    client.post(path(draft), posted)
    assert Message.objects.count() == 4


def test_without_a_meeting_there_are_no_answers_to_choose_by(
    client_of: ClientOf, outi: Member, aino: Member
) -> None:
    html = client_of(outi).post(new(outi), {**WRITTEN, "audience": "silent"}).content.decode()
    assert "Mihinkään tapaamiseen ei juuri nyt kysytä vastauksia." in html
    assert "Kiitos" in html
    assert FreeLetter.objects.count() == 0


def test_bad_input_is_told_at_its_field_and_stays(client_of: ClientOf, outi: Member) -> None:
    html = (
        client_of(outi)
        .post(new(outi), {"audience": "all", "subject": "x" * 121, "text": "Pitkä teksti"})
        .content.decode()
    )
    assert "enintään 120 merkkiä" in html
    assert "Pitkä teksti" in html
    assert FreeLetter.objects.count() == 0


def test_sent_to_nobody_is_refused(client_of: ClientOf, outi: Member, draft: FreeLetter) -> None:
    html = client_of(outi).post(path(draft), {**WRITTEN, "action": "send"}).content.decode()
    assert "Kukaan ei saisi tätä viestiä nyt." in html
    assert Message.objects.count() == 0


def test_a_copy_goes_to_oneself_only(
    client_of: ClientOf, outi: Member, aino: Member, draft: FreeLetter, smtp_server: MailServer
) -> None:
    response = client_of(outi).post(path(draft), {**WRITTEN, "action": "me"})
    assert response["Location"] == f"{path(draft)}?done=meetings-copy-sent"
    assert len(smtp_server.letters) == 1
    assert Message.objects.count() == 0


def test_a_draft_can_be_thrown_away_and_a_sent_letter_not(
    client_of: ClientOf, outi: Member, aino: Member, draft: FreeLetter
) -> None:
    client = client_of(outi)
    kept = factories.make_free_letter(outi.club)
    send_free_letter(letter=kept, sender=outi)
    client.post(path(kept), {"action": "drop"})
    response = client.post(path(draft), {"action": "drop"})
    assert response["Location"] == f"/clubs/{outi.club_id}/mail/?done=letter-dropped"
    assert list(FreeLetter.objects.all()) == [kept]


def test_who_leaves_gets_none_and_others_can_get_it_anew(
    outi: Member, aino: Member, petri: Member, draft: FreeLetter
) -> None:
    send_free_letter(letter=draft, sender=outi)
    Member.objects.filter(pk=petri.pk).update(left_at=draft.saved_at)
    rows = {row.person: row for row in Message.objects.all()}
    assert unwanted_free(list(rows.values())) == {rows[str(petri.pk)].pk}
    anew = written_anew(rows[str(aino.pk)].pk, is_inert=True, now=draft.saved_at)
    assert anew is not None
    assert "/u/" not in anew.html
    assert written_anew(rows[str(petri.pk)].pk, is_inert=True, now=draft.saved_at) is None
    assert {row.state for row in rows.values()} == {State.QUEUED}


def test_only_facilitators_of_the_club(
    client_of: ClientOf, outi: Member, aino: Member, ulla: Member, draft: FreeLetter
) -> None:
    assert client_of(aino).get(path(draft)).status_code == 403
    assert client_of(ulla).get(path(draft)).status_code == 404
    foreign = factories.make_free_letter(ulla.club)
    elsewhere = path(foreign).replace(str(ulla.club_id), str(outi.club_id))
    assert client_of(outi).get(elsewhere).status_code == 404


@pytest.mark.parametrize("number", [1, 3, 30])
def test_queries(
    number: int,
    client_of: ClientOf,
    outi: Member,
    draft: FreeLetter,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    factories.make_members(outi.club, number)
    client = client_of(outi)
    with django_assert_num_queries(7):
        client.get(path(draft))
