"""The way out that all letters share: closed and opened, by itself and by hand."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries, Settings

from outbox.delivery import run_due
from outbox.models import Channel, Message, State
from outbox.services import channel_state, enqueue, pause_sending, resume_sending
from tests.outbox.mail import FaultyServer, make_letter, queue

pytestmark = pytest.mark.django_db


def later(**pause: float) -> datetime:
    return timezone.now() + timedelta(**pause)


def close_by_failures(settings: Settings) -> None:
    """Five runs that find nobody at the server's port."""
    reachable = settings.EMAIL_SERVER
    settings.EMAIL_SERVER = replace(reachable, port=1)
    for _number in range(5):
        assert not channel_state().is_paused
        run_due()
    settings.EMAIL_SERVER = reachable


def test_an_open_channel_says_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """And looking makes no row."""
    with django_assert_num_queries(1):
        assert not channel_state().is_paused
    assert Channel.objects.count() == 0


@pytest.mark.parametrize(
    "reply", ["535 5.7.8 Authentication failed", "530 5.7.0 Authentication required"]
)
def test_a_refused_login_closes_the_channel_for_everybody_at_once(
    server: FaultyServer, caplog: pytest.LogCaptureFixture, reply: str
) -> None:
    rows = [queue(number) for number in (1, 2, 3)]
    server.rcpt["person1@example.org"] = reply
    assert run_due() == 0
    state = channel_state()
    assert (state.is_paused, state.reason, state.detail, state.tries_at) == (
        True, "login", reply, None,
    )  # fmt: skip
    with translation.override("en"):
        assert str(state.label) == "The mail server does not accept our user name or password."
    assert [record.levelname for record in caplog.records if "paused" in record.message] == [
        "ERROR"
    ]
    server.rcpt.clear()
    assert run_due(now=later(hours=5)) == 0
    for row in rows:
        row.refresh_from_db()
        assert (row.state, row.tries, row.lease_until) == (State.QUEUED, 0, None)
    assert server.raw == []


def test_what_waits_leaves_when_the_operator_opens_the_channel(server: FaultyServer) -> None:
    enqueue(letters=[make_letter(number) for number in range(3)])
    assert pause_sending(detail="the relay moves", by="operator")
    assert not pause_sending(detail="once more", by="somebody else")
    assert channel_state().detail == "the relay moves"
    assert (run_due(), server.sessions) == (0, 0)
    assert Message.objects.filter(state=State.QUEUED, attempt=0).count() == 3
    assert resume_sending(by="operator")
    assert not resume_sending(by="operator")
    assert run_due() == 3


def test_letters_that_become_too_late_in_a_pause_expire_and_never_leave(
    server: FaultyServer,
) -> None:
    row = queue(1, deadline=later(hours=1))
    pause_sending(by="operator")
    assert run_due(now=later(hours=2)) == 0
    resume_sending(by="operator")
    assert run_due(now=later(hours=2)) == 0
    row.refresh_from_db()
    assert (row.state, server.raw) == (State.EXPIRED, [])


def test_five_failures_in_a_row_close_the_channel_and_burn_five_attempts_in_all(
    server: FaultyServer, settings: Settings
) -> None:
    for number in range(8):
        queue(number)
    close_by_failures(settings)
    state = channel_state()
    assert (state.is_paused, state.reason) == (True, "connection")
    assert sum(Message.objects.values_list("tries", flat=True)) == 5
    assert (run_due(now=later(minutes=14)), server.sessions) == (0, 0)
    assert sum(Message.objects.values_list("tries", flat=True)) == 5


def test_a_channel_closed_for_its_connection_tries_one_letter_and_opens(
    server: FaultyServer, settings: Settings
) -> None:
    for number in range(8):
        queue(number)
    close_by_failures(settings)
    settings.EMAIL_SERVER = replace(settings.EMAIL_SERVER, port=1)
    assert run_due(now=later(minutes=16)) == 0
    assert channel_state().is_paused
    assert sum(Message.objects.values_list("tries", flat=True)) == 6
    settings.EMAIL_SERVER = replace(settings.EMAIL_SERVER, port=server.port)
    assert run_due(now=later(minutes=20)) == 0
    assert run_due(now=later(minutes=32)) == 8
    assert not channel_state().is_paused
    assert Channel.objects.get().failures == 0


def test_an_answer_between_failures_starts_the_count_anew(
    server: FaultyServer, settings: Settings
) -> None:
    """Also the answer that this one address does not exist."""
    reachable, nowhere = settings.EMAIL_SERVER, replace(settings.EMAIL_SERVER, port=1)
    server.rcpt["person9@example.org"] = "550 5.1.1 no such user"
    for number in range(4):
        queue(number)
    settings.EMAIL_SERVER = nowhere
    for _number in range(4):
        run_due()
    settings.EMAIL_SERVER = reachable
    queue(9)
    run_due()
    assert (Channel.objects.get().failures, channel_state().is_paused) == (0, False)


def test_a_server_that_never_answers_the_dot_is_left_alone_after_five(
    server: FaultyServer,
) -> None:
    """Each of these letters may have arrived: the sixth need not be uncertain too."""
    for number in range(1, 9):
        queue(number)
        server.data[f"person{number}@example.org"] = ""
    run_due()
    assert channel_state().reason == "connection"
    assert Message.objects.filter(state=State.UNSURE).count() == 5
    assert Message.objects.filter(state=State.QUEUED, attempt__lte=1, tries=0).count() == 3


def test_the_operators_pause_outlasts_a_failing_connection(
    server: FaultyServer, settings: Settings
) -> None:
    queue(1)
    for number in range(2, 8):
        queue(number)
    close_by_failures(settings)
    assert pause_sending(by="operator")
    assert channel_state().reason == "operator"
    assert run_due(now=later(hours=3)) == 0
    assert server.sessions == 0


def test_a_pause_in_the_middle_of_a_run_ends_it(
    server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outbox.feed.LOOK_SECONDS", 0.0)
    enqueue(letters=[make_letter(number) for number in range(5)])
    monkeypatch.setattr(
        "outbox.mime.as_bytes", lambda message, sender: pause_sending(by="operator") and b"x\r\n"
    )
    assert run_due() == 1
    assert Message.objects.filter(state=State.QUEUED, attempt__lte=1, lease_until=None).count() == 4


def test_the_operators_commands(capsys: pytest.CaptureFixture[str]) -> None:
    queue(1)
    call_command("pause_sending", reason="the relay moves")
    assert channel_state().detail == "the relay moves"
    call_command("pause_sending")
    call_command("resume_sending")
    assert not channel_state().is_paused
    call_command("resume_sending")
    assert capsys.readouterr().out.splitlines() == [
        "Paused. 1 letter waits. To go on: manage.py resume_sending",
        "It is paused already (operator: the relay moves).",
        "Sending again. 1 letter waits; the next tick sends it if it is still of use.",
        "It was not paused.",
    ]
