"""Two sessions with the mail server, the number a minute, and one letter to a person at a time."""

import threading
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from outbox import channel, rows, slots
from outbox.clock import Clock
from outbox.delivery import run_due
from outbox.feed import Feed
from outbox.models import Channel, Message, State
from outbox.services import enqueue
from tests.outbox.mail import FaultyServer, make_letter, queue


def addresses(server: FaultyServer) -> Counter[str]:
    return Counter(str(letter["To"].addresses[0].addr_spec) for letter in server.letters)


@pytest.mark.django_db(transaction=True)
def test_two_sessions_share_the_letters_and_double_none(server: FaultyServer) -> None:
    enqueue(letters=[make_letter(number) for number in range(120)])
    server.pause = 0.002
    assert run_due() == 120
    assert addresses(server) == {f"person{number}@example.org": 1 for number in range(120)}
    assert (server.sessions, server.most_at_once) == (2, 2)
    assert set(Message.objects.values_list("state", "attempt", "tries", "claimed_by")) == {
        (State.SENT, 1, 0, None)
    }


@pytest.mark.django_db(transaction=True)
def test_a_few_letters_need_one_session(server: FaultyServer) -> None:
    enqueue(letters=[make_letter(number) for number in range(9)])
    assert run_due() == 9
    assert server.sessions == 1


@pytest.mark.django_db(transaction=True)
def test_one_session_where_the_relay_allows_one(server: FaultyServer, settings: Settings) -> None:
    settings.OUTBOX_CONNECTIONS = 1
    enqueue(letters=[make_letter(number) for number in range(30)])
    assert run_due() == 30
    assert server.sessions == 1


@pytest.mark.django_db(transaction=True)
def test_a_second_session_that_is_refused_is_no_failure(server: FaultyServer) -> None:
    """Some relays allow one session at a time: its letters leave through the first."""
    server.pause = 0.002
    server.sessions_max = 1
    enqueue(letters=[make_letter(number) for number in range(40)])
    assert run_due() == 40
    assert addresses(server) == {f"person{number}@example.org": 1 for number in range(40)}
    assert Channel.objects.get().failures == 0
    assert set(Message.objects.values_list("tries", flat=True)) == {0}


@pytest.mark.django_db(transaction=True)
def test_runs_at_once_share_the_sessions_of_the_process(server: FaultyServer) -> None:
    """A tick and three hints do not open eight sessions; a letter written meanwhile leaves too."""
    enqueue(letters=[make_letter(number) for number in range(60)])
    server.pause = 0.002
    sent: list[int] = []

    def run() -> None:
        try:
            sent.append(run_due())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (sum(sent), server.most_at_once) == (60, 2)
    assert addresses(server).most_common(1)[0][1] == 1


def test_whoever_finds_all_sessions_in_use_makes_their_user_look_again() -> None:
    assert slots.take(2) == 2
    assert slots.take(2) == 0
    assert slots.give(2)
    assert slots.take(2) == 2
    assert not slots.give(2)


