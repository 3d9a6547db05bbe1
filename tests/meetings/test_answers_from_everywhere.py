"""Answers by link, page, facilitator and calendar, in any order and at once: one stands, all are kept."""

import datetime as dt
import random
from dataclasses import dataclass

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from pytest_django import Settings

from clubs.models import Member
from meetings.models import Answer, Invitee, Meeting
from meetings.services import record_answer, record_calendar_reply
from outbox.inbound.intake import take_in
from tests.outbox.inbox import answers_of, good_letter, standing, use_real_handler
from tests.races import at_once
from tests.replies import MX

NOON = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
SECONDS = st.integers(0, 40)


@dataclass(frozen=True)
class Given:
    """One answer: when it was given, and for a calendar's reply how much later it was read and to which revision."""

    source: str
    value: str
    at: int
    delay: int
    sequence: int

    @property
    def moment(self) -> dt.datetime:
        return NOON + dt.timedelta(seconds=self.at)

    @property
    def read_at(self) -> dt.datetime:
        late = self.delay if self.source == "calendar" else 0
        return self.moment + dt.timedelta(seconds=late)


given_answers = st.lists(
    st.builds(
        Given,
        source=st.sampled_from(["mail", "page", "facilitator", "calendar"]),
        value=st.sampled_from(["yes", "maybe", "no"]),
        at=SECONDS,
        delay=SECONDS,
        sequence=st.integers(0, 3),
    ),
    min_size=1,
    max_size=9,
)


@pytest.fixture
def seat(invited: Meeting, aino: Member) -> Invitee:
    # Moved by its first two changes; the third was one of place.
    Meeting.objects.filter(pk=invited.pk).update(
        sequence=3, time_sequence=2, time_revision=2, starts_at=NOON + dt.timedelta(days=3)
    )
    return invited.invitees.get(member=aino)


def say(seat: Invitee, answer: Given) -> bool:
    """Give it; False when it may not count."""
    try:
        fresh = Invitee.objects.select_related("meeting", "member").get(pk=seat.pk)
        if answer.source == "calendar":
            before = fresh.answers.count()
            record_calendar_reply(
                invitee=fresh,
                value=answer.value,
                sequence=answer.sequence,
                stamp=answer.moment,
                now=answer.read_at,
            )
            return fresh.answers.count() > before
        record_answer(invitee=fresh, value=answer.value, source=answer.source, now=answer.moment)
    except ValidationError:
        return False
    return True


def counts(answer: Given, before: list[Given]) -> bool:
    """Say by the rule's own words whether an answer counts after those that counted before it."""
    if answer.source != "calendar":
        return True
    pairs = [(one.sequence, one.at) for one in before if one.source == "calendar"]
    return answer.sequence >= 2 and all((answer.sequence, answer.at) > pair for pair in pairs)


@pytest.mark.django_db
@effort(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=given_answers)
def test_the_newest_that_counts_stands(seat: Invitee, answers: list[Given]) -> None:
    Answer.objects.filter(invitee=seat).delete()
    Invitee.objects.filter(pk=seat.pk).update(
        answer="", answered_at=None, comment="", commented_at=None
    )
    counted: list[Given] = []
    for answer in sorted(answers, key=lambda one: one.read_at):
        expected = counts(answer, counted)
        assert say(seat, answer) is expected
        if expected:
            counted.append(answer)

    log = Answer.objects.filter(invitee=seat)
    assert sorted((row.at, row.value, row.source) for row in log) == sorted(
        (one.moment, one.value, one.source) for one in counted
    )
    row = Invitee.objects.get(pk=seat.pk)
    if not counted:
        assert (row.answer, row.answered_at) == ("", None)
        return
    newest = max(one.moment for one in counted)
    # Of two in the same second the one that was read last.
    [*_others, last] = [one for one in counted if one.moment == newest]
    assert (row.answer, row.answered_at) == (last.value, newest)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(3))
def test_at_the_same_moment(invited: Meeting, aino: Member, settings: Settings, seed: int) -> None:
    """Nobody waits for ever, nothing is lost, and what stands is the newest row of the log."""
    settings.INBOUND_AUTHSERV_ID = MX
    use_real_handler()
    seat = invited.invitees.get(member=aino)
    now = timezone.now()
    letter = good_letter(seat, partstat="DECLINED", stamp=now.replace(microsecond=0))
    deeds = [
        lambda: say_now(seat, "yes", "page"),
        lambda: say_now(seat, "maybe", "mail"),
        lambda: take_in(letter, now=timezone.now()),
        lambda: take_in(letter, now=timezone.now()),
    ]
    random.Random(seed).shuffle(deeds)

    assert at_once(*deeds) == ["done"] * 4
    assert sorted(answers_of(seat)) == [("maybe", "mail"), ("no", "calendar"), ("yes", "page")]
    newest = Answer.objects.filter(invitee=seat).latest("at")
    row = Invitee.objects.get(pk=seat.pk)
    assert (row.answer, row.answered_at, standing(seat)) == (
        newest.value, newest.at, newest.value,
    )  # fmt: skip


def say_now(seat: Invitee, value: str, source: str) -> Answer:
    fresh = Invitee.objects.select_related("meeting").get(pk=seat.pk)
    return record_answer(invitee=fresh, value=value, source=source)
