"""The mailbox, on a real IMAP server: read in the tick, each letter once, whatever happens in between."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone
from pytest_django import Settings

from clubs.models import Member
from home.schedule import run_tick
from meetings.models import Invitee, Meeting
from outbox.inbound import mailbox
from outbox.inbound.mailbox import OTHER, REFUSED, Mailbox, MailboxError, read_mailbox
from outbox.inbound.outcomes import Outcome, refused
from outbox.inbound.parts import LETTER_MAX
from outbox.models import State
from outbox.verp import sender_for
from tests.imapserver import PASSWORD, Inbox, imap_running
from tests.outbox.inbox import answers_of, good_letter, reply_of, sent_letter, standing
from tests.replies import MX, PROGRAMS, bounce
from tests.servers import MailServer
from vertaisklubi.env import parse_imap_url

pytestmark = [pytest.mark.imap, pytest.mark.django_db]
PERSONS = b"From: Petri <petri@example.org>\r\nSubject: Hei\r\n\r\nEn paase, olen kipeana.\r\n"


@pytest.fixture(scope="module")
def _inbox(short_folder: Path) -> Iterator[Inbox]:
    short_folder.chmod(0o755)
    with imap_running(short_folder / "imap") as running:
        yield running


@pytest.fixture
def inbox(_inbox: Inbox, settings: Settings) -> Iterator[Inbox]:
    """An empty mailbox that the settings name."""
    settings.INBOUND_MAILBOX = parse_imap_url(_inbox.url)
    settings.INBOUND_AUTHSERV_ID = MX
    settings.BOUNCE_ADDRESS = "bounce@example.org"
    yield _inbox
    _inbox.empty()


@pytest.fixture
def seat(invited: Meeting, aino: Member) -> Invitee:
    return invited.invitees.get(member=aino)


@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_a_reply_is_recorded_and_its_letter_goes(inbox: Inbox, seat: Invitee, program: str) -> None:
    inbox.put(PROGRAMS[program](reply_of(seat, partstat="TENTATIVE", comment="Ehkä, katsotaan")))

    assert read_mailbox() == 1
    assert answers_of(seat) == [("maybe", "calendar")]
    assert Invitee.objects.get(pk=seat.pk).comment == "Ehkä, katsotaan"
    assert (inbox.letters(), inbox.folder(REFUSED), inbox.folder(OTHER)) == ([], [], [])


def test_a_bounce_marks_its_letter(inbox: Inbox, invited: Meeting, aino: Member) -> None:
    message = sent_letter(invited, aino)
    inbox.put(bounce(to=sender_for(message), address=aino.email))

    assert run_tick()["outbox.inbound"] == 1
    message.refresh_from_db()
    assert (message.state, message.reason, inbox.letters()) == (State.BOUNCED, "address", [])


def test_a_persons_letter_is_kept_for_a_person(inbox: Inbox) -> None:
    inbox.put(PERSONS)

    assert read_mailbox() == 1
    assert (inbox.letters(), inbox.folder(OTHER)) == ([], [PERSONS])
    assert read_mailbox() == 0


def test_what_is_refused_lies_aside_for_a_month(inbox: Inbox, seat: Invitee) -> None:
    letter = good_letter(seat, found="")
    inbox.put(letter)

    assert read_mailbox() == 1
    assert (answers_of(seat), inbox.letters(), inbox.folder(REFUSED)) == ([], [], [letter])
    read_mailbox(now=timezone.now() + dt.timedelta(days=29))
    assert inbox.folder(REFUSED) == [letter]
    read_mailbox(now=timezone.now() + dt.timedelta(days=32))
    assert inbox.folder(REFUSED) == []


def test_a_run_that_ends_before_a_letter_is_put_away_counts_once(
    inbox: Inbox, seat: Invitee, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox.put(good_letter(seat))

    def lost(*_words: Any) -> None:
        raise ConnectionResetError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(Mailbox, "put_away", lost)
        with pytest.raises(MailboxError):
            read_mailbox()
    assert len(inbox.letters()) == 1

    assert read_mailbox() == 1
    assert (answers_of(seat), inbox.letters(), inbox.folder(REFUSED)) == (
        [("yes", "calendar")],
        [],
        [],
    )


def test_a_run_that_ends_before_a_letter_is_taken_in_loses_nothing(
    inbox: Inbox, seat: Invitee, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox.put(good_letter(seat))

    def away(*_words: Any, **_when: Any) -> None:
        raise OperationalError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(mailbox, "take_in", away)
        with pytest.raises(OperationalError):
            read_mailbox()

    assert read_mailbox() == 1
    assert answers_of(seat) == [("yes", "calendar")]


def test_a_letter_that_ends_the_process_comes_last_from_then_on(
    inbox: Inbox, seat: Invitee, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is marked before it is opened."""
    take_in = mailbox.take_in

    def fatal(raw: bytes, **when: Any) -> Any:
        if raw == PERSONS:
            raise SystemExit
        return take_in(raw, **when)

    monkeypatch.setattr(mailbox, "take_in", fatal)
    inbox.put(PERSONS, good_letter(seat))
    for _run in range(2):
        with pytest.raises(SystemExit):
            read_mailbox()

    assert answers_of(seat) == [("yes", "calendar")]
    assert inbox.letters() == [PERSONS]


