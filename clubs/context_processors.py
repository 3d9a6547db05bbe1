"""What the bar on top of every page shows."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from clubs.access import Visitor
from clubs.models import Club, Member


@dataclass(frozen=True)
class Item:
    """One link of the bar."""

    label: str
    url: str
    icon: str
    is_current: bool


@dataclass(frozen=True)
class Navigation:
    """The bar of this page: its links, the role of the visitor here, and the club they stand in."""

    items: list[Item] = field(default_factory=list)
    role: str = ""
    person: str = ""
    club: Club | None = None


MEMBER_LINKS = [
    ("home:my-page", "home"),
    ("home:club", "path"),
    ("boards:ideas", "bulb"),
    ("meetings:agreed", "agreed"),
]
FACILITATOR_LINKS = [
    ("home:next-steps", "home"),
    ("meetings:planner", "path"),
    ("clubs:people", "people"),
    ("home:outbox", "mail"),
    ("feedback:overview", "chart"),
]


def _labels() -> dict[str, str]:
    return {
        "home:my-page": _("My page"),
        "home:club": _("Club"),
        "boards:ideas": _("Idea bank"),
        "meetings:agreed": _("Things agreed"),
        "home:next-steps": _("Next up"),
        "meetings:planner": _("Season"),
        "clubs:people": _("Members"),
        "home:outbox": _("Messages"),
        "feedback:overview": _("Feedback"),
    }


def _standing(visitor: Visitor) -> Member | None:
    """Where the visitor stands: on this page, else in their first club (a facilitated one first)."""
    if visitor.member is not None or visitor.user is None:
        return visitor.member
    return (
        Member.objects.active()
        .filter(user=visitor.user)
        .select_related("club")
        .order_by("role", "created_at")
        .first()
    )


def _navigation(request: HttpRequest) -> Navigation:
    visitor: Visitor = getattr(request, "visitor", Visitor())
    member = _standing(visitor)
    if visitor.user is None:
        return Navigation(person=member.full_name if member else "", club=visitor.club)
    if member is None:
        return Navigation(person=visitor.user.get_full_name())
    is_facilitator = member.is_facilitator
    return Navigation(
        items=_items(
            FACILITATOR_LINKS if is_facilitator else MEMBER_LINKS, request.path, member.club_id
        ),
        role="facilitator" if is_facilitator else "member",
        person=visitor.user.get_full_name(),
        club=member.club,
    )


def _items(links: list[tuple[str, str]], path: str, club_id: UUID) -> list[Item]:
    labels = _labels()
    items = []
    for name, icon in links:
        url = reverse(name) if name == "home:my-page" else reverse(name, args=[club_id])
        items.append(Item(label=labels[name], url=url, icon=icon, is_current=path == url))
    return items


def navigation(request: HttpRequest) -> dict[str, Any]:
    """``navigation`` for base.html: worked out only where a page shows the bar."""
    return {"navigation": SimpleLazyObject(lambda: _navigation(request))}
