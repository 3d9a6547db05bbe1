"""A meeting is moved, or called off, while its invitations are leaving from another process."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from django.test import Client

from clubs.models import Member
from meetings.models import Meeting
from outbox.delivery import run_due
from outbox.models import WAITING, Message
from tests import factories
from tests.faults.scene import LONG_LEASE, Entry, Stage, entries_of, invite
from tests.meetings.test_meeting_edit import data_of
from tests.servers import MailServer, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
INVITED, ALREADY = 14, 4


@pytest.fixture
def large(meeting: Meeting, outi: Member) -> Meeting:
    """A meeting of fourteen."""
    factories.make_members(outi.club, INVITED - 2)
    return meeting


@contextmanager
def leaving(stage: Stage, facilitator: Client, meeting: Meeting) -> Iterator[None]:
    """While the block runs, a process is sending the invitations, some of which have come; afterwards all is sent."""
    invite(facilitator, meeting)
    stage.mail.pause = 0.15
    with stage.sender(patience=LONG_LEASE) as sender:
        stage.mail.wait(ALREADY)
        yield
        assert len(stage.mail.letters) < INVITED
        assert sender.process.wait(60) == 0, sender.output()
    stage.mail.pause = 0.0

    def is_all_sent() -> bool:
        run_due()
        return not Message.objects.filter(state__in=WAITING).exists()

    wait_for(is_all_sent, "the last letters")


def entries(mail: MailServer) -> Mapping[str, list[Entry]]:
    """By address: the calendar entries that came, in the order in which they came, one for each letter."""
    found: dict[str, list[Entry]] = {}
    for letter in mail.letters:
        address = letter["To"].addresses[0].addr_spec
        found.setdefault(address, []).extend(set(entries_of(letter)))
    return found


@pytest.mark.fault(
    15,
    "The meeting is moved while its invitations are leaving",
    "Everybody ends with the newest SEQUENCE and time, in the order of writing; who had not got the old invitation gets only the new one.",
)
def test_everybody_ends_with_the_newest(
    stage: Stage, mail: MailServer, facilitator: Client, large: Meeting
) -> None:
    day = large.starts_at + dt.timedelta(days=1)
    with leaving(stage, facilitator, large):
        data = data_of(large, day=f"{day.day}.{day.month}.{day.year}")
        assert facilitator.post(f"/meetings/{large.pk}/edit/", data).status_code == 303
    large.refresh_from_db()

    found = entries(mail)
    assert len(found) == INVITED
    sequences = {address: [event.sequence for event in events] for address, events in found.items()}
    assert {tuple(told) for told in sequences.values()} == {(0, large.sequence), (large.sequence,)}
    last = [events[-1] for events in found.values()]
    assert {event.starts_at for event in last} == {large.starts_at}
    assert {event.method for event in last} == {"REQUEST"}
    assert len({event.uid for events in found.values() for event in events}) == 1


@pytest.mark.fault(
    15,
    "The meeting is called off while its invitations are leaving",
    "CANCEL, with a higher SEQUENCE, to those and only those to whom an invitation had left; the others hear nothing.",
)
def test_only_those_who_know_of_it_hear_that_it_is_off(
    stage: Stage,
    mail: MailServer,
    facilitator: Client,
    large: Meeting,
) -> None:
    with leaving(stage, facilitator, large):
        response = facilitator.post(f"/meetings/{large.pk}/call-off/", {"reason": "Sairastumisia"})
        assert response.status_code == 303
    large.refresh_from_db()

    found = entries(mail)
    assert ALREADY <= len(found) < INVITED
    told = {tuple((event.method, event.sequence) for event in events) for events in found.values()}
    assert told == {(("REQUEST", 0), ("CANCEL", large.sequence))}
    assert large.sequence > 0
