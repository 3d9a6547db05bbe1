"""Who sent a letter, and when our own mail server vouches for it (RFC 8601)."""

import pytest

from outbox.inbound.outcomes import Refused
from outbox.inbound.parts import read_part
from outbox.inbound.senders import is_vouched_for, sender_of

MX = "mx.example.fi"


def is_believed(*results: str, address: str = "aino@example.org", authserv_id: str = MX) -> bool:
    head = "".join(f"Authentication-Results: {result}\r\n" for result in results)
    return is_vouched_for(read_part(head.encode()), address, authserv_id=authserv_id)


@pytest.mark.parametrize(
    "result",
    [
        f"{MX}; dmarc=pass header.from=example.org",
        f"{MX}; dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=example.org",
        f"{MX} 1; spf=fail smtp.mailfrom=x@y; dkim=none; dmarc=pass",
        "MX.Example.FI; DMARC=Pass header.from=Example.ORG",
        f"{MX};\r\n dkim=pass header.d=example.org header.s=s1 header.b=abc",
        f"{MX}; dkim=pass (2048-bit key) header.i=@example.org",
        f"{MX}; dkim=fail header.d=list.example.net; dkim=pass header.d=example.org",
    ],
)
def test_a_pass_of_our_own_server_counts(result: str) -> None:
    assert is_believed(result)


def test_a_signature_of_the_domain_above_counts() -> None:
    assert is_believed(f"{MX}; dkim=pass header.d=example.org", address="aino@mail.example.org")


@pytest.mark.parametrize(
    "result",
    [
        "mx.evil.example; dmarc=pass header.from=example.org",
        f"{MX}.evil.example; dmarc=pass header.from=example.org",
        f"{MX}; dmarc=fail header.from=example.org",
        f"{MX}; dmarc=none header.from=example.org",
        f"{MX}; dmarc=pass header.from=evil.example",
        f"{MX}; dkim=pass header.d=evil.example",
        f"{MX}; dkim=pass header.d=org",
        f"{MX}; dkim=pass header.d=le.org",
        f"{MX}; spf=pass smtp.mailfrom=aino@example.org",
        # What a sender can make our own server write: an address whose local part is quoted, or a comment.
        f'{MX}; spf=pass smtp.mailfrom="a; dmarc=pass header.from=example.org"@evil.example',
        f'{MX}; dkim=pass header.i="x header.d=example.org"@evil.example',
        f"{MX}; spf=none (a; dmarc=pass header.from=example.org) smtp.mailfrom=evil.example",
        f"{MX}; dmarc=fail header.from=example.org; dmarc=pass header.from=example.org",
        f"{MX}; dmarc=fail header.from=example.org; dkim=pass header.d=example.org",
        f"{MX}; none",
        "",
    ],
)
def test_nothing_else_does(result: str) -> None:
    assert not is_believed(result)


def test_the_topmost_result_stands() -> None:
    """What a sender wrote in our server's name stands below what the server wrote."""
    forged = f"{MX}; dmarc=pass header.from=example.org"

    assert not is_believed(f"{MX}; dmarc=fail header.from=example.org", forged)
    assert is_believed("mx.other.example; dmarc=fail", forged)


def test_without_the_setting_nobody_is_believed() -> None:
    assert not is_believed("; dmarc=pass", authserv_id="")
    assert not is_believed(f"{MX}; dmarc=pass", authserv_id="")


def test_the_sender_is_one_address() -> None:
    assert sender_of(read_part(b"From: =?utf-8?Q?=C3=84?= <Aino@Example.org>\r\n")) == (
        "aino@example.org"
    )


@pytest.mark.parametrize(
    "head",
    [
        b"To: aino@example.org\r\n",
        b"From: a@example.org, b@example.org\r\n",
        b"From: a@example.org\r\nFrom: b@example.org\r\n",
        b"From: Aino\r\n",
        b"From: \xff\x00\r\n",
    ],
)
def test_any_other_sender_is_refused(head: bytes) -> None:
    with pytest.raises(Refused, match="sender"):
        sender_of(read_part(head))
