"""What a change says to whom: before and now, which number, and what happens when letters are leaving meanwhile."""

import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from clubs.models import Member
from meetings.models import Answer, Invitee, Meeting
from meetings.services import call_off, record_answer, remind_due, send_invitations, uninvite
from outbox.delivery import run_due
from outbox.models import Message, State
from outbox.services import resend, written_anew
from tests import factories
from tests.meetings.letters import alive, change, let_leave, sequences
from tests.races import at_once
from tests.servers import MailServer

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def told(meeting: Meeting, outi: Member, aino: Member) -> Meeting:
    """Everybody's invitation has left."""
    send_invitations(meeting=meeting, sender=outi)
    let_leave()
    return meeting


def newest(member: Member) -> Message:
    """The newest letter to somebody."""
    return Message.objects.filter(person=str(member.pk)).latest("created_at")


# --- Words ------------------------------------------------------------------------------------------------------
def test_a_new_time_is_said_in_words_with_its_reason(told: Meeting, aino: Member) -> None:
    seat = told.invitees.get(member=aino)
    record_answer(invitee=seat, value="yes", source=Answer.Source.MAIL)
    Meeting.objects.filter(pk=told.pk).update(
        starts_at=dt.datetime(2027, 10, 12, 6, tzinfo=dt.UTC), title="Luotsimalli: muutos"
    )
    change(told, starts_at=dt.datetime(2027, 10, 13, 6, tzinfo=dt.UTC), reason="Tila on varattu.")
    letter = newest(aino)
    assert letter.subject == "Aika muuttui: Luotsimalli nyt ke 13.10. klo 9–12"
    assert "Aiemmin: ti 12.10.2027 klo 9–12\nNyt: ke 13.10.2027 klo 9–12\n" in letter.text
    assert "Tila on varattu." in letter.text
    assert all(word in letter.text for word in ("Osallistun", "En tiedä vielä", "En pääse"))
    assert "Vastauksesi" not in letter.text


def test_a_longer_meeting_has_another_time(told: Meeting, aino: Member) -> None:
    change(told, length=240)
    assert newest(aino).subject.startswith("Aika muuttui: ")
    assert "klo 9–12\nNyt: " in newest(aino).text
    assert "klo 9–13\n" in newest(aino).text


def test_time_and_place_together(told: Meeting, aino: Member) -> None:
    change(told, starts_at=told.starts_at + HOUR, place="Tila A1")
    assert newest(aino).subject.startswith("Aika ja paikka muuttuivat: Hyvinvointi työssä nyt ")
    assert " · Kokoushuone Kaisla\n" in newest(aino).text
    assert " · Tila A1\n" in newest(aino).text


def test_a_new_title_keeps_the_answer(told: Meeting, aino: Member) -> None:
    seat = told.invitees.get(member=aino)
    record_answer(invitee=seat, value="yes", source=Answer.Source.MAIL)
    change(told, title="Palautumisen johtaminen")
    letter = newest(aino)
    assert letter.subject.startswith("Otsikko muuttui: Palautumisen johtaminen, ")
    assert "Aiemmin: Hyvinvointi työssä\nNyt: Palautumisen johtaminen\n" in letter.text
    assert "Vastauksesi: Osallistun." in letter.text
    assert "En pääse" not in letter.text
    seat.refresh_from_db()
    assert seat.answer == "yes"


def test_a_new_link_is_a_change_of_details(told: Meeting, aino: Member) -> None:
    change(told, video_url="https://example.org/huone")
    assert newest(aino).subject.startswith("Tiedot muuttuivat: ")
    assert "https://example.org/huone" in newest(aino).text
    assert "Aiemmin" not in newest(aino).text


def test_before_is_what_had_reached_the_person(told: Meeting, aino: Member) -> None:
    """The first letter of change had not left when the second was written."""
    change(told, place="Tila A1")
    change(told, place="Tila B2")
    assert "Aiemmin: Kokoushuone Kaisla\nNyt: Tila B2\n" in newest(aino).text
    let_leave()
    change(told, place="Tila C3")
    assert "Aiemmin: Tila B2\nNyt: Tila C3\n" in newest(aino).text
    assert sequences(aino) == [("REQUEST", 0), ("REQUEST", 2), ("REQUEST", 3)]


