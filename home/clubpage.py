"""The season path as the club page draws it."""

from dataclasses import dataclass, field
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.path import SeasonPath, Stone
from ui.dates import format_day


@dataclass(frozen=True)
class Tag:
    """A pill under a stone."""

    label: str
    kind: str = ""
    icon: str = ""


@dataclass(frozen=True)
class PathItem:
    """A stone with its words."""

    number: int
    day: str
    title: str
    url: str
    hosts: tuple[str, ...]
    state: str
    tags: list[Tag] = field(default_factory=list)


def path_items(path: SeasonPath, memo_ids: set[UUID]) -> list[PathItem]:
    """The stones of a path; ``memo_ids`` are the meetings whose memo was sent."""
    return [
        PathItem(
            number=stone.number,
            day=format_day(stone.starts_at),
            title=stone.title or _("Meeting %(n)s") % {"n": stone.number},
            url=reverse("meetings:meeting", args=[stone.meeting_id]),
            hosts=stone.hosts,
            state="" if stone.state == "coming" else stone.state,
            tags=_tags(stone, has_memo=stone.meeting_id in memo_ids),
        )
        for stone in path.stones
    ]


def _tags(stone: Stone, *, has_memo: bool) -> list[Tag]:
    tags = []
    if stone.is_cancelled:
        tags.append(Tag(_("Called off"), icon="cross"))
    if has_memo:
        tags.append(Tag(_("Memo"), "yes", "check"))
    if stone.is_unanswered:
        tags.append(Tag(_("No answer yet"), "maybe", "clock"))
    if stone.is_my_turn:
        tags.append(Tag(_("Your turn"), "me", "people"))
    return tags
