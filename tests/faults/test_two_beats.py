"""More clocks than one: two beats, and five ticks in the same moment, over 200 letters."""

import datetime as dt
from collections import Counter
from collections.abc import Callable

import pytest
from django.test import Client

from home.schedule import run_tick
from meetings.models import Meeting
from outbox.models import Message, State
from outbox.services import enqueue
from tests.faults.scene import LONG_LEASE, Stage, invite, once_each, recipients, settle
from tests.outbox.mail import make_letter
from tests.races import at_once
from tests.servers import MailServer

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LETTERS = 200
TICKS = 5


@pytest.mark.redis
@pytest.mark.fault(
    10,
    "Two workers with a beat each, and five more ticks at once, over 200 letters",
    "One letter each.",
)
def test_two_beats(stage: Stage, mail: MailServer) -> None:
    enqueue(letters=[make_letter(number, kind="tests.letter") for number in range(LETTERS)])
    with stage.publisher() as publish:
        for _tick in range(TICKS):
            publish("home.tick")
    short = {**LONG_LEASE, "OUTBOX_BATCH_SIZE": 7}
    with stage.worker("one", patience=short), stage.worker("two", patience=short):
        settle(State.SENT, count=LETTERS, seconds=60)
    assert recipients(mail) == {f"person{number}@example.org": 1 for number in range(LETTERS)}
    assert set(Message.objects.values_list("attempt", flat=True)) == {1}


@pytest.mark.fault(
    10, "Five ticks at once when a reminder falls due", "One reminder each, written and sent once."
)
def test_five_ticks_write_a_reminder_once(
    mail: MailServer,
    facilitator: Client,
    invited_by_nobody: Meeting,
    travel: Callable[[dt.datetime], None],
) -> None:
    meeting = invited_by_nobody
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=dt.datetime(2022, 11, 22, 7, tzinfo=dt.UTC)
    )
    meeting.refresh_from_db()
    travel(dt.datetime(2022, 11, 1, 7, tzinfo=dt.UTC))
    invite(facilitator, meeting)
    run_tick()
    mail.letters.clear()

    travel(dt.datetime(2022, 11, 8, 7, tzinfo=dt.UTC))
    at_once(*[run_tick] * TICKS)
    run_tick()
    reminded = [letter for letter in mail.letters if str(letter["Subject"]).startswith("Pääsetkö")]
    assert Counter(str(letter["To"]) for letter in reminded) == {
        str(letter["To"]): 1 for letter in reminded
    }
    assert len(reminded) == len(once_each(meeting))
    # The host pair's notice of duty leaves on the same day, once as well.
    others = Counter((str(letter["To"]), str(letter["Subject"])) for letter in mail.letters)
    assert set(others.values()) == {1}
