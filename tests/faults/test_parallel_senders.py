"""Five senders at once, and a sender that is told to end: one letter each, nothing lost."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from pytest_django import Settings

from outbox import clock, delivery
from outbox.delivery import run_due
from outbox.models import Message, State
from outbox.services import enqueue, register_guard
from tests.outbox.mail import FaultyServer, faulty_server, make_letter
from vertaisklubi.env import parse_email_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def server(settings: Settings) -> Iterator[FaultyServer]:
    with faulty_server() as running:
        settings.EMAIL_SERVER = parse_email_url(f"smtp://127.0.0.1:{running.port}")
        settings.OUTBOX_BATCH_SIZE = 7
        yield running


def in_threads(count: int, work: Callable[[], object]) -> None:
    def closing() -> None:
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=closing) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


@pytest.mark.fault(10, "Five senders at once over 200 letters", "One letter each.")
def test_five_runs_at_once_send_two_hundred_letters_once_each(server: FaultyServer) -> None:
    enqueue(letters=[make_letter(number, kind="tests.letter") for number in range(200)])
    taken: list[int] = []
    in_threads(5, lambda: taken.append(run_due()))
    assert sum(taken) == 200
    assert Counter(str(letter["To"].addresses[0].addr_spec) for letter in server.letters) == {
        f"person{number}@example.org": 1 for number in range(200)
    }
    assert set(Message.objects.values_list("state", "attempt", "tries")) == {(State.SENT, 1, 0)}


@pytest.mark.fault(10, "Five presses of one button at once", "Each letter is written once.")
def test_five_writers_at_once_write_each_letter_once(server: FaultyServer) -> None:
    letters = [make_letter(number, kind="tests.letter") for number in range(40)]
    new: list[int] = []
    in_threads(5, lambda: new.append(enqueue(letters=letters)))
    assert (sum(new), Message.objects.count()) == (40, 40)


@pytest.mark.fault(
    4,
    "A sender is told to end before it has begun to send what it claimed",
    "All goes back into the queue unharmed.",
)
def test_a_sender_told_to_end_puts_back_what_it_has_not_begun(
    server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As by SIGTERM in the middle of a batch: the next process sends the rest."""
    stopping = threading.Event()
    monkeypatch.setattr(clock, "_stopping", stopping)
    enqueue(letters=[make_letter(number, kind="tests.letter") for number in range(5)])
    monkeypatch.setattr("outbox.guards._guards", {})

    def guard(messages: object) -> set[object]:
        delivery.stop()
        return set()

    register_guard("tests.letter", guard)
    assert run_due() == 0
    assert set(Message.objects.values_list("state", "lease_until")) == {(State.QUEUED, None)}
    stopping.clear()
    monkeypatch.setattr("outbox.guards._guards", {})
    assert run_due() == 5
