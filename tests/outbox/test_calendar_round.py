"""The whole round on real servers: the invitation leaves, a calendar answers what it found in it, the answer is read."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from icalendar import Calendar
from pytest_django import Settings

from clubs.models import Member
from home.schedule import run_tick
from meetings.models import Meeting
from meetings.services import send_invitations
from tests.imapserver import Inbox, imap_running
from tests.outbox.inbox import answers_of, use_real_handler
from tests.replies import MX, PROGRAMS, Reply
from tests.servers import MailServer
from vertaisklubi.env import parse_imap_url

pytestmark = [pytest.mark.imap, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def _inbox(short_folder: Path) -> Iterator[Inbox]:
    short_folder.chmod(0o755)
    with imap_running(short_folder / "round") as running:
        yield running


@pytest.fixture
def inbox(_inbox: Inbox, settings: Settings, smtp_server: MailServer) -> Iterator[Inbox]:
    settings.INBOUND_MAILBOX = parse_imap_url(_inbox.url)
    use_real_handler()
    yield _inbox
    _inbox.empty()


def entry_in(letter: EmailMessage) -> tuple[str, str, int, str]:
    """Return what a calendar takes from the invitation: UID, organizer, SEQUENCE, and whether a reply is asked for."""
    [part] = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    raw = part.get_payload(decode=True)
    assert isinstance(raw, bytes)
    [event] = Calendar.from_ical(raw).walk("VEVENT")
    organizer = str(event["ORGANIZER"]).removeprefix("mailto:")
    return (
        str(event["UID"]),
        organizer,
        int(str(event["SEQUENCE"])),
        event["ATTENDEE"].params["RSVP"],
    )


def text_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return " ".join(part.get_content().split())


@pytest.mark.parametrize("is_signed", [False, True])
@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_the_answer_comes_home(
    inbox: Inbox, meeting: Meeting, outi: Member, aino: Member, smtp_server: MailServer, settings: Settings,
    program: str, is_signed: bool,
) -> None:  # fmt: skip
    settings.INBOUND_AUTHSERV_ID = "" if is_signed else MX
    settings.INBOUND_REPLY_ADDRESS = "vastaus@example.org" if is_signed else ""
    send_invitations(meeting=meeting, sender=outi)
    run_tick()
    [letter] = smtp_server.to(aino.email)
    uid, organizer, sequence, rsvp = entry_in(letter)

    assert rsvp == "TRUE"
    assert organizer.startswith("vastaus+") is is_signed
    assert "Myös kalenterissa annettu vastaus tulee perille." in text_of(letter)
    reply = Reply(uid=uid, address=aino.email, sequence=sequence, to=organizer, partstat="DECLINED")
    inbox.put(PROGRAMS[program](reply))
    assert run_tick()["outbox.inbound"] == 1
    seat = meeting.invitees.get(member=aino)
    assert (seat.answer, answers_of(seat)) == ("no", [("no", "calendar")])


def test_where_nothing_is_read_no_reply_is_asked_for(
    meeting: Meeting, outi: Member, aino: Member, smtp_server: MailServer, settings: Settings
) -> None:
    settings.INBOUND_MAILBOX = None
    send_invitations(meeting=meeting, sender=outi)
    run_tick()
    [letter] = smtp_server.to(aino.email)

    assert entry_in(letter)[1:] == ("vertaisklubi@example.org", 0, "FALSE")
    assert "Vastaa painikkeilla. Kalenterista lähetetty vastaus ei tule" in text_of(letter)
