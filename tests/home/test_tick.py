"""One tick does all that is due; a part that fails keeps nobody from their turn."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

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
