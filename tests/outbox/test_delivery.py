"""Sending what is due: every answer a mail server can give, and what the row says afterwards."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from outbox import smtp
from outbox.delivery import Clock, purge, run_due
from outbox.models import Message, Reason, State
from outbox.reasons import reason_for
from outbox.services import cancel, enqueue, left, register_guard, suppress, suppressed
from tests.outbox.mail import FaultyServer, make_letter, queue

pytestmark = pytest.mark.django_db


def later(**pause: float) -> datetime:
    return timezone.now() + timedelta(**pause)


def test_due_letters_leave_over_one_connection(server: FaultyServer) -> None:
    enqueue(letters=[make_letter(number) for number in range(1, 15)])
    assert run_due() == 14
    assert sorted(str(letter["To"].addresses[0].addr_spec) for letter in server.letters) == sorted(
        f"person{number}@example.org" for number in range(1, 15)
    )
    assert server.sessions == 1
    rows = Message.objects.all()
    assert {
        (row.state, row.attempt, row.tries, row.lease_until, row.claimed_by) for row in rows
    } == {(State.SENT, 1, 0, None, None)}
    for row in rows:
        assert row.handed_at is not None
        assert row.sent_at is not None
        assert row.created_at <= row.handed_at <= row.sent_at
    assert run_due() == 0
    assert len(server.raw) == 14


def test_a_letter_costs_one_commit(
    server: FaultyServer, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run_due()
    enqueue(letters=[make_letter(number) for number in range(10)])
    look, look_for_old, mark = 1, 2, 1
    in_savepoint = 2
    choose_claim_read, bounced_addresses = 3, 1
    first, last_result = 1, 1
    # PostgreSQL takes the result of a letter and the hand-over of the next as one.
    each_next = 1 if connection.vendor == "postgresql" else in_savepoint + 2
    nothing_more = in_savepoint + 1
    with django_assert_num_queries(
        look
        + look_for_old
        + mark
        + in_savepoint
        + choose_claim_read
        + bounced_addresses
        + first
        + 9 * each_next
        + last_result
        + nothing_more
    ):
        assert run_due() == 10


def test_an_idle_run_asks_little(
    server: FaultyServer, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Also where much is stored and something waits for later."""
    queue(1)
    run_due()
    Message.objects.filter(pk=queue(2).pk).update(next_at=later(minutes=9))
    with django_assert_num_queries(1):
        assert run_due() == 0
    mark = 1
    with django_assert_num_queries(1 + mark):
        assert run_due(now=later(minutes=6)) == 0
    assert server.sessions == 1


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_server_is_spoken_to(
    server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(1)
    seen = []
    opened = smtp.connection

    def noting() -> object:
        seen.append(connection.in_atomic_block)
        return opened()

    monkeypatch.setattr("outbox.smtp.connection", noting)
    run_due()
    assert seen == [False]


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("550 5.1.1 no such user", Reason.ADDRESS),
        ("550 no such user", Reason.ADDRESS),
        ("552 5.2.2 mailbox full", Reason.FULL),
        ("550 5.7.1 blocked", Reason.BLOCKED),
        ("554 5.6.0 no", Reason.REFUSED),
    ],
)
def test_a_final_refusal_fails_with_its_reason(
    server: FaultyServer, reply: str, reason: Reason
) -> None:
    row = queue(1)
    other = queue(2)
    server.rcpt["person1@example.org"] = reply
    assert run_due() == 1
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.state, row.reason, row.detail, row.next_at) == (State.FAILED, reason, reply, None)
    assert other.state == State.SENT
    assert run_due(now=later(days=1)) == 0


def test_a_refused_sender_says_nothing_about_the_recipients_address(server: FaultyServer) -> None:
    row = queue(1)
    server.mail = "550 5.1.0 sender rejected"
    assert run_due() == 0
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.FAILED, Reason.REFUSED)


def test_a_refusal_after_the_letter_fails_it_too(server: FaultyServer) -> None:
    row = queue(1)
    server.data["person1@example.org"] = "554 5.7.1 looks like spam"
    assert run_due() == 0
    row.refresh_from_db()
    # It has surely not left, so nobody needs to hear of a change.
    assert (row.state, row.reason, row.handed_at) == (State.FAILED, Reason.BLOCKED, None)
    assert left(topic=row.topic, kinds=[row.kind]) == set()


