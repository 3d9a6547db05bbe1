"""One tick does all that is due; a part that fails keeps nobody from their turn."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from home import schedule


def test_runs_every_part_once(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("tick")
    lines = capsys.readouterr().out.split()
    assert lines[::2] == [f"{part.name}:" for part in schedule.DUE]
    assert set(lines[1::2]) == {"0"}


def test_a_failing_part_is_named_and_the_rest_runs(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    def broken(**_when: Any) -> int:
        raise ValueError("broken")

    def works(**_when: Any) -> int:
        ran.append("works")
        return 1

    monkeypatch.setattr(
        schedule, "DUE", [schedule.Part("broken", broken), schedule.Part("works", works)]
    )
    with pytest.raises(CommandError):
        call_command("tick")
    assert ran == ["works"]
    assert "broken: failed, see the log" in capsys.readouterr().out


def test_what_can_wait_has_its_turn_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters leave every minute; feedback is looked at every five, all of the cadence every ten, what is old once an hour."""
    ran: list[str] = []

    def noting(name: str) -> Callable[..., int]:
        def run(**_when: Any) -> int:
            ran.append(name)
            return 0

        return run

    monkeypatch.setattr(
        schedule, "DUE", [replace(part, run=noting(part.name)) for part in schedule.DUE]
    )
    every_minute = ["meetings.remind_at_once", "outbox.send", "outbox.inbound"]
    for minute, others in (
        (7, []),
        (15, ["feedback.close", "feedback.request"]),
        (30, ["meetings.remind", "feedback.close", "feedback.request"]),
        (0, [part.name for part in schedule.DUE if part.every > 1]),
    ):
        ran.clear()
        schedule.run_tick(now=datetime(2022, 9, 20, 9, minute, tzinfo=UTC), is_whole=False)
        assert sorted(ran) == sorted([*every_minute, *others])
    ran.clear()
    schedule.run_tick(now=datetime(2022, 9, 20, 9, 7, tzinfo=UTC))
    assert ran == [part.name for part in schedule.DUE]


def test_an_idle_tick_asks_little(
    db: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    now = timezone.now().replace(minute=7)
    schedule.run_tick(now=now, is_whole=False)
    with django_assert_max_num_queries(5):
        schedule.run_tick(now=now, is_whole=False)
