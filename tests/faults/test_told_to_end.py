"""A deploy: the worker is told to end (SIGTERM) in the midst of a sending."""

import signal
import time

import pytest
from django.test import Client

from outbox.models import Message, State
from outbox.services import enqueue
from tests.faults.scene import LONG_LEASE, Stage, recipients, settle
from tests.outbox.mail import make_letter
from tests.servers import MailServer

pytestmark = [pytest.mark.redis, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LETTERS = 12
LONGEST = 60


@pytest.mark.fault(
    4,
    "The worker is told to end (SIGTERM, a deploy)",
    "The letter in hand is finished, none is begun; the worker is gone within 60 s and the next one sends the rest. Nothing is in doubt.",
)
def test_the_letter_in_hand_ends_and_no_other_begins(
    stage: Stage, mail: MailServer, facilitator: Client
) -> None:
    enqueue(letters=[make_letter(number, kind="tests.letter") for number in range(LETTERS)])
    mail.pause = 0.4
    with stage.worker("old", beat=False, patience=LONG_LEASE) as old:
        stage.hint()
        mail.wait(2)
        begun = mail.sessions
        had = len(mail.letters)
        started = time.monotonic()
        status = old.stop(signal.SIGTERM, within=LONGEST)
        seconds = time.monotonic() - started

    assert (status, seconds < LONGEST) == (0, True), old.output()
    # Each of the sessions that were open may have had one letter in hand, and one more come since we counted.
    assert len(mail.letters) <= had + 2 * begun
    left = LETTERS - len(mail.letters)
    assert left > 0
    assert Message.objects.filter(state=State.QUEUED, attempt__gte=0).count() == left
    assert Message.objects.filter(state=State.SENT).count() == LETTERS - left

    mail.pause = 0.0
    with stage.worker("new"):
        settle(State.SENT, count=LETTERS)
    assert recipients(mail) == {f"person{number}@example.org": 1 for number in range(LETTERS)}
    assert not Message.objects.filter(unsure_at__isnull=False).exists()
