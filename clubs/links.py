"""Personal links in letters: signed references that carry no secret and can be revoked.

A token names a row and the generation that was valid when it was made. Django's signer checks it, so
rotating SECRET_KEY with fallbacks keeps old links alive; raising the row's generation ends them.
"""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing

PURPOSES = frozenset(
    {"agreed", "answer", "feed", "feedback", "join", "poll", "season", "unsubscribe"}
)


class BadLink(Exception):
    """The link was mistyped, cut, made for something else, or has expired."""


class ExpiredLink(BadLink):
    """The link was good once; its time has passed."""


@dataclass(frozen=True)
class Reference:
    """What a valid token refers to."""

    pk: UUID
    generation: int


def sign(purpose: str, pk: UUID, generation: int) -> str:
    """A token for ``purpose`` that refers to the row ``pk``; about 70 URL-safe characters."""
    if purpose not in PURPOSES:
        raise ValueError(f"unknown purpose of a link: {purpose}")
    return signing.TimestampSigner(salt=f"link.{purpose}").sign(f"{pk.hex}-{generation}")


def read(token: str, purpose: str, *, max_age: int | None = None) -> Reference:
    """The reference in ``token``; ``max_age`` in seconds. Raises ``BadLink``, of it ``ExpiredLink``."""
    signer = signing.TimestampSigner(salt=f"link.{purpose}")
    try:
        pk, generation = signer.unsign(token, max_age=max_age).split("-")
        return Reference(pk=UUID(pk), generation=int(generation))
    except signing.SignatureExpired as error:
        raise ExpiredLink(str(error)) from error
    except (signing.BadSignature, ValueError) as error:
        raise BadLink(str(error)) from error
