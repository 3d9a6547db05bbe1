"""A meeting's details: /meetings/<meeting>/edit/, and what a change tells those who were invited."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from audit.models import Entry
from clubs.models import Member, Season
from meetings.models import Answer, Meeting
from meetings.services import record_answer, send_invitations
from outbox.models import Message, State
from tests import factories

ClientOf = Callable[[Member], Client]
pytestmark = pytest.mark.usefixtures("aino", "petri")


def data_of(meeting: Meeting, **changes: Any) -> dict[str, Any]:
    local = timezone.localtime(meeting.starts_at)
    return {
        "title": meeting.title,
        "introduction": meeting.introduction,
        "day": f"{local.day}.{local.month}.{local.year}",
        "clock": f"{local.hour}.{local.minute:02}",
        "length": str(meeting.length),
        "place": meeting.place,
        "video_url": meeting.video_url,
        "personal_note": meeting.personal_note,
        **changes,
    }


def url_of(meeting: Meeting) -> str:
    return reverse("meetings:meeting-edit", args=[meeting.pk])


@pytest.fixture
def told(meeting: Meeting, outi: Member) -> Meeting:
    """Everybody has their invitation, and it has left."""
    send_invitations(meeting=meeting, sender=outi)
    Message.objects.update(state=State.SENT, next_at=None, sent_at=timezone.now())
    meeting.refresh_from_db()
    return meeting


def test_saves_everything(meeting: Meeting, outi: Member, client_of: ClientOf) -> None:
    theme = factories.make_theme(meeting.season.club, "Luotsimalli")
    data = data_of(
        meeting,
        title="Luotsimalli",
        introduction="Muutos kuuluu kaikille.",
        day="13.9.2027",
        clock="12.30",
        length="150",
        place="Tila A1",
        video_url="https://example.org/huone",
        is_hybrid="on",
        personal_note="Tervetuloa",
        themes=[str(theme.pk)],
    )
    response = client_of(outi).post(url_of(meeting), data)
    assert response["Location"] == f"/meetings/{meeting.pk}/?undo=details&done=meetings-saved"
    meeting.refresh_from_db()
    assert timezone.localtime(meeting.starts_at).isoformat() == "2027-09-13T12:30:00+03:00"
    assert (meeting.title, meeting.length, meeting.place) == ("Luotsimalli", 150, "Tila A1")
    assert meeting.is_hybrid
    assert (meeting.video_url, meeting.personal_note) == ("https://example.org/huone", "Tervetuloa")
    assert list(meeting.themes.all()) == [theme]
    assert (meeting.sequence, meeting.revision, Message.objects.count()) == (0, 0, 0)
    assert Entry.objects.get(action="meetings.edit").object == f"meeting:{meeting.pk}"


def test_a_day_without_a_year_is_near_the_meeting(
    meeting: Meeting, outi: Member, client_of: ClientOf
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=dt.datetime(2028, 1, 11, 7, tzinfo=dt.UTC)
    )
    client_of(outi).post(url_of(meeting), data_of(meeting, day="14.12.", clock="9"))
    meeting.refresh_from_db()
    assert timezone.localtime(meeting.starts_at).isoformat() == "2027-12-14T09:00:00+02:00"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day": "syksyllä"}, "Kirjoita päivä muodossa 13.9.2022."),
        ({"day": ""}, "Tarkista"),
        ({"clock": "25"}, "Kirjoita aika muodossa 9 tai 9.30."),
        ({"day": "28.3.2027", "clock": "3.30"}, "Tätä kellonaikaa ei ole"),
        ({"day": "31.10.2027", "clock": "3.30"}, "on sinä päivänä kahdesti"),
        ({"length": "20"}, "30"),
        ({"length": "kolme tuntia"}, "Kirjoita luku numeroina."),
        ({"video_url": "javascript:alert(1)"}, "https://"),
        ({"title": "x" * 121}, "120"),
        ({"title": "a\u202eb"}, "näkymättömiä merkkejä"),
        ({"themes": ["6b0e0b1e-0000-4000-8000-000000000000"]}, "vaihtoehto"),
    ],
)
def test_bad_input_is_named_at_its_field_and_stays(
    meeting: Meeting, outi: Member, client_of: ClientOf, changes: dict[str, Any], words: str
) -> None:
    factories.make_theme(meeting.season.club)
    data = data_of(meeting, place="Uusi paikka", **changes)
    response = client_of(outi).post(url_of(meeting), data)
    html = response.content.decode()
    assert response.status_code == 400
    assert words in html
    assert 'value="Uusi paikka"' in html
    meeting.refresh_from_db()
    assert meeting.place == "Kokoushuone Kaisla"


def test_a_foreign_theme_is_refused(
    meeting: Meeting, outi: Member, other_club: Any, client_of: ClientOf
) -> None:
    factories.make_theme(meeting.season.club, "Oma")
    theme = factories.make_theme(other_club, "Vieras")
    data = data_of(meeting, themes=[str(theme.pk)])
    assert client_of(outi).post(url_of(meeting), data).status_code == 400
    assert meeting.themes.count() == 0


def test_the_page_warns_once_invitations_have_left(
    told: Meeting, outi: Member, client_of: ClientOf
) -> None:
    html = client_of(outi).get(url_of(told)).content.decode()
    assert "Kutsut on lähetetty." in html
    assert "Tallenna ja kerro kutsutuille" in html


def test_a_new_time_starts_the_answers_anew_and_tells_everybody(
    told: Meeting, outi: Member, aino: Member, client_of: ClientOf
) -> None:
    seat = told.invitees.get(member=aino)
    record_answer(invitee=seat, value="yes", source=Answer.Source.MAIL)
    response = client_of(outi).post(url_of(told), data_of(told, clock="10"))
    assert response["Location"].endswith("?undo=details&done=meetings-saved-told")
    told.refresh_from_db()
    seat.refresh_from_db()
    assert (told.sequence, told.revision, told.time_revision) == (1, 1, 1)
    assert (seat.answer, seat.answers.count(), seat.sequence_sent) == ("", 1, 1)
    letters = Message.objects.filter(kind="meetings.changed")
    assert letters.count() == 4
    mine = letters.get(person=str(aino.pk))
    assert mine.subject.startswith("Aika muuttui: ")
    [event] = Calendar.from_ical(bytes(mine.calendar)).walk("VEVENT")
    assert (event["SEQUENCE"], event["DTSTART"].dt) == (1, told.starts_at)


def test_a_new_place_keeps_the_answers(
    told: Meeting, outi: Member, aino: Member, client_of: ClientOf
) -> None:
    seat = told.invitees.get(member=aino)
    record_answer(invitee=seat, value="yes", source=Answer.Source.MAIL)
    client_of(outi).post(url_of(told), data_of(told, place="Tila A1"))
    seat.refresh_from_db()
    told.refresh_from_db()
    assert (seat.answer, told.sequence, told.time_revision) == ("yes", 1, 0)
    mine = Message.objects.get(kind="meetings.changed", person=str(aino.pk))
    assert mine.subject.startswith("Paikka muuttui: ")
    assert "Vastauksesi: Osallistun." in mine.text


def test_the_note_and_the_introduction_tell_nobody(
    told: Meeting, outi: Member, client_of: ClientOf
) -> None:
    client_of(outi).post(url_of(told), data_of(told, personal_note="Uusi", introduction="Uusi"))
    told.refresh_from_db()
    assert (told.sequence, Message.objects.filter(kind="meetings.changed").count()) == (0, 0)


def test_whoever_never_got_the_invitation_gets_it_with_the_new_time(
    meeting: Meeting, outi: Member, client_of: ClientOf
) -> None:
    send_invitations(meeting=meeting, sender=outi)
    meeting.refresh_from_db()
    client_of(outi).post(url_of(meeting), data_of(meeting, clock="10"))
    states = Message.objects.values_list("kind", "state").order_by("state")
    assert (
        sorted(states)
        == [("meetings.invite", "cancelled")] * 4 + [("meetings.invite", "queued")] * 4
    )


def test_a_meeting_that_has_begun_stays_in_its_time(
    told: Meeting, outi: Member, client_of: ClientOf, travel: Callable[[dt.datetime], None]
) -> None:
    travel(told.starts_at + dt.timedelta(minutes=5))
    response = client_of(outi).post(url_of(told), data_of(told, clock="10"))
    assert response.status_code == 400
    assert "Tapaaminen on alkanut, joten aikaa ei voi enää muuttaa." in response.content.decode()
    old = told.starts_at
    told.refresh_from_db()
    assert told.starts_at == old


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_stay_the_same(
    meeting: Meeting,
    outi: Member,
    client_of: ClientOf,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    main = factories.make_theme(meeting.season.club, "Muutosjohtaminen")
    for number in range(count):
        factories.make_theme(meeting.season.club, f"Teema {number}", parent=main)
    client = client_of(outi)
    with django_assert_num_queries(11):
        client.get(url_of(meeting))


@pytest.mark.parametrize("count", [1, 3, 30])
def test_telling_of_a_change_takes_the_same_queries(
    meeting: Meeting,
    outi: Member,
    client_of: ClientOf,
    count: int,
    django_assert_max_num_queries: Any,
) -> None:
    factories.make_members(meeting.season.club, count)
    send_invitations(meeting=meeting, sender=outi)
    Message.objects.update(state=State.SENT, next_at=None, sent_at=timezone.now())
    meeting.refresh_from_db()
    client = client_of(outi)
    # One more where the database takes the rows in two parts.
    with django_assert_max_num_queries(80):
        client.post(url_of(meeting), data_of(meeting, clock="10"))
    assert Message.objects.filter(kind="meetings.changed").count() == 4 + count


def test_the_host_pair_may_edit_and_the_letters_are_the_facilitators(
    told: Meeting, outi: Member, leena: Member, aino: Member, client_of: ClientOf
) -> None:
    assert client_of(aino).post(url_of(told), data_of(told, place="Sali C")).status_code == 403
    response = client_of(leena).post(url_of(told), data_of(told, place="Sali C"))
    assert response["Location"].endswith("?undo=details&done=meetings-saved-told")
    letters = Message.objects.filter(kind="meetings.changed")
    assert letters.count() == 4
    assert {outi.email in letter.headers["Reply-To"] for letter in letters} == {True}


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', html)
    return found[1] if found else ""


def test_the_second_of_two_sees_both_texts(
    meeting: Meeting, outi: Member, leena: Member, client_of: ClientOf
) -> None:
    first, second = client_of(outi), client_of(leena)
    base = hidden(first.get(url_of(meeting)).content.decode(), "base")
    theirs = data_of(meeting, introduction="Leenan sanat", base=base, do="save")
    assert second.post(url_of(meeting), theirs).status_code == 303
    mine = data_of(meeting, introduction="Outin sanat", place="Tila A1", base=base, do="save")
    response = first.post(url_of(meeting), mine)
    html = response.content.decode()
    assert response.status_code == 409
    for words in ("Leenan sanat", "Outin sanat", "Tila A1", leena.full_name):
        assert words in html
    # Only what differs is shown.
    assert "Etälinkki" not in html
    meeting.refresh_from_db()
    assert (meeting.introduction, meeting.place) == ("Leenan sanat", "Kokoushuone Kaisla")
    now = hidden(html, "base")
    merging = first.post(url_of(meeting), {**mine, "base": now, "do": "merge"}).content.decode()
    assert "Outin sanat" in merging
    assert "Leenan sanat" in merging
    first.post(url_of(meeting), {**mine, "base": now, "do": "save"})
    meeting.refresh_from_db()
    assert (meeting.introduction, meeting.place) == ("Outin sanat", "Tila A1")


def test_two_versions_of_an_announced_meeting_say_who_hears(
    told: Meeting, outi: Member, client_of: ClientOf
) -> None:
    data = data_of(told, place="Tila A1", base="0" * 16, do="save")
    html = client_of(outi).post(url_of(told), data).content.decode()
    assert "4 henkilöä saa viestin" in html
    assert Message.objects.filter(kind="meetings.changed").count() == 0


def test_only_words_are_saved_while_one_types(
    told: Meeting, outi: Member, client_of: ClientOf
) -> None:
    client = client_of(outi)
    base = hidden(client.get(url_of(told)).content.decode(), "base")
    words = {"introduction": "Uusi\r\n\r\nkappale", "personal_note": "Hei\r\nTuokaa eväät"}
    data = data_of(told, **words, place="Tila A1", clock="10", base=base, do="auto")
    html = client.post(url_of(told), data).content.decode()
    assert "Tekstit tallennettu" in html
    told.refresh_from_db()
    assert (told.introduction, told.personal_note) == ("Uusi\n\nkappale", "Hei\nTuokaa eväät")
    assert (told.place, told.sequence) == ("Kokoushuone Kaisla", 0)
    # The button goes on from what was saved.
    data |= {"base": hidden(html, "base"), "own": hidden(html, "own"), "do": "save"}
    assert client.post(url_of(told), data).status_code == 303
    told.refresh_from_db()
    assert (told.place, told.sequence) == ("Tila A1", 1)


def test_words_that_are_too_long_wait(meeting: Meeting, outi: Member, client_of: ClientOf) -> None:
    data = data_of(meeting, introduction="x" * 2001, do="auto")
    html = client_of(outi).post(url_of(meeting), data).content.decode()
    assert "Ei vielä tallennettu" in html
    meeting.refresh_from_db()
    assert meeting.introduction != "x" * 2001


def test_a_meeting_is_not_moved_into_the_past_or_over_another(
    meeting: Meeting, outi: Member, client_of: ClientOf
) -> None:
    client = client_of(outi)
    html = client.post(url_of(meeting), data_of(meeting, day="13.9.2022")).content.decode()
    assert html.count("Tapaamista ei voi siirtää menneisyyteen.") == 2
    other = factories.make_meeting(meeting.season, days=60)
    day = timezone.localdate(other.starts_at)
    data = data_of(meeting, day=f"{day.day}.{day.month}.{day.year}")
    html = client.post(url_of(meeting), data).content.decode()
    assert "Klubilla on samaan aikaan toinen tapaaminen" in html
    before = meeting.starts_at
    meeting.refresh_from_db()
    assert meeting.starts_at == before


def test_says_before_saving_that_no_letter_leaves(
    meeting: Meeting, outi: Member, client_of: ClientOf
) -> None:
    html = client_of(outi).get(url_of(meeting)).content.decode()
    assert "Ketään ei ole vielä kutsuttu, joten muutoksesta ei lähde viestiä." in html


def test_a_season_that_was_sent_says_who_tells_of_a_change(
    meeting: Meeting, outi: Member, client_of: ClientOf
) -> None:
    words = "kerro uudesta ajasta tai perumisesta itse"
    client = client_of(outi)
    pages = [url_of(meeting), reverse("meetings:call-off", args=[meeting.pk])]
    assert [words in client.get(page).content.decode() for page in pages] == [False, False]
    Season.objects.filter(pk=meeting.season_id).update(announced_at=timezone.now())
    assert [words in client.get(page).content.decode() for page in pages] == [True, True]
