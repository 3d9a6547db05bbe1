"""A sending process dies by SIGKILL: before the final dot nothing is lost or doubled; after it the doubt is shown."""

import signal
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from outbox.delivery import run_due
from outbox.models import Message, State
from outbox.services import enqueue
from tests.faults.scene import LONG_LEASE, Stage
from tests.outbox.mail import make_letter
from tests.servers import SILENCE, Fault, MailServer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
VICTIM = "person2@example.org"


def kill_while_it_stalls(stage: Stage, fault: Fault) -> None:
    """Start sending three letters and kill the sender when the server holds the second one."""
    with stage.sender(patience=LONG_LEASE) as sender:
        fault.wait()
        sender.process.send_signal(signal.SIGKILL)
        sender.process.wait(10)
    stage.mail.mend()


def queue_three() -> None:
    """Three letters, one after another, so that they leave in this order."""
    for number in (1, 2, 3):
        enqueue(letters=[make_letter(number, kind="tests.letter")])


def arrived(mail: MailServer) -> list[int]:
    return [len(mail.to(f"person{number}@example.org")) for number in (1, 2, 3)]


def after(**pause: float) -> datetime:
    return timezone.now() + timedelta(**pause)


def states() -> list[str]:
    return list(Message.objects.order_by("person").values_list("state", flat=True))


@pytest.mark.fault(
    1,
    "A sender is killed before the dot of the second letter of three",
    "Everybody gets one letter at least; only the first one's result was not noted yet: it is in doubt.",
)
def test_killed_before_the_dot_everybody_gets_one_letter(stage: Stage, mail: MailServer) -> None:
    """The first letter's result is recorded with the second's hand-over, which never came: it alone is in doubt."""
    queue_three()
    kill_while_it_stalls(stage, mail.fails("rcpt", SILENCE, to=VICTIM))
    assert arrived(mail) == [1, 0, 0]
    assert states() == [State.SENDING] * 3
    assert run_due() == 0
    assert run_due(now=after(minutes=6)) == 2
    assert arrived(mail) == [1, 1, 1]
    assert states() == [State.UNSURE, State.SENT, State.SENT]


def test_killed_before_the_first_dot_nothing_is_in_doubt(stage: Stage, mail: MailServer) -> None:
    enqueue(letters=[make_letter(2, kind="tests.letter")])
    kill_while_it_stalls(stage, mail.fails("rcpt", SILENCE, to=VICTIM))
    row = Message.objects.get()
    assert (row.state, row.attempt, row.handed_at) == (State.SENDING, 1, None)
    assert run_due(now=after(minutes=4)) == 0
    assert run_due(now=after(minutes=6)) == 1
    row.refresh_from_db()
    assert (row.state, row.attempt, row.is_maybe_double) == (State.SENT, 2, False)
    assert arrived(mail) == [0, 1, 0]


@pytest.mark.fault(
    2,
    "A sender is killed after the dot of the second letter of three",
    "The second is repeated once and marked, the others come once.",
)
def test_killed_after_the_dot_the_letter_is_repeated_once_and_marked(
    stage: Stage, mail: MailServer
) -> None:
    queue_three()
    kill_while_it_stalls(stage, mail.fails("dot", SILENCE, to=VICTIM, is_kept=True))
    assert arrived(mail) == [1, 1, 0]
    assert states() == [State.SENT, State.SENDING, State.SENDING]
    assert run_due(now=after(minutes=6)) == 1
    assert states() == [State.SENT, State.UNSURE, State.SENT]
    assert arrived(mail) == [1, 1, 1]
    assert run_due(now=after(minutes=20)) == 0
    assert run_due(now=after(minutes=22)) == 1
    assert run_due(now=after(days=1)) == 0
    assert arrived(mail) == [1, 2, 1]
    first, second = mail.raw_to(VICTIM)
    assert first == second
    assert [row.is_maybe_double for row in Message.objects.order_by("person")] == [
        False,
        True,
        False,
    ]
