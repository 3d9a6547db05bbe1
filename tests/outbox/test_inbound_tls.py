"""The way to the mailbox: only a server with a certificate for its name hears the password."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from pytest_django import Settings

from outbox.inbound.mailbox import MailboxError, read_mailbox
from tests.imapserver import Inbox, imap_running
from vertaisklubi.env import parse_imap_url

pytestmark = [pytest.mark.imap, pytest.mark.django_db]
PERSONS = b"From: Petri <petri@example.org>\r\n\r\nHei\r\n"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def inbox(short_folder: Path, authority: trustme.CA) -> Iterator[Inbox]:
    short_folder.chmod(0o755)
    pem = authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.bytes()
    with imap_running(short_folder / "tls", certificate=pem) as running:
        yield running


@pytest.fixture
def trusted(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("scheme", ["imaps", "imap+starttls"])
def test_a_certificate_for_the_name_is_taken(inbox: Inbox, settings: Settings, scheme: str) -> None:
    settings.INBOUND_MAILBOX = parse_imap_url(inbox.url_by(scheme))
    inbox.put(PERSONS)

    assert read_mailbox() == 1


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("scheme", ["imaps", "imap+starttls"])
def test_one_for_another_name_is_not(inbox: Inbox, settings: Settings, scheme: str) -> None:
    settings.INBOUND_MAILBOX = parse_imap_url(inbox.url_by(scheme, "localhost"))

    with pytest.raises(MailboxError, match="certificate verify failed"):
        read_mailbox()


@pytest.mark.parametrize("scheme", ["imaps", "imap+starttls"])
def test_nor_one_of_an_unknown_authority(
    inbox: Inbox, settings: Settings, scheme: str, caplog: pytest.LogCaptureFixture
) -> None:
    settings.INBOUND_MAILBOX = parse_imap_url(inbox.url_by(scheme))

    with caplog.at_level(logging.DEBUG), pytest.raises(MailboxError, match="certificate verify"):
        read_mailbox()


def test_a_server_without_tls_is_not_asked_without_it(inbox: Inbox, settings: Settings) -> None:
    """A plain port under the name of TLS."""
    plain = parse_imap_url(inbox.url_by("imaps").replace(str(inbox.tls_port), str(inbox.port)))
    settings.INBOUND_MAILBOX = plain

    with pytest.raises(MailboxError):
        read_mailbox()