def test_letters_that_somebody_has_looked_at_count_too(inbox: Inbox, seat: Invitee) -> None:
    inbox.put(good_letter(seat), flags=r"(\Seen \Flagged)")

    assert read_mailbox() == 1
    assert standing(seat) == "yes"


def test_a_run_takes_so_many_and_no_more(inbox: Inbox, settings: Settings) -> None:
    settings.INBOUND_LETTERS = 2
    inbox.put(*[PERSONS] * 5)

    assert [read_mailbox() for _run in range(4)] == [2, 2, 1, 0]
    settings.INBOUND_SECONDS = -1
    inbox.put(PERSONS)
    assert read_mailbox() == 0


def test_a_huge_letter_is_never_fetched(
    inbox: Inbox, seat: Invitee, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[str] = []
    content = Mailbox.content

    def watched(box: Mailbox, uid: str) -> bytes:
        fetched.append(uid)
        return content(box, uid)

    monkeypatch.setattr(Mailbox, "content", watched)
    huge = PERSONS + b"x" * 74 + b"\r\n"
    inbox.put(huge * (20_000_000 // len(huge)), good_letter(seat))

    assert read_mailbox() == 2
    assert (len(fetched), standing(seat), inbox.letters()) == (1, "yes", [])


def test_no_more_is_read_than_is_taken_in(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if the server tells a wrong size."""
    sizes: list[int] = []

    def measured(raw: bytes, **_when: Any) -> Outcome:
        sizes.append(len(raw))
        return refused("too_large")

    monkeypatch.setattr(Mailbox, "size", lambda _box, _uid: 10)
    monkeypatch.setattr(mailbox, "take_in", measured)
    inbox.put(PERSONS * (3_000_000 // len(PERSONS)))

    read_mailbox()
    assert sizes == [LETTER_MAX + 1]


@pytest.mark.parametrize("can_move", [True, False])
def test_where_no_folder_may_be_made_the_letter_stays_with_a_mark(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, can_move: bool
) -> None:
    monkeypatch.setattr(Mailbox, "_names", lambda _box, _folder: [])
    inbox.put(PERSONS)

    assert [read_mailbox(), read_mailbox()] == [1, 0]
    assert inbox.letters() == [PERSONS]


def test_a_server_that_knows_neither_move_nor_single_expunge(
    inbox: Inbox, seat: Invitee, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = Mailbox.__init__

    def old(box: Mailbox, connection: Any) -> None:
        begin(box, connection)
        box.can_move = box.can_expunge_one = False

    monkeypatch.setattr(Mailbox, "__init__", old)
    inbox.put(PERSONS, good_letter(seat))

    assert read_mailbox() == 2
    assert (inbox.letters(), inbox.folder(OTHER), standing(seat)) == ([], [PERSONS], "yes")


def test_folders_below_the_inbox(short_folder: Path, settings: Settings, db: None) -> None:
    """Many hosts allow none beside it."""
    with imap_running(short_folder / "below", prefix="INBOX.") as below:
        settings.INBOUND_MAILBOX = parse_imap_url(below.url)
        below.put(PERSONS)

        assert [read_mailbox(), read_mailbox()] == [1, 0]
        assert (below.letters(), below.folder(OTHER)) == ([], [PERSONS])


def test_a_server_that_is_away_is_named_without_its_password(
    inbox: Inbox, settings: Settings
) -> None:
    settings.INBOUND_MAILBOX = parse_imap_url(inbox.url.replace("1@", "2@"))
    with pytest.raises(MailboxError) as wrong:
        read_mailbox()
    settings.INBOUND_MAILBOX = parse_imap_url(f"imap://a:{PASSWORD[:4]}@127.0.0.1:1")
    with pytest.raises(MailboxError) as away:
        read_mailbox()
    settings.INBOUND_MAILBOX = parse_imap_url(inbox.url.replace("INBOX", "Nowhere"))
    with pytest.raises(MailboxError, match="cannot be opened"):
        read_mailbox()

    assert "AUTHENTICATIONFAILED" in str(wrong.value)
    assert PASSWORD[:4] not in f"{wrong.value} {away.value}"
    assert run_tick()["outbox.inbound"] is None


def test_mailcheck_looks_into_it_and_takes_nothing(
    inbox: Inbox, smtp_server: MailServer, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox.put(PERSONS, PERSONS)
    call_command("mailcheck")
    assert "letters that wait: 2; answers from calendars count\n" in capsys.readouterr().out
    settings.INBOUND_AUTHSERV_ID = ""
    call_command("mailcheck")
    assert "do not count (INBOUND_AUTHSERV_ID)" in capsys.readouterr().out
    settings.INBOUND_MAILBOX = parse_imap_url(inbox.url.replace("1@", "2@"))
    with pytest.raises(CommandError, match="The mailbox cannot be read"):
        call_command("mailcheck")

    assert len(inbox.letters()) == 2


def test_without_a_mailbox_nothing_is_read(settings: Settings) -> None:
    settings.INBOUND_MAILBOX = None

    assert read_mailbox() == 0
