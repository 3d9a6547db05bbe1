"""The mail server cannot be reached, or is not who it says: letters wait, and after five failures the channel closes."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
import trustme
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from clubs.models import Member
from meetings.models import Meeting
from outbox.delivery import run_due
from outbox.models import Message
from outbox.services import channel_state
from tests.faults.scene import invite, letter_of, letters_page, once_each, recipients, words_in
from tests.needs import free_port
from tests.servers import HANG_UP, SILENCE, MailServer, mail_server_running
from vertaisklubi.env import parse_email_url

pytestmark = pytest.mark.django_db
FIVE = 5


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Who signs certificates, and is trusted only where a test says so."""
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The authority is one that this process trusts."""
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


@pytest.fixture
def server_with(authority: trustme.CA) -> Iterator[Callable[[str, str], MailServer]]:
    """A mail server that speaks TLS with a certificate for a name."""
    with ExitStack() as stack:

        def start(scheme: str, name: str) -> MailServer:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            authority.issue_cert(name).configure_cert(context)
            return stack.enter_context(mail_server_running(scheme, context))

        yield start


@pytest.fixture
def way(
    request: pytest.FixtureRequest,
    mail: MailServer,
    server_with: Callable[[str, str], MailServer],
    settings: Settings,
) -> None:
    """The settings lead to a server that does not serve."""
    settings.EMAIL_TIMEOUT = 0.3
    name = request.param
    if name in ("unknown authority", "starttls"):
        scheme = "smtps" if name == "unknown authority" else "smtp+starttls"
        settings.EMAIL_SERVER = parse_email_url(server_with(scheme, "127.0.0.1").url)
    elif name == "another's name":
        request.getfixturevalue("trusted")
        settings.EMAIL_SERVER = parse_email_url(server_with("smtps", "other.example").url)
    elif name in ("silent", "hangs up", "closed"):
        mail.fails(
            "connect", {"silent": SILENCE, "hangs up": HANG_UP}.get(name, "421 4.3.2 closed")
        )
    else:
        host = "mail.invalid" if name == "no such name" else "127.0.0.1"
        settings.EMAIL_SERVER = parse_email_url(f"smtp://{host}:{free_port()}")


WAYS = [
    "refused", "no such name", "unknown authority", "another's name", "starttls", "silent", "hangs up", "closed",
]  # fmt: skip


@pytest.mark.fault(
    5,
    "The mail server is not there: refused, no such name, wrong certificate, silent, closing",
    "Letters wait and are tried by the plan (1, 5, 15 … minutes). Five failures in a row close the channel: nothing is tried any more, the facilitator reads why, and one letter tries the way after 15 minutes; when it leaves, all do.",
)
@pytest.mark.parametrize("way", WAYS, indirect=True)
def test_letters_wait_and_the_channel_closes(
    way: None,
    mail: MailServer,
    facilitator: Client,
    invited_by_nobody: Meeting,
    petri: Member,
    settings: Settings,
) -> None:
    meeting = invited_by_nobody
    invite(facilitator, meeting)
    now = timezone.now()
    for failure in range(FIVE):
        assert not channel_state().is_paused
        assert run_due(now=now + timedelta(minutes=failure)) == 0

    assert channel_state().reason == "connection"
    assert words_in("fi", channel_state().label) in letters_page(facilitator, meeting)
    assert "jonossa" in letter_of(facilitator, meeting, petri)
    assert sum(Message.objects.values_list("tries", flat=True)) == FIVE
    assert run_due(now=now + timedelta(minutes=FIVE)) == 0
    assert sum(Message.objects.values_list("tries", flat=True)) == FIVE

    mail.mend()
    settings.EMAIL_SERVER = parse_email_url(mail.url)
    settings.EMAIL_TIMEOUT = 10
    for hours in (1, 2):
        run_due(now=now + timedelta(hours=hours))
    assert not channel_state().is_paused
    assert recipients(mail) == once_each(meeting)
    assert "lähetetty" in letter_of(facilitator, meeting, petri)


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_a_certificate_of_a_known_authority_is_taken(
    scheme: str,
    trusted: None,
    server_with: Callable[[str, str], MailServer],
    facilitator: Client,
    invited_by_nobody: Meeting,
    settings: Settings,
) -> None:
    """What the refusals above are worth: the right certificate passes."""
    server = server_with(scheme, "127.0.0.1")
    settings.EMAIL_SERVER = parse_email_url(server.url)
    invite(facilitator, invited_by_nobody)
    run_due()
    assert recipients(server) == once_each(invited_by_nobody)
