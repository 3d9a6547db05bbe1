"""Which letters a person may refuse, and the links by which they do it without signing in.

A person refuses a whole matter (reminders, feedback), not one step of it: whoever unsubscribes from the first
reminder does not mean to get the second. What a letter is *for* the person to know (invitation, change, cancellation,
memo, host duty) cannot be refused.
"""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clubs.links import sign
from clubs.models import Member


@dataclass(frozen=True)
class Matter:
    """Letters that are refused together: the outbox's kinds, their name, and when they come."""

    code: str
    kinds: tuple[str, ...]
    name: str | Promise
    when: str | Promise


MATTERS = (
    Matter(
        "reminders",
        ("meetings.remind14", "meetings.remind7"),
        _("Reminders to answer"),
        _("Two weeks and one week before the meeting, if you have not answered."),
    ),
    Matter(
        "soon",
        ("meetings.soon",),
        _("We meet soon"),
        _("A few days before the meeting: place, link and what is left to read."),
    ),
    Matter(
        "agreed",
        ("meetings.agreed_due",),
        _("Things agreed that fall due"),
        _("Three days before the date of a thing that has your name on it."),
    ),
    Matter(
        "feedback",
        ("feedback.request", "feedback.season"),
        _("Feedback requests"),
        _("After a meeting and at the end of a season."),
    ),
)
_BY_KIND = {kind: matter for matter in MATTERS for kind in matter.kinds}
_BY_CODE = {matter.code: matter for matter in MATTERS}
OPTIONAL_KINDS = frozenset(_BY_KIND)


def matter_of(kind: str) -> Matter | None:
    """The matter to which a kind of letter belongs; None for letters that everybody gets."""
    return _BY_KIND.get(kind)


def matter_named(code: str) -> Matter:
    """The matter of a code; raises `KeyError`."""
    return _BY_CODE[code]


def wants(member: Member, kind: str) -> bool:
    """Whether the person takes letters of this kind: everybody does until they say otherwise."""
    return kind not in OPTIONAL_KINDS or kind not in member.muted_letters


def wanted_codes(member: Member) -> list[str]:
    """The matters of which the person gets letters."""
    return [matter.code for matter in MATTERS if wants(member, matter.kinds[0])]


def unsubscribe_url(member: Member, kind: str) -> str:
    """Where one press ends letters of this kind to this person (RFC 8058); empty for a kind that cannot be refused."""
    if kind not in OPTIONAL_KINDS:
        return ""
    return settings.BASE_URL + reverse("clubs:unsubscribe", args=[_token(member), kind])


def choices_url(member: Member) -> str:
    """Where the person chooses, without signing in, which letters of the club come: for the foot of every letter."""
    return settings.BASE_URL + reverse("clubs:letter-choices", args=[_token(member)])


def _token(member: Member) -> str:
    """The link lives as long as the membership: joining raises the generation, and old letters must still unsubscribe."""
    return sign("unsubscribe", member.pk, 0)
