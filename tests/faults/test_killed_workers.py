"""A Celery worker, or the children of its pool, die by SIGKILL with two letters in their hands.

Aino's letter is said but for its dot; Petri's dot was said and the answer has not come.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from clubs.models import Member, Season
from meetings.models import Meeting
from outbox.models import State
from tests import factories
from tests.faults.scene import (
    LEASE,
    SLACK,
    TICK,
    UNSURE,
    Stage,
    invite,
    letter_of,
    letters_page,
    settle,
)
from tests.servers import SILENCE, Program, wait_for

pytestmark = [pytest.mark.redis, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def meeting(season: Season, aino: Member, petri: Member) -> Meeting:
    """A meeting to which only Aino and Petri are invited."""
    return factories.make_meeting(season, title="Hyvinvointi työssä")


@contextmanager
def both_held(stage: Stage, aino: Member, petri: Member) -> Iterator[None]:
    """Give two hints to the worker, wait until each letter is in the hands of a thread or child; mend at the end."""
    before = stage.mail.fails("rcpt", SILENCE, to=aino.email, times=1)
    after = stage.mail.fails("dot", SILENCE, to=petri.email, times=1, is_kept=True)
    stage.hint()
    stage.hint()
    before.wait()
    after.wait()
    yield
    stage.mail.mend()


def children_of(pid: int) -> list[int]:
    """The processes that a process started."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def check_outcome(stage: Stage, facilitator: Client, aino: Member, petri: Member) -> None:
    """Aino's letter comes once, when the lease is over; Petri's a second time, later, and nobody else's ever."""
    killed_at = timezone.now()
    mail = stage.mail
    wait_for(lambda: len(mail.to(aino.email)) == 1, "Aino's letter", LEASE + TICK + SLACK + 30)
    meeting = Meeting.objects.get()
    settle(State.UNSURE, count=1)
    assert "epävarma" in letter_of(facilitator, meeting, petri)
    assert "lähetetty" in letter_of(facilitator, meeting, aino)
    assert len(mail.to(petri.email)) == 1

    wait_for(lambda: len(mail.to(petri.email)) == 2, "Petri's second letter")
    settle(State.SENT, count=2)

    first, second = mail.raw_to(petri.email)
    assert first == second
    assert {name: mail.to(petri.email)[0][name] for name in ("Message-ID", "Date")} == {
        name: mail.to(petri.email)[1][name] for name in ("Message-ID", "Date")
    }
    assert mail.came_at[-1] - killed_at >= timedelta(seconds=UNSURE)
    assert len(mail.letters) == 3
    assert "lähetetty 2/2" in letters_page(facilitator, meeting)


@pytest.mark.fault(
    1,
    "A worker is killed before the final dot",
    "The letter is sent once, one lease and at most one tick later.",
)
@pytest.mark.fault(
    2,
    "A worker is killed after the final dot",
    "The letter is uncertain, and sent once more after 15 minutes: the same bytes, Message-ID and Date; marked as perhaps double.",
)
def test_a_killed_worker(
    stage: Stage, facilitator: Client, meeting: Meeting, aino: Member, petri: Member
) -> None:
    invite(facilitator, meeting)
    with (
        stage.worker("victim", beat=False, OUTBOX_BATCH_SIZE=1) as victim,
        both_held(stage, aino, petri),
    ):
        victim.process.send_signal(signal.SIGKILL)
        victim.process.wait(10)
    with stage.worker("next"):
        check_outcome(stage, facilitator, aino, petri)


@pytest.mark.fault(
    3,
    "A child of the worker's pool is killed",
    "As rows 1 and 2; the worker goes on with a new child.",
)
def test_killed_children(
    stage: Stage, facilitator: Client, meeting: Meeting, aino: Member, petri: Member
) -> None:
    invite(facilitator, meeting)
    with stage.worker("pool", beat=False, pool="prefork", OUTBOX_BATCH_SIZE=1) as worker:
        with both_held(stage, aino, petri):
            victims = children_of(worker.process.pid)
            assert len(victims) == 2
            for pid in victims:
                os.kill(pid, signal.SIGKILL)
        with stage.ticking():
            check_outcome(stage, facilitator, aino, petri)
        assert_lives_on(worker, victims)


def assert_lives_on(worker: Program, victims: list[int]) -> None:
    assert worker.is_running
    assert not set(children_of(worker.process.pid)) & set(victims)
