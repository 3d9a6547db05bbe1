"""A backup is put back: what it believes to be waiting may have left long ago."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone, translation
from pytest_django import Settings

from outbox import markfile
from outbox.delivery import run_due
from outbox.models import Channel, Message, Reason, State
from outbox.services import channel_state, left, resume_sending
from tests.outbox.mail import FaultyServer, queue

pytestmark = pytest.mark.django_db


def later(**pause: float) -> datetime:
    return timezone.now() + timedelta(**pause)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """A data folder of the test's own."""
    settings.DATA_DIR = tmp_path
    return tmp_path


def put_back(channel: Channel) -> None:
    """Give the database the channel's row as it was in the backup."""
    channel.save()


def test_a_database_older_than_its_mark_sends_nothing_until_told_to(
    server: FaultyServer, caplog: pytest.LogCaptureFixture
) -> None:
    run_due(now=later(minutes=-10))
    backup = Channel.objects.get()
    waited = queue(1)
    Message.objects.update(created_at=later(minutes=-9))
    run_due()
    assert len(server.raw) == 1
    put_back(backup)
    Message.objects.update(state=State.QUEUED, next_at=timezone.now(), sent_at=None, handed_at=None)
    new = queue(2)
    assert run_due() == 0
    state = channel_state()
    assert (state.is_paused, state.reason, state.tries_at) == (True, "restored", None)
    assert [record.levelname for record in caplog.records if "paused" in record.message] == [
        "ERROR"
    ]
    waited.refresh_from_db()
    assert (waited.state, waited.reason, waited.next_at) == (State.UNSURE, Reason.RESTORED, None)
    with translation.override("en"):
        assert str(waited.explanation) == (
            "The letter may have left before the data was restored from a backup. Ask the recipient."
        )
    assert left(topic="meeting:m1", kinds=["meetings.invite"]) == {"p1"}
    assert run_due(now=later(hours=1)) == 0
    resume_sending(by="operator")
    assert run_due() == 1
    new.refresh_from_db()
    assert (new.state, channel_state().is_paused) == (State.SENT, False)
    assert [server.subjects_to(f"person{number}@example.org") for number in (1, 2)] == [1, 1]


def test_a_backup_is_noticed_although_nothing_was_sent_after_it(server: FaultyServer) -> None:
    """Reminders may have fallen due meanwhile; the quiet minutes raise the mark too."""
    run_due(now=later(minutes=-20))
    backup = Channel.objects.get()
    run_due(now=later(minutes=-10))
    put_back(backup)
    run_due()
    assert channel_state().reason == "restored"


def test_all_that_waits_can_be_kept_back_when_sending_goes_on(
    server: FaultyServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """For what the first tick wrote anew after the backup was put back."""
    row = queue(1)
    call_command("pause_sending")
    call_command("resume_sending", keep_back=True)
    assert capsys.readouterr().out.splitlines()[1:] == [
        "Kept back as uncertain: 1.",
        "Sending again. 0 letters wait; the next tick sends those that are still of use.",
    ]
    assert run_due() == 0
    row.refresh_from_db()
    assert row.state == State.UNSURE


def test_a_copy_on_another_machine_does_not_send(server: FaultyServer, folder: Path) -> None:
    """The machine has never seen this database, which was last in use an hour ago."""
    run_due(now=later(hours=-1))
    markfile.path().unlink()
    queue(1)
    assert run_due() == 0
    assert channel_state().reason == "restored"


def test_a_second_machine_that_joins_is_no_alarm(server: FaultyServer) -> None:
    run_due(now=later(minutes=-6))
    markfile.path().unlink()
    queue(1)
    assert run_due() == 1
    assert not channel_state().is_paused


@pytest.mark.parametrize("content", ["", "{", "[]", '{"x": "y"}', '{"x": 3}', "\x00"])
def test_a_broken_mark_file_is_written_anew(server: FaultyServer, content: str) -> None:
    markfile.path().write_text(content)
    queue(1)
    assert run_due() == 1
    assert list(markfile.read()) == [Channel.objects.get().pk]


def test_a_folder_that_cannot_be_written_stops_no_letter(
    server: FaultyServer, settings: Settings, folder: Path
) -> None:
    (folder / "file").write_text("")
    settings.DATA_DIR = folder / "file"
    queue(1)
    assert run_due() == 1
    assert markfile.read() == {}
