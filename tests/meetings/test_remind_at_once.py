"""Between two whole looks at the cadence a tick asks one question; what cannot wait is not kept waiting."""

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from clubs.models import Member, Season
from meetings.models import Invitee, LetterPlan, Meeting
from meetings.planned import due, plan
from meetings.sendings import PlannedSending
from meetings.services import (
    move_letter,
    remind_at_once,
    remind_due,
    restore_letter,
    send_planned_now,
    skip_letter,
)
from meetings.services.reminding import send_due
from outbox.models import Message
from tests import factories
from ui.dates import HELSINKI

NOON = dt.datetime(2022, 11, 1, 12, 7, tzinfo=HELSINKI)
SOON = NOON + dt.timedelta(minutes=1)


def kinds() -> set[str]:
    return set(Message.objects.values_list("kind", flat=True))


@pytest.fixture
def invited(meeting: Meeting, outi: Member, aino: Member, petri: Member) -> Meeting:
    """A meeting in three weeks to which everybody has been invited, looked at a minute ago."""
    starts_at = NOON.replace(hour=9, minute=0) + dt.timedelta(days=21)
    announced_at = NOON - dt.timedelta(days=40)
    Season.objects.filter(pk=meeting.season_id).update(announced_at=announced_at)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=starts_at)
    Member.objects.update(created_at=announced_at)
    remind_due(now=NOON)
    Message.objects.all().delete()
    meeting.refresh_from_db()
    assert meeting.invited_at == NOON
    return meeting


def test_where_nothing_is_new_one_question_is_asked(
    invited: Meeting, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    LetterPlan.objects.create(meeting=invited, step="remind14", send_at=NOON.replace(hour=15))
    factories.make_meeting(invited.season, starts_at=invited.starts_at + dt.timedelta(days=14))
    with django_assert_num_queries(1):
        assert remind_at_once(now=SOON) == 0
    assert kinds() == set()


def test_who_joins_late_is_invited_in_the_same_minute(invited: Meeting) -> None:
    factories.make_member(invited.season.club, "Maija", "Myöhäinen", user=None)
    assert remind_at_once(now=SOON.replace(hour=20)) == 0
    assert remind_at_once(now=SOON) == 1
    assert kinds() == {"meetings.invite"}
    assert remind_at_once(now=SOON) == 0


def test_whoever_was_let_off_is_no_late_joiner(
    invited: Meeting, aino: Member, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Invitee.objects.filter(meeting=invited, member=aino).update(uninvited_at=NOON)
    with django_assert_num_queries(1):
        assert remind_at_once(now=SOON) == 0


def test_a_moment_chosen_by_hand_is_kept_to_the_minute(invited: Meeting) -> None:
    LetterPlan.objects.create(meeting=invited, step="remind14", send_at=SOON)
    assert remind_at_once(now=NOON) == 0
    assert remind_at_once(now=SOON) > 0
    assert kinds() == {"meetings.remind14"}


def test_a_change_that_is_owed_is_told_at_once(invited: Meeting) -> None:
    Meeting.objects.filter(pk=invited.pk).update(
        sequence=9, starts_at=invited.starts_at + dt.timedelta(days=1)
    )
    assert remind_at_once(now=SOON) > 0


def test_what_nobody_has_looked_at_for_long_is_looked_at(invited: Meeting) -> None:
    much_later = NOON + dt.timedelta(days=7)
    assert remind_at_once(now=much_later) > 0
    assert kinds() == {"meetings.duty14", "meetings.remind14"}


def late_joiner(meeting: Meeting, first_name: str = "Maija") -> Member:
    return factories.make_member(meeting.season.club, first_name, "Myöhäinen", user=None)


def late_letters(now: dt.datetime) -> list[PlannedSending]:
    return [one for one in plan(now=now) if one.step == "invite"]


def test_a_late_invitation_that_was_skipped_does_not_leave_until_it_is_restored(
    invited: Meeting, outi: Member, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    late_joiner(invited)
    skip_letter(meeting=invited, step="invite", by=outi)
    [shown] = late_letters(SOON)
    assert (shown.is_skipped, shown.is_due, len(shown.recipients)) == (True, False, 1)
    assert remind_due(now=SOON) == 0
    with django_assert_num_queries(1):
        assert remind_at_once(now=SOON) == 0
    restore_letter(meeting=invited, step="invite", by=outi)
    assert remind_at_once(now=SOON) == 1


def test_a_late_invitation_leaves_when_the_facilitator_wants_it(
    invited: Meeting, outi: Member
) -> None:
    """Moved to an evening, or sent in one."""
    late_joiner(invited)
    evening = SOON.replace(hour=19)
    move_letter(meeting=invited, step="invite", send_at=evening, by=outi, now=NOON)
    assert [one.at for one in late_letters(SOON)] == [evening]
    assert remind_due(now=SOON) == 0
    assert remind_at_once(now=evening) == 1
    late_joiner(invited, "Mikko")
    night = SOON.replace(hour=22)
    assert remind_at_once(now=night) == 0
    assert send_planned_now(meeting=invited, step="invite", by=outi, now=night) == 1


def test_a_meeting_of_which_nobody_knows_does_not_keep_a_late_joiner_from_the_next(
    invited: Meeting,
) -> None:
    unannounced = factories.make_season(invited.season.club, "Jatko")
    factories.make_meeting(unannounced, starts_at=invited.starts_at - dt.timedelta(days=3))
    late_joiner(invited)
    assert remind_at_once(now=SOON) == 1


@pytest.mark.parametrize("step", ["remind14", "invite"])
@pytest.mark.parametrize("is_moved", [False, True])
def test_what_is_put_off_between_a_ticks_plan_and_its_writing_does_not_leave(
    invited: Meeting, outi: Member, step: str, is_moved: bool
) -> None:
    late_joiner(invited)
    now = NOON + dt.timedelta(days=7)
    [sending] = [one for one in due(now=now, since=now).sendings if one.step == step]
    if is_moved:
        later = now + dt.timedelta(hours=2)
        move_letter(meeting=invited, step=step, send_at=later, by=outi, now=now)
    else:
        skip_letter(meeting=invited, step=step, by=outi)
    assert send_due(sending=sending, now=now) == 0
    assert Message.objects.count() == 0


def test_a_moment_taken_back_between_a_ticks_plan_and_its_writing_does_not_count(
    invited: Meeting, outi: Member
) -> None:
    LetterPlan.objects.create(meeting=invited, step="remind14", send_at=SOON)
    [sending] = due(now=SOON, since=NOON).sendings
    restore_letter(meeting=invited, step="remind14", by=outi)
    assert send_due(sending=sending, now=SOON) == 0