# --- The number a minute --------------------------------------------------------------------------------------
@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The moments until which a run waited; it need not sleep for it."""
    until: list[datetime] = []

    def wait(self: Clock, moment: datetime) -> bool:
        until.append(moment)
        return True

    monkeypatch.setattr(Clock, "wait_until", wait)
    return until


@pytest.mark.django_db
def test_letters_leave_evenly_where_their_number_is_limited(
    server: FaultyServer, settings: Settings, waits: list[datetime]
) -> None:
    settings.OUTBOX_PER_MINUTE = 20
    enqueue(letters=[make_letter(number) for number in range(30)])
    began = timezone.now()
    assert 20 <= run_due(now=began) <= 21
    assert all(later - earlier >= timedelta(seconds=3) for earlier, later in pairwise(waits))
    assert waits[-1] <= began + timedelta(seconds=60)
    assert Message.objects.filter(state=State.QUEUED, lease_until=None, tries=0).count() >= 9
    assert run_due(now=began) == 0
    assert run_due(now=began + timedelta(seconds=63)) >= 9
    assert Message.objects.filter(state=State.SENT).count() == 30


@pytest.mark.django_db
def test_a_turn_is_given_once(settings: Settings) -> None:
    settings.OUTBOX_PER_MINUTE = 60
    now = timezone.now()
    channel.look()
    turns = [channel.take_turn(now=now, until=now + timedelta(seconds=10)) for _n in range(12)]
    assert turns == [*(now + timedelta(seconds=number) for number in range(11)), None]


@pytest.mark.django_db
def test_a_clock_that_was_wrong_does_not_hold_letters_for_a_year(settings: Settings) -> None:
    settings.OUTBOX_PER_MINUTE = 60
    channel.look()
    now = timezone.now()
    Channel.objects.update(free_at=now + timedelta(days=365))
    assert channel.take_turn(now=now, until=now + timedelta(seconds=60)) == now


@pytest.mark.django_db
def test_a_run_told_to_stop_does_not_wait_for_its_turn(
    server: FaultyServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OUTBOX_PER_MINUTE = 1
    stopping = threading.Event()
    monkeypatch.setattr("outbox.clock._stopping", stopping)
    queue(1)
    queue(2)
    threading.Timer(0.5, stopping.set).start()
    assert run_due() == 1
    assert Message.objects.filter(state=State.QUEUED, lease_until=None, tries=0).count() == 1


# --- One person, one topic ------------------------------------------------------------------------------------
def two_letters() -> tuple[Message, Message]:
    """The invitation, and the change that was written a moment later."""
    invitation = queue(1)
    change = queue(1, key="changed:m1:1:1", kind="meetings.changed")
    Message.objects.filter(pk=invitation.pk).update(
        created_at=change.created_at - timedelta(seconds=1)
    )
    return invitation, change


@pytest.mark.django_db
def test_a_change_waits_until_the_invitation_is_out(server: FaultyServer) -> None:
    invitation, change = two_letters()
    now = timezone.now()
    (held,) = rows.claim([invitation.pk], now=now)
    assert rows.choose(50, now=now) == []
    rows.finish(held, state=State.SENT)
    assert rows.choose(50, now=now) == [change.pk]


@pytest.mark.django_db
def test_letters_to_one_person_are_claimed_in_the_order_in_which_they_were_written(
    server: FaultyServer,
) -> None:
    """Also where the newer one has waited longer."""
    invitation, change = two_letters()
    now = timezone.now()
    Message.objects.filter(pk=change.pk).update(next_at=now - timedelta(minutes=5))
    elsewhere = queue(1, key="other", topic="meeting:m2")
    anonymous = [queue(9, key=f"code{number}", topic="", person="") for number in range(2)]
    chosen = rows.choose(50, now=timezone.now())
    assert set(chosen) == {invitation.pk, elsewhere.pk, *(row.pk for row in anonymous)}


@pytest.mark.django_db(transaction=True)
def test_both_leave_in_one_run_one_after_the_other(server: FaultyServer) -> None:
    for number in range(30):
        queue(number)
    for number in range(30):
        queue(number, key=f"changed:m1:1:{number}", kind="meetings.changed")
    assert run_due() == 60
    for number in range(30):
        mine = Message.objects.filter(person=f"p{number}").order_by("handed_at")
        assert [row.kind for row in mine] == ["meetings.invite", "meetings.changed"]
        assert mine[0].sent_at <= mine[1].handed_at  # type: ignore[operator]


@pytest.mark.django_db(transaction=True)
def test_senders_that_chose_at_once_do_not_send_two_letters_to_one_person_side_by_side(
    server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL passes over what another sender is claiming, and takes the letter behind it."""
    invitation, change = two_letters()
    elsewhere = queue(1, key="other", topic="meeting:m2")
    (held,) = rows.claim([invitation.pk], now=timezone.now())
    with monkeypatch.context() as patch:
        patch.setattr(rows, "choose", lambda limit, *, now: [change.pk, elsewhere.pk])
        won = rows.claim_next(50, now=timezone.now())
    assert [row.pk for row in won] == [elsewhere.pk]
    change.refresh_from_db()
    assert (change.state, change.claimed_by, change.tries) == (State.QUEUED, None, 0)
    rows.finish(held, state=State.SENT)
    assert [row.pk for row in rows.claim_next(50, now=timezone.now())] == [change.pk]


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres  # SQLite has one writer at a time.
def test_who_commits_last_sees_the_other_and_gives_way(server: FaultyServer) -> None:
    invitation, change = two_letters()
    is_claimed, is_other_done = threading.Event(), threading.Event()
    choose, first = rows.choose, []

    def claim_first() -> None:
        def slow(limit: int, *, now: datetime) -> list[Any]:
            chosen = choose(1, now=now)
            is_claimed.set()
            is_other_done.wait(20)
            return chosen

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rows, "choose", slow)
            first.extend(rows.claim_next(1, now=timezone.now()))
        connection.close()

    thread = threading.Thread(target=claim_first)
    thread.start()
    assert is_claimed.wait(20)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows, "choose", choose)
        second = rows.claim_next(1, now=timezone.now())
    is_other_done.set()
    thread.join(20)
    assert ([row.pk for row in first], [row.pk for row in second]) == ([], [change.pk])
    invitation.refresh_from_db()
    assert invitation.state == State.QUEUED


@pytest.mark.django_db
def test_a_feed_that_is_closed_while_a_session_looks_stays_closed(
    server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(1)
    feed = Feed(Clock(timezone.now()), channel.look())
    feed.fill()
    monkeypatch.setattr("outbox.feed.LOOK_SECONDS", 0.0)
    look = channel.look

    def look_late() -> Channel:
        feed.close()
        return look()

    monkeypatch.setattr("outbox.feed.channel.look", look_late)
    assert feed.take(lambda: None) is None
    feed.put_back()
    assert Message.objects.get().state == State.QUEUED
