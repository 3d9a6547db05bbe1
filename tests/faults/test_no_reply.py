"""The final dot was said and no answer came: nobody knows, and the page says so."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from clubs.models import Member
from meetings.models import Meeting
from outbox.delivery import run_due
from tests.faults.scene import doubles_told, invite, letter_of, letters_page, once_each, recipients
from tests.servers import HANG_UP, SILENCE, MailServer

pytestmark = pytest.mark.django_db
MINUTES_OF_DOUBT = 15


@pytest.fixture
def sent(facilitator: Client, invited_by_nobody: Meeting, settings: Settings) -> Meeting:
    """A meeting whose four invitations are in the queue, and little patience with the mail server."""
    settings.EMAIL_TIMEOUT = 0.3
    invite(facilitator, invited_by_nobody)
    return invited_by_nobody


@pytest.mark.fault(
    7,
    "No answer after the dot, or the connection ends there",
    "Uncertain: neither failed nor tried again at once. After 15 minutes once more, the same bytes.",
)
@pytest.mark.parametrize("deed", [SILENCE, HANG_UP])
@pytest.mark.parametrize("is_kept", [True, False], ids=["had it", "had it not"])
def test_the_doubt_is_shown_and_the_letter_repeated_once(
    deed: str, is_kept: bool, mail: MailServer, facilitator: Client, sent: Meeting, petri: Member
) -> None:
    mail.fails("dot", deed, to=petri.email, times=1, is_kept=is_kept)
    now = timezone.now()
    assert run_due(now=now) + run_due(now=now + timedelta(minutes=1)) == 3
    mail.mend()
    assert "epävarma" in letter_of(facilitator, sent, petri)
    assert run_due(now=now + timedelta(minutes=MINUTES_OF_DOUBT - 1)) == 0
    assert run_due(now=now + timedelta(minutes=MINUTES_OF_DOUBT + 3)) == 1

    assert "lähetetty" in letter_of(facilitator, sent, petri)
    assert recipients(mail) == {**once_each(sent), petri.email: 1 + is_kept}
    assert len(set(mail.raw_to(petri.email))) == 1
    assert doubles_told(facilitator, sent) == 1
    assert run_due(now=now + timedelta(days=1)) == 0


@pytest.mark.fault(
    7,
    "No answer before the dot",
    "It has surely not left: it waits and is tried again by the plan, and comes once.",
)
@pytest.mark.parametrize("stage", ["mail", "rcpt", "data"])
def test_silence_before_the_dot_is_no_doubt(
    stage: str, mail: MailServer, facilitator: Client, sent: Meeting
) -> None:
    mail.fails(stage, SILENCE, times=1)
    now = timezone.now()
    run_due(now=now)
    assert "epävarma" not in letters_page(facilitator, sent)
    mail.mend()
    run_due(now=now + timedelta(minutes=2))
    assert recipients(mail) == once_each(sent)
    assert doubles_told(facilitator, sent) == 0


@pytest.mark.fault(
    7,
    "No answer after the dot, twice",
    "Not delivered: a person is asked to ask the recipient. Never a third time.",
)
def test_twice_in_doubt_a_person_is_asked(
    mail: MailServer, facilitator: Client, sent: Meeting, petri: Member
) -> None:
    mail.fails("dot", HANG_UP, to=petri.email, is_kept=True)
    now = timezone.now()
    for minutes in (0, MINUTES_OF_DOUBT + 3, 60, 600):
        run_due(now=now + timedelta(minutes=minutes))

    row = letter_of(facilitator, sent, petri)
    assert ("ei perille" in row, "kysy vastaanottajalta" in row) == (True, True), row
    assert len(mail.to(petri.email)) == 2


@pytest.mark.fault(7, "The connection ends in the midst of the letter", "The letter arrives once.")
def test_cut_off_in_the_midst_it_arrives_once(mail: MailServer, sent: Meeting) -> None:
    mail.fails("letter", HANG_UP, times=1)
    now = timezone.now()
    for minutes in (0, 2, MINUTES_OF_DOUBT + 5):
        run_due(now=now + timedelta(minutes=minutes))
    assert recipients(mail) == once_each(sent)
