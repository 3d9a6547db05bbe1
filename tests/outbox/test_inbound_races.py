"""Two ticks at the same moment read the same mailbox."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from meetings.models import Answer, Meeting
from outbox.inbound.mailbox import OTHER, REFUSED, read_mailbox
from tests.imapserver import Inbox, imap_running
from tests.outbox.inbox import good_letter, use_real_handler
from tests.races import at_once
from tests.replies import MX
from vertaisklubi.env import parse_imap_url

pytestmark = [pytest.mark.imap, pytest.mark.django_db(transaction=True)]
PERSONS = b"From: Petri <petri@example.org>\r\n\r\nHei\r\n"


@pytest.fixture
def inbox(short_folder: Path, settings: Settings) -> Iterator[Inbox]:
    short_folder.chmod(0o755)
    settings.INBOUND_AUTHSERV_ID = MX
    use_real_handler()
    with imap_running(short_folder / "races") as running:
        settings.INBOUND_MAILBOX = parse_imap_url(running.url)
        yield running


def test_each_answer_counts_once(inbox: Inbox, invited: Meeting) -> None:
    seats = list(invited.invitees.select_related("member"))
    inbox.put(*[good_letter(seat) for seat in seats], PERSONS)

    assert at_once(read_mailbox, read_mailbox) == ["done", "done"]
    rows = Answer.objects.values_list("invitee", "value", "source")
    assert sorted(rows) == sorted((seat.pk, "yes", "calendar") for seat in seats)
    assert (inbox.letters(), inbox.folder(REFUSED)) == ([], [])
    # The server may let both move it: then it lies there twice, for a person to read.
    assert set(inbox.folder(OTHER)) == {PERSONS}
