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
    """One link of the bar; ``is_current`` on its own page and on the pages below it."""

    label: str
    url: str
    icon: str
    is_current: bool
    is_exact: bool = False


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


# Pages below a link of the bar whose addresses do not begin with the link's; the first of the names that the bar has.
SECTION_OF_VIEW = {
    "clubs:member-edit": ("clubs:people",),
    "clubs:member-leave": ("clubs:people",),
    "clubs:club-edit": ("home:club", "home:next-steps"),
    "meetings:themes": ("meetings:planner",),
    "meetings:theme-edit": ("meetings:planner",),
    "home:theme": ("meetings:planner", "home:club"),
    "home:theme-proposals": ("meetings:planner",),
    "meetings:theme-delete": ("meetings:planner",),
    "meetings:season-new": ("meetings:planner",),
    "meetings:agreed-edit": ("meetings:agreed", "meetings:planner"),
    "meetings:agreed": ("meetings:agreed", "meetings:planner"),
    "feedback:results": ("feedback:overview", "home:club"),
    "feedback:season-results": ("feedback:overview", "home:club"),
    "feedback:questions": ("feedback:overview",),
    "feedback:changes": ("feedback:overview",),
}
SECTION_OF_SEASON = ("meetings:planner", "home:club")


def _labels() -> dict[str, str]:
    return {
        "home:my-page": _("My page"),
        "home:club": _("Club"),
        "boards:ideas": _("Idea bank"),
        "meetings:agreed": _("Agreed"),
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
            FACILITATOR_LINKS if is_facilitator else MEMBER_LINKS, request, member.club_id
        ),
        role="facilitator" if is_facilitator else "member",
        person=visitor.user.get_full_name(),
        club=member.club,
    )


def _items(links: list[tuple[str, str]], request: HttpRequest, club_id: UUID) -> list[Item]:
    labels = _labels()
    urls = {
        name: reverse(name) if name == "home:my-page" else reverse(name, args=[club_id])
        for name, _icon in links
    }
    current = _current(urls, request)
    return [
        Item(
            label=labels[name],
            url=urls[name],
            icon=icon,
            is_current=name == current,
            is_exact=urls[name] == request.path,
        )
        for name, icon in links
    ]


def _current(urls: dict[str, str], request: HttpRequest) -> str:
    """The link under which this page stands; empty when under none."""
    below = [name for name, url in urls.items() if request.path.startswith(url)]
    if below:
        return max(below, key=lambda name: len(urls[name]))
    match = request.resolver_match
    if match is None:
        return ""
    sections = SECTION_OF_VIEW.get(match.view_name, ())
    if not sections and match.kwargs.keys() & {"meeting", "poll", "season"}:
        sections = SECTION_OF_SEASON
    return next((name for name in sections if name in urls), "")


def navigation(request: HttpRequest) -> dict[str, Any]:
    """``navigation`` for base.html: worked out only where a page shows the bar."""
    return {"navigation": SimpleLazyObject(lambda: _navigation(request))}
