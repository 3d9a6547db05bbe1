"""Between two whole looks at the cadence a tick asks one question; what cannot wait is not kept waiting."""

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from clubs.models import Member, Season
from meetings.models import Invitee, LetterPlan, Meeting
from meetings.services import remind_at_once, remind_due
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
