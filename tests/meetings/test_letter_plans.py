"""What a facilitator changes of planned letters, and what the product refuses."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from audit.models import Entry
from clubs.models import Member, Season
from feedback.planned import plan_requests
from meetings.models import LetterPlan, Meeting
from meetings.planned import plan
from meetings.sendings import PlannedSending
from meetings.services import (
    move_letter,
    remind_due,
    restore_letter,
    send_invitations,
    send_planned_now,
    set_timings,
    skip_letter,
)
from meetings.timings import Timing
from outbox.models import Message
from ui.dates import HELSINKI

Travel = Callable[[dt.datetime], None]


def at(day: int, month: int = 11, hour: int = 9, minute: int = 0) -> dt.datetime:
    return dt.datetime(2022, month, day, hour, minute, tzinfo=HELSINKI)


@pytest.fixture
def told(travel: Travel, meeting: Meeting, outi: Member, aino: Member, petri: Member) -> Meeting:
    """Everybody is invited on the 1st to a meeting on the 22nd of November; nobody has answered."""
    travel(at(1))
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=at(22))
    meeting.refresh_from_db()
    send_invitations(meeting=meeting, sender=outi)
    meeting.refresh_from_db()
    return meeting


def planned(step: str, now: dt.datetime) -> PlannedSending:
    [found] = [one for one in [*plan(now=now), *plan_requests(now=now)] if one.step == step]
    return found


def count(kind: str) -> int:
    return Message.objects.filter(kind=kind).count()


def test_what_is_skipped_does_not_leave_until_it_is_restored(told: Meeting, outi: Member) -> None:
    skip_letter(meeting=told, step="remind14", by=outi)
    assert planned("remind14", at(2)).is_skipped
    remind_due(now=at(8))
    assert count("meetings.remind14") == 0
    restore_letter(meeting=told, step="remind14", by=outi)
    assert not LetterPlan.objects.exists()
    remind_due(now=at(8, hour=10))
    assert count("meetings.remind14") == 4
    assert list(Entry.objects.order_by("at").values_list("action", "detail")) == [
        ("letters.skipped", "remind14"),
        ("letters.restored", "remind14"),
    ]


def test_what_is_moved_leaves_then_also_on_a_sunday(
    told: Meeting, outi: Member, travel: Travel
) -> None:
    move_letter(meeting=told, step="remind14", send_at=at(6, hour=18), by=outi, now=at(2))
    found = planned("remind14", at(2))
    assert (found.at, found.is_by_hand, found.is_moved) == (at(6, hour=18), True, False)
    remind_due(now=at(6, hour=17))
    assert count("meetings.remind14") == 0
    remind_due(now=at(6, hour=18))
    remind_due(now=at(8))
    assert count("meetings.remind14") == 4


@pytest.mark.parametrize(
    ("step", "send_at", "code"),
    [
        ("remind14", at(1, hour=8), "past"),
        ("remind14", at(15, hour=8), "order"),
        ("remind7", at(8, hour=8), "order"),
        ("remind7", at(17, hour=9), "order"),
        ("soon", at(14), "order"),
        ("soon", at(22, hour=8, minute=30), "late"),
        ("duty14", at(21, hour=10), "late"),
        ("feedback", at(22, hour=11), "late"),
        ("feedback", at(30), "late"),
        ("agreed_due", at(5), "unknown"),
        ("nonsense", at(5), "unknown"),
    ],
)
def test_a_moment_that_cannot_be_is_refused(
    told: Meeting, outi: Member, step: str, send_at: dt.datetime, code: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        move_letter(meeting=told, step=step, send_at=send_at, by=outi, now=at(2))
    assert refused.value.code == code
    assert not LetterPlan.objects.exists()


def test_nothing_is_planned_of_a_meeting_that_is_off(told: Meeting, outi: Member) -> None:
    told.cancelled_at = at(2)
    for verb in (skip_letter, send_planned_now, restore_letter):
        with pytest.raises(ValidationError):
            verb(meeting=told, step="soon", by=outi, now=at(3))


def test_sent_now_it_leaves_at_once_and_not_again(
    told: Meeting, outi: Member, travel: Travel
) -> None:
    travel(at(3, hour=20))
    assert send_planned_now(meeting=told, step="remind14", by=outi) == 4
    remind_due(now=at(8))
    assert count("meetings.remind14") == 4
    with pytest.raises(ValidationError, match="Kukaan ei saisi"):
        send_planned_now(meeting=told, step="remind14", by=outi, now=at(8))


def test_an_early_see_you_soon_takes_over_from_the_reminders(
    told: Meeting, outi: Member, travel: Travel
) -> None:
    travel(at(9))
    assert send_planned_now(meeting=told, step="soon", by=outi) == 4
    for day in (15, 16, 17):
        remind_due(now=at(day))
    assert (count("meetings.remind7"), count("meetings.soon")) == (0, 4)


def test_the_invitation_of_an_announced_season_can_be_sent_now(
    meeting: Meeting, outi: Member, aino: Member, travel: Travel
) -> None:
    travel(at(1, 9))
    Meeting.objects.update(starts_at=at(22))
    meeting.refresh_from_db()
    with pytest.raises(ValidationError):
        send_planned_now(meeting=meeting, step="invite", by=outi)
    Season.objects.update(announced_at=at(1, 9))
    assert send_planned_now(meeting=meeting, step="invite", by=outi) == 3


def test_feedback_is_moved_skipped_and_sent_like_the_rest(
    told: Meeting, outi: Member, travel: Travel
) -> None:
    assert planned("feedback", at(2)).at == at(22, hour=13)
    skip_letter(meeting=told, step="feedback", by=outi)
    assert planned("feedback", at(2)).is_skipped
    move_letter(meeting=told, step="feedback", send_at=at(23, hour=9), by=outi, now=at(2))
    assert planned("feedback", at(2)).at == at(23, hour=9)
    with pytest.raises(ValidationError, match="ei ole vielä päättynyt"):
        send_planned_now(meeting=told, step="feedback", by=outi, now=at(2))


def test_a_clubs_hours_count_for_feedback(told: Meeting, outi: Member) -> None:
    set_timings(club=told.season.club, timings={"feedback": Timing(3)}, by=outi)
    assert planned("feedback", at(2)).at == at(22, hour=15)
    set_timings(club=told.season.club, timings={"feedback": Timing(3, is_on=False)}, by=outi)
    assert plan_requests(now=at(2)) == []


@pytest.mark.parametrize("timings", [{"nonsense": Timing(3)}, {"remind7": Timing(20)}])
def test_timings_that_cannot_be_are_refused(
    told: Meeting, outi: Member, timings: dict[str, Timing]
) -> None:
    with pytest.raises(ValidationError):
        set_timings(club=told.season.club, timings=timings, by=outi)
    told.season.club.refresh_from_db()
    assert told.season.club.letter_timings == {}
