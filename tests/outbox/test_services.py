"""Writing letters, taking them back, telling how far they are."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from outbox import hints
from outbox.models import Message, Reason, State
from outbox.services import Progress, cancel, enqueue, known_keys, left, progress, states
from tests.outbox.mail import ICS, make_letter, queue

pytestmark = pytest.mark.django_db


def put(row: Message, state: State, **values: object) -> None:
    lease = timezone.now() if state == State.SENDING else None
    Message.objects.filter(pk=row.pk).update(state=state, lease_until=lease, **values)


def test_the_row_holds_the_letter_as_it_was_written() -> None:
    row = queue(
        1,
        calendar=ICS,
        calendar_method="REQUEST",
        headers={"List-Unsubscribe": "<https://k.example/u>"},
    )
    assert row.headers == {
        "From": "Outi Mäkelä, Esihenkilöiden vertaisklubi",
        "Reply-To": "outi@example.org",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, RN, NRN, AutoReply",
        "References": "<meeting-m1-p1@example.org>",
        "List-Unsubscribe": "<https://k.example/u>",
    }
    assert row.message_id == f"<{row.pk.hex}@example.org>"
    assert (row.topic, row.scope, row.person) == ("meeting:m1", "club:c1", "p1")
    assert (bytes(row.calendar), row.calendar_method) == (ICS, "REQUEST")
    assert (row.state, row.attempt, row.next_at) == (State.QUEUED, 0, row.created_at)


def test_the_same_letter_twice_is_one_row() -> None:
    assert enqueue(letters=[make_letter(1), make_letter(2)]) == 2
    assert enqueue(letters=[make_letter(1), make_letter(2), make_letter(3)]) == 1
    assert Message.objects.count() == 3


@pytest.mark.parametrize("state", [State.CANCELLED, State.FAILED, State.EXPIRED])
def test_a_letter_that_ended_without_leaving_may_be_written_anew(state: State) -> None:
    put(queue(1), state)
    assert enqueue(letters=[make_letter(1)]) == 1


@pytest.mark.parametrize("state", [State.SENDING, State.SENT, State.UNSURE, State.BOUNCED])
def test_a_letter_that_left_keeps_its_key(state: State) -> None:
    row = queue(1)
    put(row, state)
    assert enqueue(letters=[make_letter(1)]) == 0
    assert enqueue(letters=[make_letter(1, resend_of=row.pk)]) == 1
    assert enqueue(letters=[make_letter(1, resend_of=row.pk)]) == 0


def test_a_resend_of_a_failed_letter_takes_its_key() -> None:
    row = queue(1)
    put(row, State.FAILED)
    assert enqueue(letters=[make_letter(1, resend_of=row.pk)]) == 1
    assert enqueue(letters=[make_letter(1)]) == 0
    assert Message.objects.get(state=State.QUEUED).resend_of == row


def test_the_database_itself_refuses_a_second_live_row() -> None:
    row = queue(1)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_three_hundred_letters_are_written_in_few_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    letters = [make_letter(number) for number in range(300)]
    with django_assert_max_num_queries(20):
        assert enqueue(letters=letters) == 300


def test_more_than_five_hundred_are_refused_with_the_number() -> None:
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        enqueue(letters=[make_letter(number) for number in range(501)])
    assert refusal.value.messages == [
        "One sending may have at most 500 recipients; this one would have 501."
    ]
    assert Message.objects.count() == 0


def test_a_letter_that_no_server_would_take_is_refused() -> None:
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        enqueue(letters=[make_letter(1), make_letter(2, text="x" * 50_001)])
    assert refusal.value.messages == ["The letter is too long: 51 kB, at most 50 kB."]
    assert Message.objects.count() == 0


def test_a_second_header_cannot_be_smuggled_in() -> None:
    row = queue(
        1,
        subject="Kutsu\r\nBcc: x@example.com",
        sender_name="Outi\nBcc: y@example.com",
        to_name="A\r\nB",
    )
    assert row.subject == "Kutsu Bcc: x@example.com"
    assert row.headers["From"] == "Outi Bcc: y@example.com"
    assert row.to_name == "A B"


def test_long_lines_are_cut_not_refused() -> None:
    row = queue(1, subject="k" * 300, sender_name="n" * 90)
    assert (len(row.subject), len(row.headers["From"])) == (200, 75)
    assert row.subject[-1] == row.headers["From"][-1] == "…"


def test_one_hint_a_transaction(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object
) -> None:
    given: list[int] = []
    monkeypatch.setattr(hints, "publish", lambda: given.append(1))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        for number in range(5):
            enqueue(letters=[make_letter(number)])
    assert given == [1]


@pytest.mark.django_db(transaction=True)
def test_a_cause_that_rolls_back_takes_its_letters_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []
    monkeypatch.setattr(hints, "publish", lambda: given.append(1))

    @transaction.atomic
    def cause() -> None:
        enqueue(letters=[make_letter(1)])
        raise RuntimeError

    with pytest.raises(RuntimeError):
        cause()
    assert (Message.objects.count(), given) == (0, [])


def test_cancelling_takes_back_only_what_surely_has_not_left() -> None:
    now = timezone.now()
    rows = [queue(number) for number in range(6)]
    put(rows[1], State.SENDING)
    put(rows[2], State.SENDING, handed_at=now)
    put(rows[3], State.SENT, handed_at=now)
    put(rows[4], State.UNSURE, handed_at=now, unsure_at=now)
    put(rows[5], State.SENDING, unsure_at=now)
    elsewhere = queue(9, topic="meeting:m2", key="other")
    assert cancel(topic="meeting:m1") == 2
    for row in (*rows, elsewhere):
        row.refresh_from_db()
    assert [row.state for row in rows] == [
        State.CANCELLED, State.CANCELLED, State.SENDING, State.SENT, State.UNSURE, State.UNSURE,
    ]  # fmt: skip
    assert [row.next_at for row in rows[4:]] == [None, None]
    assert rows[0].reason == Reason.UNWANTED
    assert elsewhere.state == State.QUEUED
    assert left(topic="meeting:m1", kinds=["meetings.invite"]) == {"p2", "p3", "p4", "p5"}


def test_cancelling_can_be_narrowed_to_kinds_and_a_person() -> None:
    queue(1)
    queue(2)
    queue(1, key="remind7:m1:p1", kind="meetings.remind")
    assert cancel(topic="meeting:m1", kinds=["meetings.remind"], person="p2") == 0
    assert cancel(topic="meeting:m1", kinds=["meetings.remind"], person="p1") == 1
    assert cancel(topic="meeting:m1", person="p1") == 1
    assert cancel(topic="meeting:m1") == 1


def test_progress_counts_each_person_once() -> None:
    rows = [queue(number) for number in range(6)]
    put(rows[0], State.SENT)
    put(rows[1], State.FAILED)
    put(rows[2], State.SENDING)
    put(rows[3], State.UNSURE)
    put(rows[4], State.CANCELLED)
    assert progress(topic="meeting:m1", kind="meetings.invite") == Progress(
        total=5, sent=1, failed=1, waiting=2, unsure=1
    )
    enqueue(letters=[make_letter(1, resend_of=rows[1].pk)])
    assert progress(topic="meeting:m1", kind="meetings.invite") == Progress(
        total=5, sent=1, failed=0, waiting=3, unsure=1
    )
    assert progress(topic="meeting:none", kind="meetings.invite").is_over


@pytest.mark.parametrize("count", [1, 3, 30])
def test_states_are_one_query_for_any_number(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        queue(number)
    with django_assert_num_queries(1):
        assert len(states(topic="meeting:m1", kinds=["meetings.invite"])) == count


def test_a_state_is_that_of_the_newest_letter_in_words() -> None:
    first = queue(1)
    put(first, State.SENT, created_at=timezone.now() - timedelta(days=1))
    second = queue(1, key="remind7:m1:p1", kind="meetings.remind")
    put(second, State.FAILED, reason=Reason.ADDRESS)
    with translation.override("en"):
        both = states(topic="meeting:m1", kinds=["meetings.invite", "meetings.remind"])["p1"]
        assert (both.pk, str(both.label), str(both.explanation), both.is_failed) == (
            second.pk, "not delivered", "The address does not exist.", True,
        )  # fmt: skip
        only = states(topic="meeting:m1", kinds=["meetings.invite"])["p1"]
        assert (str(only.label), str(only.explanation)) == (
            "sent",
            "The mail server took the letter.",
        )


def test_known_keys_are_those_of_letters_not_taken_back() -> None:
    for number, state in enumerate([State.SENT, State.FAILED, State.CANCELLED]):
        put(queue(number), state)
    keys = [f"invite:m1:0:{number}" for number in range(4)]
    assert known_keys(keys) == set(keys[:2])
