"""Where bounces and calendars' replies are read: good settings are read, bad ones named."""

import pytest

from tests.project.test_environment import PRODUCTION, complaints, read
from vertaisklubi.env import MailboxServer, parse_imap_url

GOOD = {
    **PRODUCTION,
    "INBOUND_IMAP_URL": "imaps://vastaus%40klubi.fi:p%40ss@imap.example.fi",
    "INBOUND_WEBHOOK_SECRET": "a1_-" * 10,
    "INBOUND_AUTHSERV_ID": "MX.Example.fi",
    "INBOUND_REPLY_ADDRESS": "vastaus@klubi.example.fi",
}
NAMES = sorted(name for name in GOOD if name.startswith("INBOUND_"))


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_all_of_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(monkeypatch, **GOOD).mail

    assert found.mailbox == MailboxServer(
        "imaps", "imap.example.fi", 993, "vastaus@klubi.fi", "p@ss", "INBOX"
    )
    assert (
        found.webhook_secret,
        found.authserv_id,
        found.reply_address,
    ) == ("a1_-" * 10, "mx.example.fi", "vastaus@klubi.example.fi")


def test_none_of_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(monkeypatch, **PRODUCTION).mail

    assert (found.mailbox, found.webhook_secret, found.authserv_id) == (
        None, "", "",
    )  # fmt: skip


def test_all_nonsense_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    nonsense = {
        "INBOUND_IMAP_URL": "pop3://x:y@mail.example.fi",
        "INBOUND_WEBHOOK_SECRET": "short",
        "INBOUND_AUTHSERV_ID": "mx example",
        "INBOUND_REPLY_ADDRESS": "Vastaus <vastaus@klubi.example.fi>",
    }

    assert complaints(monkeypatch, **{**GOOD, **nonsense}) == {
        "INBOUND_AUTHSERV_ID": "must be a host's name such as mx.example.fi",
        "INBOUND_IMAP_URL": "must begin with imaps:// or imap+starttls://",
        "INBOUND_REPLY_ADDRESS": "must be a bare address, at most 20 characters before the @",
        "INBOUND_WEBHOOK_SECRET": "must be at least 32 letters, digits, - or _",
    }


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("imaps://mail.example.fi/INBOX", "must name user, password and host"),
        ("imaps://user@mail.example.fi", "must name user, password and host"),
        ("imaps://user:hunter2/x@mail.example.fi", "must name user, password and host"),
        ("imap://user:hunter2@mail.example.fi", "plain imap is for this machine only"),
        ("imaps://user:hunter2%C3%A4@mail.example.fi", "IMAP cannot carry"),
        ("imaps://user:hunter2@mail.example.fi/IN%22BOX", "folder that cannot be asked for"),
        ("imaps://user:hunter2@mail.example.fi/IN%0D%0ABOX", "folder that cannot be asked for"),
        ("imaps://user:hunter2@mail.example.fi:port", "[Pp]ort"),
    ],
)
def test_a_mailbox_that_cannot_be_meant(url: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as refusal:
        parse_imap_url(url)

    assert "hunter2" not in str(refusal.value)


def test_plain_imap_on_this_machine_and_another_folder() -> None:
    assert parse_imap_url("imap://u:p@127.0.0.1:1143/Vastaukset/Klubi") == MailboxServer(
        "imap", "127.0.0.1", 1143, "u", "p", "Vastaukset/Klubi"
    )
    assert parse_imap_url("imap+starttls://u:p@mail.example.fi").port == 143