@pytest.mark.parametrize("stage", ["rcpt", "data"])
def test_a_temporary_refusal_is_tried_again_by_the_plan(server: FaultyServer, stage: str) -> None:
    row = queue(1)
    getattr(server, stage)["person1@example.org"] = "451 4.3.0 later"
    before = timezone.now()
    assert run_due(now=before) == 0
    row.refresh_from_db()
    assert (row.state, row.tries, row.handed_at, row.reason) == (State.QUEUED, 1, None, Reason.BUSY)
    assert row.next_at is not None
    assert timedelta(seconds=48) <= row.next_at - before <= timedelta(seconds=75)
    getattr(server, stage).clear()
    assert run_due() == 0
    assert run_due(now=later(seconds=80)) == 1
    row.refresh_from_db()
    assert (row.state, row.attempt, row.reason) == (State.SENT, 2, Reason.NONE)


def test_an_unreachable_server_counts_against_one_letter_only(
    server: FaultyServer, settings: Settings
) -> None:
    first, second = queue(1), queue(2)
    reachable = settings.EMAIL_SERVER
    settings.EMAIL_SERVER = replace(reachable, port=1)
    assert run_due() == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.tries, first.reason) == (State.QUEUED, 1, Reason.CONNECTION)
    assert (second.state, second.tries, second.reason) == (State.QUEUED, 0, Reason.NONE)
    settings.EMAIL_SERVER = reachable
    assert run_due(now=later(minutes=2)) == 2


@pytest.mark.parametrize("user", ["", "klubi"])
def test_a_refused_login_counts_against_no_letter(
    server: FaultyServer, settings: Settings, user: str
) -> None:
    """Once the server asks for a login that we have not set, once it has none to offer for ours."""
    row = queue(1)
    settings.EMAIL_SERVER = replace(settings.EMAIL_SERVER, user=user, password="wrong")
    server.rcpt["person1@example.org"] = "530 5.7.0 Authentication required"
    assert run_due() == 0
    row.refresh_from_db()
    assert (row.state, row.tries, row.lease_until) == (State.QUEUED, 0, None)


def test_a_server_that_ends_its_session_gets_a_new_one(server: FaultyServer) -> None:
    server.session_max = 3
    enqueue(letters=[make_letter(number) for number in range(8)])
    assert run_due() == 8
    assert server.sessions == 3
    assert set(Message.objects.values_list("state", "attempt", "tries")) == {(State.SENT, 1, 0)}


def test_a_connection_lost_before_the_dot_is_safe_to_repeat(server: FaultyServer) -> None:
    row = queue(1)
    server.rcpt["person1@example.org"] = ""
    assert run_due() == 0
    row.refresh_from_db()
    assert (row.state, row.reason, row.handed_at) == (State.QUEUED, Reason.CONNECTION, None)


def test_no_reply_after_the_dot_is_uncertain_and_sent_once_more(server: FaultyServer) -> None:
    row = queue(1)
    server.data["person1@example.org"] = ""
    began = timezone.now()
    assert run_due(now=began) == 0
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.UNSURE, Reason.UNKNOWN)
    assert row.next_at is not None
    assert row.next_at - began >= timedelta(minutes=15)
    assert run_due(now=later(minutes=14)) == 0
    server.data.clear()
    assert run_due(now=later(minutes=16)) == 1
    row.refresh_from_db()
    assert (row.state, row.is_maybe_double) == (State.SENT, True)
    first, second = server.raw
    assert first == second


def test_uncertain_twice_is_failed_and_never_sent_a_third_time(server: FaultyServer) -> None:
    row = queue(1)
    server.data["person1@example.org"] = ""
    for minutes in (0, 16, 32, 600):
        run_due(now=later(minutes=minutes))
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.FAILED, Reason.UNKNOWN)
    assert len(server.raw) == 2


def test_a_letter_past_its_deadline_expires(server: FaultyServer) -> None:
    row = queue(1, deadline=later(hours=1))
    assert run_due(now=later(hours=1, seconds=1)) == 0
    row.refresh_from_db()
    assert (row.state, row.reason, server.raw) == (State.EXPIRED, Reason.LATE, [])


