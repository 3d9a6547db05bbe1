"""A sending process dies by SIGKILL: before the final dot nothing is lost or doubled; after it the doubt is shown."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from outbox.delivery import run_due
from outbox.models import Message, State
from outbox.services import enqueue
from tests.needs import ROOT
from tests.outbox.mail import FaultyServer, faulty_server, make_letter
from tests.servers import site_environment
from vertaisklubi.env import parse_email_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SEND = "import django; django.setup(); from outbox.delivery import run_due; run_due()"
START_SECONDS = 30
VICTIM = "person2@example.org"


@pytest.fixture
def server(settings: Settings) -> Iterator[FaultyServer]:
    with faulty_server() as running:
        settings.EMAIL_SERVER = parse_email_url(f"smtp://127.0.0.1:{running.port}")
        yield running


@contextmanager
def sender(server: FaultyServer) -> Iterator[subprocess.Popen[bytes]]:
    """A process of its own that sends what is due through the server."""
    process = subprocess.Popen(
        [sys.executable, "-c", SEND],
        cwd=ROOT,
        env={
            **site_environment(EMAIL_URL=f"smtp://127.0.0.1:{server.port}"),
            "DJANGO_SETTINGS_MODULE": "vertaisklubi.settings",
        },
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


def kill_while_it_stalls(server: FaultyServer) -> None:
    """Start sending three letters and kill the sender when the server holds the second one."""
    with sender(server) as process:
        assert server.stalled.wait(START_SECONDS)
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    server.stall_rcpt.clear()
    server.stall_dot.clear()


def arrived(server: FaultyServer) -> list[int]:
    return [server.subjects_to(f"person{number}@example.org") for number in (1, 2, 3)]


def after(**pause: float) -> datetime:
    return timezone.now() + timedelta(**pause)


def states() -> list[str]:
    return list(Message.objects.order_by("person").values_list("state", flat=True))


@pytest.mark.fault(
    1,
    "A sender is killed before the dot of the second letter of three",
    "Everybody gets one letter at least; only the first one's result was not noted yet: it is in doubt.",
)
def test_killed_before_the_dot_everybody_gets_one_letter(server: FaultyServer) -> None:
    """The first letter's result is recorded with the second's hand-over, which never came: it alone is in doubt."""
    enqueue(letters=[make_letter(number, kind="tests.letter") for number in (1, 2, 3)])
    server.stall_rcpt.add(VICTIM)
    kill_while_it_stalls(server)
    assert arrived(server) == [1, 0, 0]
    assert states() == [State.SENDING] * 3
    assert run_due() == 0
    assert run_due(now=after(minutes=6)) == 2
    assert arrived(server) == [1, 1, 1]
    assert states() == [State.UNSURE, State.SENT, State.SENT]


def test_killed_before_the_first_dot_nothing_is_in_doubt(server: FaultyServer) -> None:
    enqueue(letters=[make_letter(2, kind="tests.letter")])
    server.stall_rcpt.add(VICTIM)
    kill_while_it_stalls(server)
    row = Message.objects.get()
    assert (row.state, row.attempt, row.handed_at) == (State.SENDING, 1, None)
    assert run_due(now=after(minutes=4)) == 0
    assert run_due(now=after(minutes=6)) == 1
    row.refresh_from_db()
    assert (row.state, row.attempt, row.is_maybe_double) == (State.SENT, 2, False)
    assert arrived(server) == [0, 1, 0]


@pytest.mark.fault(
    2,
    "A sender is killed after the dot of the second letter of three",
    "The second is repeated once and marked, the others come once.",
)
def test_killed_after_the_dot_the_letter_is_repeated_once_and_marked(server: FaultyServer) -> None:
    enqueue(letters=[make_letter(number, kind="tests.letter") for number in (1, 2, 3)])
    server.stall_dot.add(VICTIM)
    kill_while_it_stalls(server)
    assert arrived(server) == [1, 1, 0]
    assert states() == [State.SENT, State.SENDING, State.SENDING]
    assert run_due(now=after(minutes=6)) == 1
    assert states() == [State.SENT, State.UNSURE, State.SENT]
    assert arrived(server) == [1, 1, 1]
    assert run_due(now=after(minutes=20)) == 0
    assert run_due(now=after(minutes=22)) == 1
    assert run_due(now=after(days=1)) == 0
    assert arrived(server) == [1, 2, 1]
    first, second = (raw for raw in server.raw if VICTIM.encode() in raw)
    assert first == second
    assert [row.is_maybe_double for row in Message.objects.order_by("person")] == [
        False,
        True,
        False,
    ]
