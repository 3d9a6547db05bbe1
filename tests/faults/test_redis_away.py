"""Redis only makes mail fast: without it, or with a silent or an emptied one, nothing is lost."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.test import Client
from redis import Redis

from clubs.models import Member
from home.schedule import run_tick
from meetings.models import Meeting
from outbox.models import Message, State
from outbox.services import enqueue
from tests.faults.browsing import Reader
from tests.faults.scene import TICK, Stage, invite, once_each, recipients, settle
from tests.needs import free_port
from tests.outbox.mail import make_letter
from tests.servers import MailServer, redis_running, site_environment, site_running, wait_for

pytestmark = [pytest.mark.redis, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LONGEST_CLICK = 1.5
SLACK = 4.0


def longest_click() -> float:
    """How long a click may take here and now: longer on a machine that has more to do than cores to do it."""
    return LONGEST_CLICK * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


@pytest.fixture(params=["absent", "silent"])
def broken_redis(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of no Redis, or of one that takes a connection and never says a word."""
    if request.param == "absent":
        yield f"redis://127.0.0.1:{free_port()}/0"
        return
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"


@pytest.mark.fault(
    8,
    "Redis is absent, or silent, at the click",
    "The page answers within 1.5 s, the letters are saved, and the next tick sends them.",
)
def test_a_click_without_redis(
    broken_redis: str,
    mail: MailServer,
    outi: Member,
    invited_by_nobody: Meeting,
    tmp_path: Path,
) -> None:
    meeting = invited_by_nobody
    page = f"/meetings/{meeting.pk}/invitation/"
    environment = site_environment(REDIS_URL=broken_redis, EMAIL_URL=mail.url)
    with site_running(tmp_path, environment) as site:
        reader = Reader(site.url, outi)
        status, seconds = reader.press(page, f"{page}send/")
        assert (status, seconds <= longest_click()) == (303, True), seconds
        assert Message.objects.filter(state=State.QUEUED).count() == 4
        assert mail.letters == []
        assert "0/4" in reader.reads(page)

        run_tick()
        assert recipients(mail) == once_each(meeting)
        assert "4/4" in reader.reads(page)


@pytest.mark.fault(
    9,
    "Redis is wiped with all hints (FLUSHALL), before the worker starts and while it works",
    "Nothing is lost: everything is sent within two ticks, by the same worker and the same beat.",
)
def test_hints_that_are_wiped(
    mail: MailServer,
    facilitator: Client,
    invited_by_nobody: Meeting,
    tmp_path: Path,
    short_folder: Path,
) -> None:
    folder = short_folder / f"own{time.monotonic_ns()}"
    with redis_running(folder) as url:
        stage = Stage(mail=mail, redis_url=url, folder=tmp_path)
        invite(facilitator, invited_by_nobody)
        stage.hint()
        with Redis(unix_socket_path=url.removeprefix("unix://")) as client:
            assert client.llen("celery") == 1
            client.flushall()
            with stage.worker("worker"):
                settle(State.SENT, count=4)
                assert recipients(mail) == once_each(invited_by_nobody)
                # Once more under the feet of a worker and a beat that are at work, with all they had put there.
                client.flushall()
                wiped_at = time.monotonic()
                enqueue(letters=[make_letter(number, kind="tests.letter") for number in range(5)])
                settle(State.SENT, count=9)
                assert time.monotonic() - wiped_at <= 2 * TICK + SLACK
    assert len(mail.letters) == 9


@pytest.mark.fault(
    9,
    "Redis ends and comes back",
    "The worker waits for it and goes on by itself; letters leave with the next tick.",
)
def test_a_redis_that_comes_back(
    mail: MailServer, transactional_db: None, tmp_path: Path, short_folder: Path
) -> None:
    folder = short_folder / f"own{time.monotonic_ns()}"
    first = ExitStack()
    stage = Stage(mail=mail, redis_url=first.enter_context(redis_running(folder)), folder=tmp_path)
    with first, stage.worker("worker") as worker:
        first.close()
        enqueue(letters=[make_letter(number, kind="tests.letter") for number in range(3)])
        wait_for(lambda: "Connection" in worker.output(), "the worker to miss Redis")
        with redis_running(folder):
            settle(State.SENT, count=3)
            assert worker.is_running
            worker.stop()
    assert len(mail.letters) == 3