def test_the_guard_is_asked_once_a_batch_and_what_it_refuses_stays(server: FaultyServer) -> None:
    rows = [queue(number) for number in (1, 2, 3)]
    asked: list[int] = []

    def guard(messages: object) -> set[object]:
        asked.append(len(list(messages)))  # type: ignore[call-overload]
        return {rows[1].pk}

    register_guard("meetings.invite", guard)
    assert run_due() == 2
    assert asked == [3]
    assert [Message.objects.get(pk=row.pk).state for row in rows] == [
        State.SENT,
        State.CANCELLED,
        State.SENT,
    ]
    assert len(server.raw) == 2


def test_a_guard_that_fails_holds_back_its_own_letters_only(server: FaultyServer) -> None:
    held, other = queue(1), queue(2, kind="boards.memo")

    def guard(messages: object) -> set[object]:
        raise LookupError

    register_guard("meetings.invite", guard)
    assert run_due() == 1
    held.refresh_from_db()
    other.refresh_from_db()
    assert (held.state, held.tries, other.state) == (State.QUEUED, 1, State.SENT)


def test_a_letter_cancelled_in_the_last_moment_does_not_leave(
    server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The meeting is called off while the first letter is being said: neither it nor the next one leaves."""
    queue(1)
    queue(2)

    def guard(messages: object) -> set[object]:
        cancel(topic="meeting:m1")
        return set()

    register_guard("meetings.invite", guard)
    assert run_due() == 0
    assert server.raw == []
    assert set(Message.objects.values_list("state", flat=True)) == {State.CANCELLED}


def test_a_letter_that_cannot_be_built_fails_alone(server: FaultyServer) -> None:
    broken, sound = queue(1), queue(2)
    Message.objects.filter(pk=broken.pk).update(headers={"From": 3})
    assert run_due() == 1
    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.state, broken.reason, sound.state) == (State.FAILED, Reason.FAULT, State.SENT)


def test_a_run_ends_in_time_and_puts_back_what_it_did_not_try(
    server: FaultyServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    enqueue(letters=[make_letter(number) for number in range(4)])
    ticks = iter([False] * 4)
    monkeypatch.setattr(Clock, "is_up", property(lambda self: next(ticks, True)))
    assert run_due() == 2
    states = list(
        Message.objects.values_list("state", "claimed_by", "lease_until").order_by("state")
    )
    assert [state for state, _claim, _lease in states] == ["queued", "queued", "sent", "sent"]
    assert {(claim, lease) for _state, claim, lease in states} == {(None, None)}


def test_reasons_without_an_enhanced_code() -> None:
    assert [reason_for(code, "words") for code in (450, 452, 550, 552, 554)] == [
        Reason.BUSY, Reason.FULL, Reason.ADDRESS, Reason.FULL, Reason.REFUSED,
    ]  # fmt: skip
    assert reason_for(421, "") == Reason.BUSY


def test_purge_wipes_bodies_after_a_month_and_rows_after_a_year(server: FaultyServer) -> None:
    row = queue(1, calendar=b"x", calendar_method="REQUEST")
    run_due()
    assert purge(now=later(days=29)) == 0
    assert purge(now=later(days=31)) == 1
    row.refresh_from_db()
    assert (row.text, row.html, bytes(row.calendar), row.headers, row.is_wiped) == (
        "",
        "",
        b"",
        {},
        True,
    )
    assert (row.state, row.subject) == (State.SENT, "Kutsu: Luotsimalli, ti 11.10. klo 9–12")
    assert purge(now=later(days=31)) == 0
    assert purge(now=later(days=366)) == 1
    assert Message.objects.count() == 0


def test_purge_leaves_waiting_letters_alone() -> None:
    row = queue(1, deadline=later(days=400))
    assert purge(now=later(days=390)) == 0
    row.refresh_from_db()
    assert row.text == "Hei,\n\ntervetuloa.\n"


def test_purge_forgets_bounced_addresses_after_a_year() -> None:
    suppress(address="gone@example.org", reason=Reason.ADDRESS, detail="")
    assert purge(now=later(days=364)) == 0
    assert purge(now=later(days=366)) == 1
    assert suppressed(["gone@example.org"]) == set()
