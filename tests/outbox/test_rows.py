"""The fence, the lease and the plan: what a row allows, and to whom."""

import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings

from outbox import rows
from outbox.models import Message, Reason, State
from tests.outbox.mail import NOW, queue

pytestmark = pytest.mark.django_db


def claimed(row: Message) -> Message:
    (won,) = rows.claim([row.pk], now=timezone.now())
    return won


def test_production_patience() -> None:
    assert {
        name: getattr(settings, name) for name in dir(settings) if name.startswith("OUTBOX_")
    } == {
        "OUTBOX_BATCH_SIZE": 100,
        "OUTBOX_BATCH_SECONDS": 60,
        "OUTBOX_LEASE_SECONDS": 300,
        "OUTBOX_UNSURE_SECONDS": 900,
        "OUTBOX_RETRY_SECONDS": [60, 300, 900, 3600, 10800, 21600],
        "OUTBOX_RETRY_LATER_SECONDS": 21600,
        "OUTBOX_FAILURES_MAX": 5,
        "OUTBOX_PROBE_SECONDS": 900,
        "OUTBOX_PER_MINUTE": 0,
        "OUTBOX_CONNECTIONS": 2,
        "OUTBOX_BODY_DAYS": 30,
        "OUTBOX_METADATA_DAYS": 365,
    }
    assert settings.EMAIL_TIMEOUT == 10


@pytest.mark.parametrize(
    ("tries", "minutes"),
    [(1, 1), (2, 5), (3, 15), (4, 60), (5, 180), (6, 360), (7, 360), (40, 360)],
)
def test_the_plan_of_pauses_with_its_jitter(tries: int, minutes: int) -> None:
    pauses = [(rows.retry_at(tries, now=NOW) - NOW).total_seconds() / 60 for _ in range(200)]
    assert minutes * 0.8 <= min(pauses) < minutes < max(pauses) <= minutes * 1.2


def test_a_row_is_claimed_once() -> None:
    row = queue(1)
    won = claimed(row)
    assert (won.state, won.attempt) == (State.SENDING, 1)
    assert won.lease_until is not None
    assert rows.claim([row.pk], now=timezone.now()) == []


def test_an_expired_row_is_not_claimed() -> None:
    row = queue(1, deadline=timezone.now())
    assert rows.claim([row.pk], now=timezone.now()) == []


def test_a_late_worker_changes_nothing() -> None:
    row = queue(1)
    late = claimed(row)
    rows.release_leases(now=timezone.now() + timedelta(minutes=5, seconds=1))
    current = rows.claim([row.pk], now=timezone.now() + timedelta(minutes=6))[0]
    assert current.attempt == 2
    assert not rows.hand_over(late, now=timezone.now())
    assert not rows.finish(late, state=State.SENT)
    assert not rows.try_again(late, now=timezone.now(), reason=Reason.BUSY, detail="")
    rows.put_back([late])
    row.refresh_from_db()
    assert (row.state, row.attempt, row.tries) == (State.SENDING, 2, 0)
    assert rows.hand_over(current, now=timezone.now())
    assert not rows.hand_over(current, now=timezone.now())
    assert rows.finish(current, state=State.SENT)
    assert not rows.finish(current, state=State.FAILED)


def test_a_lease_that_ends_before_the_dot_makes_the_letter_due_again() -> None:
    row = queue(1)
    claimed(row)
    assert rows.release_leases(now=timezone.now() + timedelta(minutes=4)) == 0
    ended = timezone.now() + timedelta(minutes=5, seconds=1)
    assert rows.release_leases(now=ended) == 1
    row.refresh_from_db()
    assert (row.state, row.next_at, row.lease_until, row.tries) == (State.QUEUED, ended, None, 0)


def test_a_lease_that_ends_after_the_dot_makes_it_uncertain_then_failed() -> None:
    row = queue(1)
    ended = timezone.now() + timedelta(minutes=6)
    rows.hand_over(claimed(row), now=timezone.now())
    assert rows.release_leases(now=ended) == 1
    row.refresh_from_db()
    assert (row.state, row.unsure_at, row.next_at) == (
        State.UNSURE,
        ended,
        ended + timedelta(minutes=15),
    )
    again = rows.claim([row.pk], now=ended + timedelta(minutes=15))[0]
    rows.hand_over(again, now=ended + timedelta(minutes=15))
    assert rows.release_leases(now=ended + timedelta(minutes=30)) == 1
    row.refresh_from_db()
    assert (row.state, row.reason, row.next_at) == (State.FAILED, Reason.UNKNOWN, None)


def test_an_uncertain_letter_whose_second_attempt_never_left_stays_uncertain() -> None:
    row = queue(1)
    Message.objects.filter(pk=row.pk).update(state=State.UNSURE, unsure_at=timezone.now())
    again = claimed(row)
    ended = timezone.now() + timedelta(minutes=6)
    rows.release_leases(now=ended)
    row.refresh_from_db()
    assert (row.state, row.next_at) == (State.UNSURE, ended)
    again = rows.claim([row.pk], now=ended)[0]
    rows.try_again(again, now=ended, reason=Reason.BUSY, detail="451")
    row.refresh_from_db()
    assert (row.state, row.tries) == (State.UNSURE, 1)
    rows.expire_late(now=row.deadline)
    row.refresh_from_db()
    assert (row.state, row.next_at) == (State.UNSURE, None)


def test_an_unwanted_letter_that_may_have_left_is_not_called_cancelled() -> None:
    row = queue(1)
    Message.objects.filter(pk=row.pk).update(state=State.UNSURE, unsure_at=timezone.now())
    assert rows.finish_unwanted(claimed(row))
    row.refresh_from_db()
    assert (row.state, row.next_at) == (State.UNSURE, None)


def test_leases_are_settings(settings: Settings) -> None:
    settings.OUTBOX_LEASE_SECONDS = 1
    claimed(queue(1))
    assert rows.release_leases(now=timezone.now() + timedelta(seconds=2)) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres  # SQLite has one writer at a time.
def test_what_ends_late_letters_waits_for_nobody() -> None:
    """A click that takes back the same letters in another order would wait for the tick, and the tick for it."""
    now = timezone.now()
    held, late, left = (queue(number, deadline=now) for number in (1, 2, 3))
    Message.objects.filter(pk=left.pk).update(next_at=now - timedelta(hours=2))
    assert rows.claim([left.pk], now=now - timedelta(hours=1))
    ended: list[int] = []

    def tick() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '5s'")
        ended.append(rows.expire_late(now=now))
        ended.append(rows.release_leases(now=now))
        connection.close()

    with transaction.atomic():
        list(Message.objects.select_for_update().filter(pk__in=[held.pk, left.pk]))
        thread = threading.Thread(target=tick)
        thread.start()
        thread.join(20)
    assert ended == [1, 0]
    late.refresh_from_db()
    assert late.state == State.EXPIRED
    assert (rows.expire_late(now=now), rows.release_leases(now=now)) == (1, 1)
