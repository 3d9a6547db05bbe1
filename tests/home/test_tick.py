"""One tick does all that is due; a part that fails keeps nobody from their turn."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clubs.models import Club, Member
from home import schedule
from meetings.models import Meeting
from meetings.services import send_invitations
from outbox.models import Channel, Message, State
from tests import factories
from ui.dates import HELSINKI


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

    parts = [
        replace(part, run=noting(part.name), quick=part.quick and noting("at once"))
        for part in schedule.DUE
    ]
    monkeypatch.setattr(schedule, "DUE", parts)
    turns: dict[str, list[int]] = {}
    for minute in range(60):
        ran.clear()
        schedule.run_tick(now=datetime(2022, 9, 20, 9, minute, tzinfo=UTC), is_whole=False)
        for name in ran:
            turns.setdefault(name, []).append(minute)
    whole = [0, 10, 20, 30, 40, 50]
    assert turns == {
        "meetings.remind": whole,
        "at once": [minute for minute in range(60) if minute not in whole],
        "feedback.close": list(range(1, 60, 5)),
        "feedback.request": list(range(2, 60, 5)),
        "outbox.send": list(range(60)),
        "outbox.inbound": list(range(60)),
        "outbox.purge": [33],
        "audit.purge": [44],
        "meetings.purge_files": [55],
        "meetings.purge_revisions": [24],
    }
    ran.clear()
    schedule.run_tick(now=datetime(2022, 9, 20, 9, 7, tzinfo=UTC))
    assert ran == [part.name for part in schedule.DUE]


@pytest.mark.usefixtures("aino", "petri")
def test_an_idle_hour_of_a_club_in_season_asks_little(
    club: Club, outi: Member, meeting: Meeting, travel: Callable[[datetime], object]
) -> None:
    """A meeting held two days ago whose feedback is open, one to come with invitations out, things agreed with a date."""
    hour = datetime(2022, 9, 20, 10, tzinfo=HELSINKI)
    travel(hour - timedelta(days=29))
    held = factories.make_meeting(meeting.season, starts_at=hour - timedelta(days=2, hours=1))
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=hour + timedelta(days=12))
    for one in (held, meeting):
        one.refresh_from_db()
        send_invitations(meeting=one, sender=outi)
    held.invitees.update(answer="yes", answered_at=hour - timedelta(days=9))
    factories.make_agreed(held, "Kokeillaan", outi, due_on=(hour + timedelta(days=20)).date())
    travel(hour - timedelta(minutes=5))
    schedule.run_tick()
    Message.objects.update(state=State.SENT, sent_at=hour, next_at=None)
    Channel.objects.update(failures=0, paused_at=None, pause_reason="", probe_at=None)
    travel(hour)
    asked = []
    for minute in range(60):
        now = hour + timedelta(minutes=minute)
        with CaptureQueriesContext(connection) as captured:
            assert not any(schedule.run_tick(now=now, is_whole=False).values())
        # What an atomic block adds on SQLite and PostgreSQL is not a question.
        asked.append(sum(not one["sql"].startswith(("BEGIN", "COMMIT")) for one in captured))
    # The whole looks at the cadence read whom the last reminder has still to reach.
    # Every fifth minute the outbox raises its mark.
    assert max(asked[::10]) <= 10
    assert max(number for minute, number in enumerate(asked) if minute % 10) <= 6
    assert sum(asked) / 60 <= 5
