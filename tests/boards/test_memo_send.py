"""Mailing a memo."""

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from boards.letters import memo_letters, unwanted_memos
from boards.models import Board, Memo
from boards.paper import readers_of
from boards.services import send_memo
from outbox.models import Message
from tests import factories


def url(memo: Memo, name: str = "memo-send") -> str:
    return reverse(f"boards:{name}", args=[memo.meeting_id])


@pytest.fixture
def memo(frozen, note, aino) -> Memo:
    factories.make_agreed(frozen.meeting, "Luotsien esittelyt", aino)
    return factories.make_memo(frozen.meeting, opening="Kiitos kaikille")


def test_page_shows_count_and_first_names(client_of, memo, outi, petri):
    page = client_of(outi).get(url(memo)).content.decode()
    assert "4 viestiä lähtee" in page
    assert "Aino, Leena, Petri, Timo" in page
    assert Message.objects.count() == 0
    reader = memo.meeting.invitees.get(member=petri)
    assert (
        f"?reader={reader.pk}"
        in client_of(outi).get(f"{url(memo)}?reader={reader.pk}").content.decode()
    )


def test_sends_once_to_those_invited_who_are_still_members(client_of, memo, outi, petri, eero):
    factories.make_invitee(memo.meeting, eero)
    client = client_of(outi)
    for notice in ("memo-sent", "memo-stays"):
        answer = client.post(url(memo))
        assert answer["Location"] == f"{url(memo, 'memo')}?done={notice}"
    letters = {letter.to_email: letter for letter in Message.objects.all()}
    assert sorted(letters) == [
        "aino.aalto@example.org", "leena.lahti@example.org", "petri.pelto@example.org",
        "timo.tuuli@example.org",
    ]  # fmt: skip
    memo.refresh_from_db()
    assert memo.is_sent is True
    assert Entry.objects.filter(action="memo.send").count() == 1
    assert "Lähetetty 0/4" in client.get(url(memo, "memo")).content.decode()


def test_a_memo_too_long_for_a_letter_is_kept_back_with_words(client_of, memo, outi):
    for position in range(4):
        memo.sections.create(kind="free", position=position, text="Pitkä rivi\n" * 1800)
    answer = client_of(outi).post(url(memo))
    assert answer.status_code == 400
    assert "Viesti on liian pitkä" in answer.content.decode()
    memo.refresh_from_db()
    assert (memo.is_sent, Message.objects.count()) == (False, 0)


def test_letter_says_own_things_first(memo, outi, aino, petri, season):
    factories.make_meeting(season, days=60, title="Etätyö ja etäjohtaminen")
    factories.make_material(memo.meeting, "Luotsi kulkee rinnalla")
    send_memo(memo=memo, sender=outi)
    own = Message.objects.get(to_email=aino.email)
    assert own.subject.startswith("Muistio: Hyvinvointi työssä ")
    order = [
        "Hei Aino,", "Kiitos kaikille", "Sinun nimesi on tässä", "Sovitut asiat", "Ideat",
        "Kävelykokoukset", "Luettua", "Luotsi kulkee rinnalla", "Seuraava tapaaminen",
        "Etätyö ja etäjohtaminen", "Outi Oivallus",
    ]  # fmt: skip
    places = [own.text.index(words) for words in order]
    assert places == sorted(places)
    assert "Sinun nimesi on tässä" not in Message.objects.get(to_email=petri.email).text
    for words in order:
        assert words in own.html
    assert own.headers["From"] == f"Outi Oivallus, {memo.meeting.season.club.name}"


def test_letter_is_in_the_readers_language(memo, outi, petri):
    petri.user.language = "sv"
    petri.user.save()
    send_memo(memo=memo, sender=outi)
    letter = Message.objects.get(to_email=petri.email)
    assert (letter.language, letter.text.splitlines()[3]) == ("sv", "Hej Petri,")


def test_words_of_people_are_not_markup(memo, outi, aino):
    memo.sections.update(text="<b>Lihava</b> & muut")
    send_memo(memo=memo, sender=outi)
    letter = Message.objects.get(to_email=aino.email)
    assert "&lt;b&gt;Lihava&lt;/b&gt; &amp; muut" in letter.html
    assert "<b>Lihava</b> & muut" in letter.text


def test_open_board_holds_the_memo_back(client_of, memo, outi):
    Board.objects.update(frozen_at=None)
    answer = client_of(outi).post(url(memo))
    assert answer["Location"].endswith("?done=memo-board-open")
    assert (Message.objects.count(), Memo.objects.get().is_sent) == (0, False)
    assert "Lähetä muistio</button>" not in client_of(outi).get(url(memo)).content.decode()


def test_guard_stops_letters_to_those_who_left(memo, outi, aino):
    send_memo(memo=memo, sender=outi)
    aino.left_at = timezone.now()
    aino.save()
    stopped = unwanted_memos(list(Message.objects.all()))
    assert stopped == {Message.objects.get(to_email=aino.email).pk}


@pytest.mark.parametrize("number", [1, 3, 30])
def test_queries_do_not_grow_with_readers(memo, outi, club, django_assert_num_queries, number):
    for member in factories.make_members(club, number):
        factories.make_invitee(memo.meeting, member)
        factories.make_agreed(memo.meeting, f"Sovittu {member}", member)
    fresh = Memo.objects.select_related("meeting__season__club").get()
    readers = readers_of(fresh.meeting)
    with django_assert_num_queries(9):
        letters = memo_letters(memo=fresh, readers=readers, sender=outi, now=timezone.now())
    assert len(letters) == 4 + number


@pytest.mark.parametrize(("role", "status"), [("aino", 403), ("ulla", 404), ("zaida", 404)])
def test_who_may(client_of, cast, role, status):
    factories.make_board(cast.meeting, frozen_at=timezone.now())
    memo = factories.make_memo(cast.meeting)
    client = client_of(getattr(cast, role))
    for name in ("memo-send", "memo-preview", "memo-progress"):
        assert client.get(url(memo, name)).status_code == status
    assert client.post(url(memo)).status_code == status
    assert Message.objects.count() == 0