def test_the_reason_of_one_change_is_not_that_of_the_next(told: Meeting, aino: Member) -> None:
    change(told, place="Tila A1", reason="Remontti.")
    let_leave()
    change(told, place="Tila B2")
    assert "Remontti." not in newest(aino).text


def test_the_form_says_first_who_gets_a_letter(
    told: Meeting, outi: Member, client_of: Callable[[Member], Client]
) -> None:
    page = client_of(outi).get(reverse("meetings:meeting-edit", args=[told.pk]))
    html = " ".join(page.content.decode().split())
    assert "3 henkilöä saa viestin: Aino, Leena, Timo." in html
    assert "Muutoksen syy" in html


def test_before_the_invitations_there_is_no_reason_to_give(
    meeting: Meeting, outi: Member, client_of: Callable[[Member], Client]
) -> None:
    page = client_of(outi).get(reverse("meetings:meeting-edit", args=[meeting.pk]))
    assert "Muutoksen syy" not in page.content.decode()


# --- Numbers ----------------------------------------------------------------------------------------------------
def stamps(member: Member) -> list[tuple[int, dt.datetime]]:
    """SEQUENCE and DTSTAMP of every entry written for somebody."""
    found = []
    for row in Message.objects.filter(person=str(member.pk)).order_by("created_at"):
        [event] = Calendar.from_ical(bytes(row.calendar)).walk("VEVENT")
        found.append((event.decoded("SEQUENCE"), event.decoded("DTSTAMP")))
    return found


def test_the_same_letter_again_has_the_same_number_and_stamp(
    meeting: Meeting, outi: Member, aino: Member
) -> None:
    at = timezone.now() - 3 * HOUR
    send_invitations(meeting=meeting, sender=outi, now=at)
    Message.objects.update(state=State.FAILED, next_at=None)
    assert send_invitations(meeting=meeting, sender=outi) == 3
    assert stamps(aino) == [(0, at.replace(microsecond=0))] * 2


def test_a_resend_by_hand_keeps_them_too_and_is_written_anew(
    told: Meeting, outi: Member, aino: Member
) -> None:
    change(told, place="Tila A1")
    Message.objects.filter(kind="meetings.changed").update(state=State.FAILED, next_at=None)
    old = alive("meetings.changed")[str(aino.pk)]
    new = resend(message_id=old.pk, by="outi")
    assert stamps(aino)[1:] == [stamps(aino)[1]] * 2
    assert "Aiemmin: Kokoushuone Kaisla\nNyt: Tila A1\n" in new.text
    assert new.resend_of == old


def test_a_letter_looked_at_answers_for_nobody(told: Meeting, outi: Member, aino: Member) -> None:
    change(told, place="Tila A1")
    uninvite(invitee=told.invitees.get(member=aino), by=outi)
    rows = Message.objects.filter(person=str(aino.pk))
    assert {row.kind for row in rows} == {
        "meetings.invite",
        "meetings.changed",
        "meetings.uninvited",
    }
    for row in rows:
        letter = written_anew(row.pk, is_inert=True, now=timezone.now())
        assert letter is not None
        assert "/a/" not in letter.text + letter.html


@pytest.mark.parametrize("kind", ["meetings.invite", "meetings.changed"])
def test_what_makes_no_sense_any_more_is_not_written_anew(
    told: Meeting, outi: Member, aino: Member, kind: str
) -> None:
    change(told, place="Tila A1")
    let_leave()
    call_off(meeting=told, reason="", instead="", by=outi)
    row = alive(kind)[str(aino.pk)]
    assert written_anew(row.pk, is_inert=False, now=timezone.now()) is None
    ending = alive("meetings.cancelled")[str(aino.pk)]
    assert written_anew(ending.pk, is_inert=False, now=timezone.now()) is not None
    after = told.ends_at + HOUR
    assert written_anew(ending.pk, is_inert=False, now=after) is None


def test_who_is_invited_later_starts_at_the_meetings_number(
    told: Meeting, outi: Member, aino: Member
) -> None:
    change(told, place="Tila A1")
    let_leave()
    late = factories.make_member(told.season.club, "Kalle", "Kuusela")
    send_invitations(meeting=told, sender=outi)
    assert sequences(late) == [("REQUEST", 1)]


