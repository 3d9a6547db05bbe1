"""The mail server answers, and says no: for now, for good, or to us altogether."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from clubs.models import Member
from meetings.models import Meeting
from outbox.delivery import run_due
from outbox.models import Message, Reason
from outbox.services import channel_state, resume_sending
from tests.faults.scene import invite, letter_of, letters_page, once_each, recipients, words_in
from tests.servers import MailServer
from vertaisklubi.env import parse_email_url

pytestmark = pytest.mark.django_db
TEMPORARY = [
    "450 4.2.0 busy",
    "451 4.3.0 later",
    "452 4.2.2 full",
    "432 4.7.12 wait",
]


@pytest.fixture
def sent(facilitator: Client, invited_by_nobody: Meeting) -> Meeting:
    """A meeting whose four invitations are in the queue."""
    invite(facilitator, invited_by_nobody)
    return invited_by_nobody


@pytest.mark.fault(
    6,
    "450, 451, 452 or 432 at any stage",
    "The letter waits and is tried again by the plan; the others leave.",
)
@pytest.mark.parametrize("stage", ["mail", "rcpt", "data", "dot"])
@pytest.mark.parametrize("reply", TEMPORARY, ids=lambda reply: reply[:3])
def test_a_temporary_refusal_is_tried_again(
    stage: str, reply: str, mail: MailServer, facilitator: Client, sent: Meeting, petri: Member
) -> None:
    to = "" if stage == "mail" else petri.email
    mail.fails(stage, reply, to=to, times=1)
    now = timezone.now()
    run_due(now=now)
    run_due(now=now + timedelta(seconds=30))
    late = Message.objects.get(sent_at=None)
    assert len(mail.letters) == 3
    waiting = Member.objects.get(pk=late.person)
    assert "jonossa" in letter_of(facilitator, sent, waiting)
    assert late.tries == 1

    assert run_due(now=now + timedelta(minutes=2)) == 1
    assert recipients(mail) == once_each(sent)
    assert "lähetetty" in letter_of(facilitator, sent, waiting)


@pytest.mark.fault(
    6,
    "550 to the recipient, 554 to the letter",
    "Not delivered, with the reason beside the person; never tried again by itself; the others leave.",
)
@pytest.mark.parametrize(
    ("stage", "reply", "reason"),
    [
        ("rcpt", "550 5.1.1 no such user", Reason.ADDRESS),
        ("rcpt", "550 5.7.1 blocked", Reason.BLOCKED),
        ("data", "554 5.5.1 no valid recipients", Reason.REFUSED),
        ("dot", "554 5.6.0 not liked", Reason.REFUSED),
        ("dot", "552 5.2.2 mailbox full", Reason.FULL),
    ],
)
def test_a_final_refusal_is_shown(
    stage: str, reply: str, reason: Reason, mail: MailServer, facilitator: Client, sent: Meeting,
    petri: Member,
) -> None:  # fmt: skip
    mail.fails(stage, reply, to=petri.email)
    assert run_due() == 3
    assert run_due(now=timezone.now() + timedelta(days=1)) == 0

    row = letter_of(facilitator, sent, petri)
    assert ("ei perille" in row, words_in("fi", reason.label) in row) == (True, True), row
    page = letters_page(facilitator, sent)
    assert petri.email in page
    assert words_in("fi", reason.label) in page
    everybody = once_each(sent)
    del everybody[petri.email]
    assert recipients(mail) == everybody


@pytest.mark.fault(
    6,
    "535 or 530: our name or password is refused",
    "The whole channel closes at once, no letter has used up a try, and nothing is tried until `manage.py resume_sending`.",
)
@pytest.mark.parametrize("code", ["535", "530"])
def test_a_refused_login_closes_the_channel(
    code: str,
    mail: MailServer,
    facilitator: Client,
    sent: Meeting,
    petri: Member,
    settings: Settings,
) -> None:
    if code == "535":
        settings.EMAIL_SERVER = parse_email_url(f"smtp://klubi:wrong@127.0.0.1:{mail.port}")
    else:
        mail.fails("mail", "530 5.7.0 Authentication required")
    now = timezone.now()
    assert run_due(now=now) == 0
    sessions = mail.sessions
    assert run_due(now=now + timedelta(hours=3)) == 0

    assert mail.sessions == sessions
    assert channel_state().reason == "login"
    assert words_in("fi", channel_state().label) in letters_page(facilitator, sent)
    assert "jonossa" in letter_of(facilitator, sent, petri)
    assert set(Message.objects.values_list("tries", flat=True)) == {0}

    mail.mend()
    settings.EMAIL_SERVER = parse_email_url(f"smtp://klubi:right@127.0.0.1:{mail.port}")
    resume_sending(by="operator")
    run_due()
    assert recipients(mail) == once_each(sent)


@pytest.mark.fault(
    6,
    "421: the server ends the session",
    "The next session takes the rest in the same run; a letter that 421 was said of follows it or the plan.",
)
@pytest.mark.parametrize("stage", ["mail", "rcpt", "data", "dot"])
@pytest.mark.parametrize("after", [0, 2])
def test_a_session_that_ends_is_followed_by_another(
    stage: str, after: int, mail: MailServer, facilitator: Client, sent: Meeting
) -> None:
    mail.fails(stage, "421 4.7.0 too many letters in this session", times=1, after=after)
    now = timezone.now()
    run_due(now=now)
    assert len(mail.letters) >= after
    run_due(now=now + timedelta(minutes=2))
    assert recipients(mail) == once_each(sent)
    assert not Message.objects.filter(unsure_at__isnull=False).exists()
    assert "lähetetty 4/4" in letters_page(facilitator, sent)
