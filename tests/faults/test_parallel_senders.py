"""Five senders at once, and a sender that is told to end: one letter each, nothing lost."""

import threading
from contextlib import ExitStack

import pytest

from outbox import clock, delivery
from outbox.delivery import run_due
from outbox.models import Message, State
from outbox.services import enqueue, register_guard
from tests.faults.scene import LONG_LEASE, Stage, recipients
from tests.outbox.mail import make_letter
from tests.races import at_once
from tests.servers import MailServer, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SENDERS, LETTERS = 5, 200
TICK_AT_THE_GATE = """
import pathlib, sys, time
import django
django.setup()
from home.schedule import run_tick
print("ready")
while not pathlib.Path(sys.argv[1]).exists():
    time.sleep(0.01)
run_tick()
"""


@pytest.mark.fault(
    10, "Five ticks in five processes in the same moment, over 200 letters", "One letter each."
)
def test_five_ticks_at_once_send_two_hundred_letters_once_each(
    stage: Stage, mail: MailServer
) -> None:
    enqueue(letters=[make_letter(number, kind="tests.letter") for number in range(LETTERS)])
    mail.pause = 0.02
    gate = stage.folder / "gate"
    short = {**LONG_LEASE, "OUTBOX_BATCH_SIZE": 7}
    with ExitStack() as stack:
        ticks = [
            stack.enter_context(
                stage.script(f"tick{number}", TICK_AT_THE_GATE, str(gate), patience=short)
            )
            for number in range(SENDERS)
        ]
        wait_for(lambda: all("ready" in tick.output() for tick in ticks), "five processes")
        gate.touch()
        assert [tick.process.wait(60) for tick in ticks] == [0] * SENDERS

    assert recipients(mail) == {f"person{number}@example.org": 1 for number in range(LETTERS)}
    assert set(Message.objects.values_list("state", "attempt", "tries")) == {(State.SENT, 1, 0)}
    assert mail.sessions > 2


@pytest.mark.fault(10, "Five presses of one button at once", "Each letter is written once.")
def test_five_writers_at_once_write_each_letter_once() -> None:
    letters = [make_letter(number, kind="tests.letter") for number in range(40)]
    new: list[int] = []
    at_once(*[lambda: new.append(enqueue(letters=letters))] * SENDERS)
    assert (sum(new), Message.objects.count()) == (40, 40)


@pytest.mark.fault(
    4,
    "A sender is told to end before it has begun to send what it claimed",
    "All goes back into the queue unharmed.",
)
def test_a_sender_told_to_end_puts_back_what_it_has_not_begun(
    mail: MailServer, monkeypatch: pytest.MonkeyPatch
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
