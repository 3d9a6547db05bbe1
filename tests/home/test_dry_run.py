"""``manage.py tick --dry-run``: says what a tick at that moment would send, and writes nothing."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from clubs.models import Member, Season
from home.forecast import forecast
from home.schedule import run_tick
from meetings.models import Answer, CadenceRound, LetterPlan, Meeting
from meetings.services import record_answer, send_invitations
from outbox.models import Message, State
from tests import factories
from tests.project.watch import Watch, digest
from ui.dates import HELSINKI

Travel = Callable[[dt.datetime], None]
START = dt.datetime(2022, 10, 11, 9, tzinfo=HELSINKI)


def at(day: int, month: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2022, month, day, hour, tzinfo=HELSINKI)


@pytest.fixture
def year(
    travel: Travel, meeting: Meeting, outi: Member, aino: Member, petri: Member, leena: Member
) -> Meeting:
    """An announced season with a meeting on the 11th of October; one before it, with feedback and a thing to do."""
    travel(at(22, 8))
    Season.objects.update(announced_at=at(22, 8))
    Meeting.objects.update(starts_at=START, number=2)
    earlier = factories.make_meeting(
        meeting.season, number=1, title="Avaus", starts_at=at(13, 9), host_group=meeting.host_group
    )
    send_invitations(meeting=earlier, sender=outi)
    for member in (aino, petri):
        seat = earlier.invitees.get(member=member)
        record_answer(invitee=seat, value="yes", source=Answer.Source.MAIL)
    Message.objects.update(state=State.SENT, next_at=None)
    factories.make_agreed(earlier, "Kokeillaan", leena, due_on=dt.date(2022, 9, 23))
    meeting.refresh_from_db()
    meeting.season.refresh_from_db()
    return meeting


MOMENTS = [
    at(5, 9, 8),  # duty notices
    at(6, 9),
    at(8, 9),  # "see you soon", and the answers are in
    at(13, 9, 13),  # feedback
    at(17, 9),  # a Saturday
    at(20, 9),  # invitation and a thing agreed
    at(20, 9, 22),  # the night
    at(27, 9),
    at(4, 10),
    at(6, 10),
    at(12, 10),
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_says_what_the_tick_then_does(year: Meeting, travel: Travel, moment: dt.datetime) -> None:
    for earlier in (one for one in MOMENTS if one < moment):
        travel(earlier)
        run_tick(now=earlier)
    travel(moment)
    known = set(Message.objects.values_list("pk", flat=True))
    told = [
        (one.kind, one.meeting.pk, str(member.pk))
        for one in forecast(now=moment).leaving
        for member in one.recipients
    ]
    run_tick(now=moment)
    done = [
        (one.kind, one.topic.removeprefix("meeting:"), one.person)
        for one in Message.objects.exclude(pk__in=known)
    ]
    assert sorted((kind, str(pk), person) for kind, pk, person in told) == sorted(done)
    assert forecast(now=moment).leaving == ()


def test_writes_nothing(year: Meeting, capsys: pytest.CaptureFixture[str]) -> None:
    before = digest()
    with connection.execute_wrapper(Watch()):
        call_command("tick", dry_run=True, at="2022-09-20T09:00")
    assert digest() == before
    assert Message.objects.filter(state=State.QUEUED).count() == 0
    assert not CadenceRound.objects.exists()
    assert not LetterPlan.objects.exists()
    out = capsys.readouterr().out
    assert out.startswith("2022-09-20 09:00: 7 letters would leave.")
    assert "Kutsu: Hyvinvointi työssä, ti 11.10. [meetings.invite, Esihenkilöiden" in out
    assert "  to: Aino Aalto <aino.aalto@example.org>, " in out
    assert "  why: jäsenet, joilla ei ole vielä kutsua" in out
    assert "Sovitun asian määräaika: Kokeillaan [meetings.agreed_due" in out


def test_names_what_waits_in_the_queue(
    year: Meeting, outi: Member, travel: Travel, capsys: pytest.CaptureFixture[str]
) -> None:
    travel(at(17, 9))
    send_invitations(meeting=year, sender=outi)
    call_command("tick", dry_run=True, at="2022-09-17T09:00")
    out = capsys.readouterr().out
    assert out.startswith("2022-09-17 09:00: 4 letters would leave.")
    assert "[meetings.invite, in the queue]" in out


def test_names_changes_that_are_owed(year: Meeting, outi: Member, travel: Travel) -> None:
    travel(at(17, 9))
    send_invitations(meeting=year, sender=outi)
    Message.objects.update(state=State.SENT, next_at=None)
    Meeting.objects.filter(pk=year.pk).update(sequence=1, revision=1)
    [owed] = forecast(now=at(17, 9, 22)).leaving
    assert (owed.kind, len(owed.recipients)) == ("meetings.changed", 4)


def test_names_what_came_too_late(year: Meeting, capsys: pytest.CaptureFixture[str]) -> None:
    CadenceRound.objects.create(seen_at=at(7, 9))
    call_command("tick", dry_run=True, at="2022-09-14T09:00")
    assert "Too late: Pian tavataan: Avaus, ti 13.9. [meetings.soon]" in capsys.readouterr().out


@pytest.mark.parametrize("moment", ["huomenna", "2022-13-40", "20.9.2022"])
def test_refuses_what_is_no_moment(db: None, moment: str) -> None:
    with pytest.raises(CommandError, match="Write it as 2022-09-20T09:00"):
        call_command("tick", dry_run=True, at=moment)


def test_another_moment_is_only_looked_at(db: None) -> None:
    with pytest.raises(CommandError, match="--dry-run"):
        call_command("tick", at="2022-09-20T09:00")


def test_says_that_sending_is_paused(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("pause_sending")
    call_command("tick", dry_run=True)
    assert "Sending is paused" in capsys.readouterr().out
