"""A sender that stands still (SIGSTOP) past its lease and wakes up again: what it still says changes nothing."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from outbox.delivery import run_due
from outbox.models import Message, State
from outbox.services import enqueue
from tests.faults.scene import Stage, is_lease_over
from tests.outbox.mail import make_letter
from tests.servers import SILENCE, Fault, MailServer, Program, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PERSON = "person1@example.org"
SHORT = {"OUTBOX_LEASE_SECONDS": 1.0, "OUTBOX_UNSURE_SECONDS": 0.5}


@contextmanager
def asleep(stage: Stage, fault: Fault) -> Iterator[Program]:
    """A sender that is stopped where the fault holds it, until its lease is over; at the end it wakes and finishes."""
    with stage.sender(patience=SHORT) as late:
        fault.wait()
        os.kill(late.process.pid, signal.SIGSTOP)
        try:
            wait_for(is_lease_over, "the lease to pass")
            yield late
        finally:
            os.kill(late.process.pid, signal.SIGCONT)
        fault.release()
        assert late.process.wait(30) == 0, late.output()


@pytest.fixture(autouse=True)
def one_letter(stage: Stage, settings: object) -> None:
    """A letter to one person, and the same patience in this process."""
    for name, value in SHORT.items():
        setattr(settings, name, value)
    enqueue(letters=[make_letter(1, kind="tests.letter")])


@pytest.mark.fault(
    11,
    "A worker stands still before the dot, past its lease, and wakes",
    "Another has sent the letter; the late one does not say its dot. One letter.",
)
def test_before_the_dot_it_holds_its_tongue(stage: Stage, mail: MailServer) -> None:
    with asleep(stage, mail.fails("rcpt", SILENCE, times=1)):
        assert run_due() == 1
        was = Message.objects.values().get()

    assert (len(mail.to(PERSON)), was["state"]) == (1, State.SENT)
    assert Message.objects.values().get() == was


@pytest.mark.fault(
    11,
    "A worker stands still after the dot, past its lease, and wakes",
    "The letter was sent once more and is marked as perhaps double; the late answer changes nothing.",
)
def test_after_the_dot_its_news_is_old(stage: Stage, mail: MailServer) -> None:
    with asleep(stage, mail.fails("dot", SILENCE, times=1, is_kept=True)):
        assert run_due() == 0
        assert Message.objects.get().state == State.UNSURE
        wait_for(lambda: run_due() == 1, "the second attempt", 10)
        was = Message.objects.values().get()

    assert Message.objects.get().is_maybe_double
    assert Message.objects.values().get() == was
    first, second = mail.raw_to(PERSON)
    assert first == second
