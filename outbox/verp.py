"""Signed addresses of our own: a letter's envelope sender, so that a bounce names the letter that it is about.

`bounce+<id><mac>@example.org`: both in base 32, because the world is careless with upper and lower case.
"""

import base64
import binascii
import hmac
import uuid
from email.utils import parseaddr

from django.conf import settings
from django.utils.crypto import salted_hmac

from outbox.letters import own_address
from outbox.models import Message

PURPOSE = "bounce"
ID_LENGTH, MAC_LENGTH = 26, 16
# RFC 5321, 4.5.3.1.1: 64 octets before the @; what the plus sign and the signed part leave.
LOCAL_MAX = 64 - 1 - ID_LENGTH - MAC_LENGTH


def sender_for(message: Message) -> str:
    """The envelope sender of `message`: signed where BOUNCE_ADDRESS is set, else the installation's own address."""
    if not settings.BOUNCE_ADDRESS:
        return own_address()
    return signed_address(settings.BOUNCE_ADDRESS, message.pk, purpose=PURPOSE)


def message_of(address: str) -> uuid.UUID | None:
    """The letter whose envelope sender `address` is, or None for any other address."""
    if not settings.BOUNCE_ADDRESS:
        return None
    return id_in(address, settings.BOUNCE_ADDRESS, purpose=PURPOSE)


def signed_address(base: str, key: uuid.UUID, *, purpose: str) -> str:
    """`base` with `key` and its signature after a plus sign, all in lower case but the base."""
    local, _at, domain = base.rpartition("@")
    word = base64.b32encode(key.bytes).decode().rstrip("=").lower()
    return f"{local}+{word}{_mac(word, purpose, settings.SECRET_KEY)}@{domain}"


def id_in(address: str, base: str, *, purpose: str) -> uuid.UUID | None:
    """The key in an address made by `signed_address` with any of our secret keys, or None."""
    local, _at, domain = base.lower().rpartition("@")
    given, _at, given_domain = parseaddr(address)[1].lower().rpartition("@")
    name, _plus, signed = given.rpartition("+")
    if (name, given_domain) != (local, domain) or len(signed) != ID_LENGTH + MAC_LENGTH:
        return None
    word, mac = signed[:ID_LENGTH], signed[ID_LENGTH:]
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(
        hmac.compare_digest(mac.encode(), _mac(word, purpose, key).encode()) for key in keys
    ):
        return None
    try:
        return uuid.UUID(bytes=base64.b32decode(word.upper() + "=" * 6))
    except (ValueError, binascii.Error):
        return None


def _mac(word: str, purpose: str, key: str) -> str:
    digest = salted_hmac(f"outbox.{purpose}", word, secret=key, algorithm="sha256").digest()
    return base64.b32encode(digest[:10]).decode().lower()