def test_the_tick_repeats_nothing(told: Meeting, outi: Member, aino: Member) -> None:
    change(told, starts_at=told.starts_at + HOUR)
    count = Message.objects.count()
    assert remind_due(now=timezone.now()) == 0
    assert Message.objects.count() == count


# --- While letters leave (fault 15) -------------------------------------------------------------------------------
def said_last(member: Member) -> tuple[str, int] | None:
    """METHOD and SEQUENCE of the newest letter that the mail server took for somebody."""
    rows = Message.objects.filter(person=str(member.pk), state=State.SENT, calendar_method__gt="")
    row = rows.order_by("sent_at", "created_at").last()
    if row is None:
        return None
    [event] = Calendar.from_ical(bytes(row.calendar)).walk("VEVENT")
    return row.calendar_method, event.decoded("SEQUENCE")


@pytest.fixture
def many(meeting: Meeting, outi: Member) -> list[Member]:
    """Ten more people, and everybody's invitation waiting to leave."""
    factories.make_members(meeting.season.club, 10)
    send_invitations(meeting=meeting, sender=outi)
    return [seat.member for seat in meeting.invitees.select_related("member")]


@pytest.mark.django_db(transaction=True)
def test_moved_while_the_invitations_are_leaving(
    meeting: Meeting, many: list[Member], smtp_server: MailServer
) -> None:
    at_once(run_due, lambda: change(meeting, starts_at=meeting.starts_at + HOUR))
    run_due()
    assert {said_last(member) for member in many} == {("REQUEST", 1)}
    for member in many:
        kinds = [row.kind for row in Message.objects.filter(person=member.pk, state=State.SENT)]
        assert sorted(kinds) in (["meetings.invite"], ["meetings.changed", "meetings.invite"])


@pytest.mark.django_db(transaction=True)
def test_called_off_while_the_invitations_are_leaving(
    meeting: Meeting, outi: Member, many: list[Member], smtp_server: MailServer
) -> None:
    at_once(run_due, lambda: call_off(meeting=meeting, reason="", instead="", by=outi))
    run_due()
    for member in many:
        kinds = {row.kind for row in Message.objects.filter(person=member.pk, state=State.SENT)}
        assert kinds in (set(), {"meetings.invite", "meetings.cancelled"})
        assert said_last(member) in (None, ("CANCEL", 1))


@pytest.mark.django_db(transaction=True)
def test_invited_moved_and_called_off_at_the_same_moment(
    meeting: Meeting, outi: Member, aino: Member, smtp_server: MailServer
) -> None:
    """Whatever comes first, nobody is left with a meeting that is not."""
    factories.make_members(meeting.season.club, 5)
    at_once(
        lambda: send_invitations(meeting=Meeting.objects.get(pk=meeting.pk), sender=outi),
        lambda: change(Meeting.objects.get(pk=meeting.pk), place="Tila A1"),
        lambda: call_off(
            meeting=Meeting.objects.get(pk=meeting.pk), reason="", instead="", by=outi
        ),
        run_due,
    )
    run_due()
    meeting.refresh_from_db()
    assert meeting.cancelled_at is not None
    for member in meeting.season.club.members.invited():
        said = said_last(member)
        assert said is None or said[0] == "CANCEL"


@pytest.mark.django_db(transaction=True)
def test_an_answer_to_the_old_time_does_not_stand(
    told: Meeting, aino: Member, smtp_server: MailServer
) -> None:
    for hour in range(1, 5):
        seat = Invitee.objects.select_related("meeting").get(meeting=told, member=aino)
        at_once(
            partial(record_answer, invitee=seat, value="yes", source=Answer.Source.PAGE),
            partial(
                change, Meeting.objects.get(pk=told.pk), starts_at=told.starts_at + hour * HOUR
            ),
        )
        seat.refresh_from_db()
        assert (seat.answer, hour) == ("", hour)


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_the_same_moment_are_two_numbers(
    told: Meeting, aino: Member, smtp_server: MailServer
) -> None:
    at_once(
        lambda: change(Meeting.objects.get(pk=told.pk), place="Tila A1"),
        lambda: change(Meeting.objects.get(pk=told.pk), title="Toinen otsikko"),
    )
    told.refresh_from_db()
    run_due()
    assert told.sequence == 2
    assert said_last(aino) == ("REQUEST", 2)
    waiting = Message.objects.filter(person=str(aino.pk), state=State.QUEUED)
    assert not waiting.exists()
