"""The personal links that letters of every app bear: to choose letters without signing in, and to join the club."""

from django.conf import settings
from django.urls import reverse

from clubs.links import sign
from clubs.models import Member
from clubs.preferences import OPTIONAL_KINDS, wants

__all__ = ["JOIN_DAYS", "OPTIONAL_KINDS", "choices_url", "joining_url", "unsubscribe_url", "wants"]

# How many days a joining link is good for.
JOIN_DAYS = 14


def unsubscribe_url(member: Member, kind: str) -> str:
    """Where one press ends letters of this kind to this person (RFC 8058); empty for a kind that cannot be refused."""
    if kind not in OPTIONAL_KINDS:
        return ""
    return settings.BASE_URL + reverse("clubs:unsubscribe", args=[_token(member), kind])


def choices_url(member: Member) -> str:
    """Where the person chooses, without signing in, which letters of the club come: for the foot of every letter."""
    return settings.BASE_URL + reverse("clubs:letter-choices", args=[_token(member)])


def joining_url(member: Member) -> str:
    """Where the person joins the club: good once, for ``JOIN_DAYS`` days."""
    return settings.BASE_URL + reverse(
        "clubs:join", args=[sign("join", member.pk, member.generation)]
    )


def _token(member: Member) -> str:
    """The link lives as long as the membership: joining raises the generation, and old letters must still unsubscribe."""
    return sign("unsubscribe", member.pk, 0)
