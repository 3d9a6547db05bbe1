"""A Celery worker, or the child of its pool, dies by SIGKILL with two letters in its hands.

Of one everything but the dot was to come; of the other the dot was said and the answer has not come.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from clubs.models import Member
from meetings.models import Meeting
from outbox.models import Message, State
from tests import factories
from tests.faults.scene import (
    SLACK,
    TICK,
    UNSURE,
    Stage,
    doubles_told,
    invite,
    letter_of,
    letters_page,
    once_each,
    recipients,
    settle,
)
from tests.servers import SILENCE

INVITED = 14
pytestmark = [pytest.mark.redis, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@dataclass
class Held:
    """Two people whose letters are in the hands of a process: before its dot, and after it."""

    before: str
    after: str


@pytest.fixture
def large(invited_by_nobody: Meeting, outi: Member) -> Meeting:
    """A meeting of fourteen: enough for two sessions with the mail server."""
    factories.make_members(outi.club, INVITED - 4)
    return invited_by_nobody


@contextmanager
def two_held(stage: Stage) -> Iterator[Held]:
    """Give a hint to the worker and wait until it holds a letter in each of its sessions; mend at the end."""
    before = stage.mail.fails("rcpt", SILENCE, times=1)
    after = stage.mail.fails("dot", SILENCE, times=1, is_kept=True)
    stage.hint()
    before.wait()
    after.wait()
    yield Held(before.hit, after.hit)
    stage.mail.mend()


def children_of(pid: int) -> list[int]:
    """The processes that a process started."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def check_outcome(stage: Stage, facilitator: Client, meeting: Meeting, held: Held) -> None:
    """Everybody's letter comes once, when the lease is over; that of the one in doubt a second time, later."""
    began, mail = timezone.now(), stage.mail
    lease_until = Message.objects.get(to_email=held.before).lease_until
    assert lease_until is not None
    mail.wait(INVITED)
    latest = max(began, lease_until) + timedelta(seconds=TICK + SLACK)
    assert lease_until <= min(mail.came_at[1:INVITED]) <= max(mail.came_at[1:INVITED]) <= latest
    settle(State.UNSURE, count=1)
    people = {member.email: member for member in meeting.season.club.members.invited()}
    assert "epävarma" in letter_of(facilitator, meeting, people[held.after])

    mail.wait(INVITED + 1)
    settle(State.SENT, count=INVITED)
    assert recipients(mail) == {**once_each(meeting), held.after: 2}
    first, second = mail.raw_to(held.after)
    assert first == second
    assert [
        [str(letter[name]) for letter in mail.to(held.after)].count("None")
        for name in ("Message-ID", "Date")
    ] == [0, 0]
    assert mail.came_at[-1] - lease_until >= timedelta(seconds=UNSURE)
    assert Message.objects.get(unsure_at__isnull=False).to_email == held.after
    assert doubles_told(facilitator, meeting) == 1
    assert f"lähetetty {INVITED}/{INVITED}" in letters_page(facilitator, meeting)


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
def test_a_killed_worker(stage: Stage, facilitator: Client, large: Meeting) -> None:
    invite(facilitator, large)
    with stage.worker("victim", beat=False) as victim, two_held(stage) as held:
        victim.process.send_signal(signal.SIGKILL)
        victim.process.wait(10)
    with stage.worker("next"):
        check_outcome(stage, facilitator, large, held)


@pytest.mark.fault(
    3,
    "A child of the worker's pool is killed",
    "As rows 1 and 2; the worker goes on with a new child.",
)
def test_a_killed_child(stage: Stage, facilitator: Client, large: Meeting) -> None:
    invite(facilitator, large)
    with stage.worker("pool", beat=False, pool="prefork", concurrency=1) as worker:
        with two_held(stage) as held:
            [victim] = children_of(worker.process.pid)
            os.kill(victim, signal.SIGKILL)
        with stage.ticking():
            check_outcome(stage, facilitator, large, held)
        assert worker.is_running
        assert victim not in children_of(worker.process.pid)
