"""What the tick does for meetings: reminders that fall due, and changes that are owed."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from clubs.models import Member
from meetings.models import Answer, Meeting
from meetings.services import move_meeting, record_answer, remind_due, send_invitations
from outbox.delivery import run_due
from outbox.models import Message, State
from tests import factories

START = dt.datetime(2022, 11, 22, 7, tzinfo=dt.UTC)


@pytest.fixture
def told(
    travel: Callable[[dt.datetime], None],
    meeting: Meeting,
    outi: Member,
    aino: Member,
    petri: Member,
) -> Meeting:
    """Invited on the 1st to a meeting on the 22nd of November; Aino has answered."""
    travel(dt.datetime(2022, 11, 1, 7, tzinfo=dt.UTC))
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=START)
    meeting.refresh_from_db()
    send_invitations(meeting=meeting, sender=outi)
    Message.objects.update(state=State.SENT, next_at=None, sent_at=timezone.now())
    answer(meeting, aino, "yes")
    return meeting


def answer(meeting: Meeting, member: Member, value: str) -> None:
    record_answer(
        invitee=meeting.invitees.get(member=member), value=value, source=Answer.Source.MAIL
    )


def at(day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2022, 11, day, hour - 2, 5, tzinfo=dt.UTC)


def names(kind: str) -> list[str]:
    rows = Message.objects.filter(kind=f"meetings.{kind}").exclude(state=State.CANCELLED)
    return sorted(rows.values_list("to_name", flat=True))


SILENT = ["Leena Lahti", "Petri Pelto", "Timo Tuuli"]


def test_only_those_who_have_not_answered(told: Meeting) -> None:
    assert remind_due(now=at(7)) == 0
    remind_due(now=at(8))
    assert names("remind14") == SILENT


def test_is_idempotent_whatever_became_of_the_letters(told: Meeting) -> None:
    remind_due(now=at(8))
    Message.objects.filter(to_name="Petri Pelto").update(state=State.FAILED, next_at=None)
    assert remind_due(now=at(8, 10)) == 0
    assert remind_due(now=at(9)) == 0
    assert names("remind14") == SILENT


def test_a_week_before_also_those_who_are_not_sure(told: Meeting, petri: Member) -> None:
    answer(told, petri, "maybe")
    remind_due(now=at(8))
    assert names("remind14") == ["Leena Lahti", "Timo Tuuli"]
    assert remind_due(now=at(15)) == 3
    assert names("remind7") == SILENT


def test_an_answer_takes_back_the_reminder_that_waits(told: Meeting, petri: Member) -> None:
    remind_due(now=at(8))
    answer(told, petri, "no")
    assert names("remind14") == ["Leena Lahti", "Timo Tuuli"]
    assert remind_due(now=at(8, 10)) == 0


def test_nobody_who_was_invited_only_afterwards(told: Meeting, outi: Member, travel: Any) -> None:
    travel(at(9))
    factories.make_member(told.season.club, "Uusi", "Ukko", user=None)
    send_invitations(meeting=told, sender=outi)
    remind_due(now=at(10))
    assert "Uusi Ukko" not in names("remind14")
    remind_due(now=at(15))
    assert "Uusi Ukko" in names("remind7")


@pytest.mark.parametrize("field", ["cancelled_at", "invited_at"])
def test_not_for_meetings_called_off_or_never_announced(told: Meeting, field: str) -> None:
    value = timezone.now() if field == "cancelled_at" else None
    Meeting.objects.filter(pk=told.pk).update(**{field: value})
    assert remind_due(now=at(8)) == 0


def test_not_at_night_nor_on_weekends_nor_in_the_doorway(told: Meeting) -> None:
    for now in (at(8, 7), at(8, 16), at(12), START - dt.timedelta(minutes=29), at(23)):
        assert remind_due(now=now) == 0


def test_nobody_who_has_left(told: Meeting, petri: Member) -> None:
    Member.objects.filter(pk=petri.pk).update(left_at=timezone.now())
    remind_due(now=at(8))
    assert names("remind14") == ["Leena Lahti", "Timo Tuuli"]


def test_a_move_is_told_by_the_next_tick_and_asked_about_anew(told: Meeting, travel: Any) -> None:
    travel(at(9))
    remind_due(now=at(9))
    move_meeting(meeting=told, starts_at=START + dt.timedelta(days=14))
    remind_due(now=at(9, 10))
    assert names("changed") == ["Aino Aalto", *SILENT]
    assert remind_due(now=at(9, 11)) == 0
    remind_due(now=at(22))
    assert len(names("remind14")) == 4


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_stay_the_same(
    told: Meeting,
    outi: Member,
    travel: Any,
    count: int,
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    travel(dt.datetime(2022, 11, 2, 7, tzinfo=dt.UTC))
    factories.make_members(told.season.club, count)
    send_invitations(meeting=told, sender=outi)
    # One more where the database takes the rows in two parts.
    with django_assert_max_num_queries(46):
        assert remind_due(now=at(8)) == 2 + 3 + count
    # Nothing new, five minutes later.
    with django_assert_num_queries(7):
        assert remind_due(now=at(8) + dt.timedelta(minutes=5)) == 0
    # At night; and once in ten minutes it notes that it looked.
    with django_assert_num_queries(3):
        assert remind_due(now=at(8, 23)) == 0
    with django_assert_num_queries(2):
        assert remind_due(now=at(8, 23) + dt.timedelta(minutes=5)) == 0


def test_queries_stay_the_same_with_many_meetings(
    told: Meeting, outi: Member, travel: Any, django_assert_num_queries: Any
) -> None:
    travel(dt.datetime(2022, 11, 2, 7, tzinfo=dt.UTC))
    for week in range(1, 8):
        other = factories.make_meeting(told.season, starts_at=START + dt.timedelta(weeks=week))
        factories.invite(other)
        factories.make_agreed(told, f"Asia {week}", outi, due_on=dt.date(2022, 12, week))
    remind_due(now=at(8))
    # As many as above: nobody's thing agreed is due.
    with django_assert_num_queries(7):
        assert remind_due(now=at(8) + dt.timedelta(minutes=5)) == 0


def _leave(meeting: Meeting, petri: Member) -> None:
    Member.objects.filter(pk=petri.pk).update(left_at=timezone.now())


def _call_off(meeting: Meeting, petri: Member) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(cancelled_at=timezone.now())


def _answer(meeting: Meeting, petri: Member) -> None:
    meeting.invitees.filter(member=petri).update(answer="yes", answered_at=timezone.now())


def _move(meeting: Meeting, petri: Member) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(time_revision=1, revision=1)


@pytest.mark.parametrize("change", [_leave, _call_off, _answer, _move])
def test_the_guard_asks_again_before_a_reminder_leaves(
    told: Meeting, petri: Member, change: Callable[[Meeting, Member], None], travel: Any
) -> None:
    travel(at(8))
    remind_due(now=at(8))
    change(told, petri)
    run_due(now=at(8))
    letter = Message.objects.get(kind="meetings.remind14", person=str(petri.pk))
    assert letter.state == State.CANCELLED


@pytest.mark.parametrize("change", [_leave, _call_off, _move])
def test_the_guard_asks_again_before_an_invitation_leaves(
    meeting: Meeting,
    outi: Member,
    aino: Member,
    petri: Member,
    change: Callable[[Meeting, Member], None],
) -> None:
    send_invitations(meeting=meeting, sender=outi)
    change(meeting, petri)
    run_due()
    assert Message.objects.get(person=str(petri.pk)).state == State.CANCELLED


def test_an_answered_invitation_still_leaves(
    meeting: Meeting, outi: Member, aino: Member, petri: Member
) -> None:
    send_invitations(meeting=meeting, sender=outi)
    _answer(meeting, petri)
    run_due()
    assert Message.objects.get(person=str(petri.pk)).state != State.CANCELLED
