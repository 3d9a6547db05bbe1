"""Which letters a person may refuse.

A person refuses a whole matter (reminders, feedback), not one step of it: whoever unsubscribes from the first
reminder does not mean to get the second. What a letter is *for* the person to know (invitation, change, cancellation,
memo, host duty) cannot be refused.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
OPTIONAL_KINDS = frozenset(_BY_KIND)


def matter_of(kind: str) -> Matter | None:
    """The matter to which a kind of letter belongs; None for letters that everybody gets."""
    return _BY_KIND.get(kind)


def wants(member: Member, kind: str) -> bool:
    """Whether the person takes letters of this kind: everybody does until they say otherwise."""
    return kind not in OPTIONAL_KINDS or kind not in member.muted_letters


def wanted_codes(member: Member) -> list[str]:
    """The matters of which the person gets letters."""
    return [matter.code for matter in MATTERS if wants(member, matter.kinds[0])]
