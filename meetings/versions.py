"""Two versions of a part of a meeting, side by side: what is the same and what is not. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from meetings.models import AgendaItem, Material, Revision
from ui.dates import HELSINKI, format_when

Part = Revision.Part


@dataclass(frozen=True)
class Line:
    """One line of a part in words: a label or the minutes, and the text."""

    label: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class Pair:
    """A line in both versions; None where a version lacks it."""

    left: Line | None
    right: Line | None

    @property
    def is_same(self) -> bool:
        """Whether both versions say the same here."""
        return self.left == self.right


def lines_of(part: str, content: Any, themes: Mapping[str, str]) -> list[Line]:
    """A content (``services.revisions.content_of``) in words; ``themes`` are the club's themes by their keys."""
    if part == Part.DETAILS:
        return _details(content, themes)
    if part == Part.AGENDA:
        kinds = dict(AgendaItem.Kind.choices)
        return [
            Line(_min(row["minutes"]), row["title"], _joined(kinds.get(row["kind"]), row["note"]))
            for row in content
        ]
    reading = dict(Material.Kind.choices)
    return [
        Line(
            _min(row["minutes"]),
            row["title"],
            _joined(reading.get(row["kind"]), row.get("url"), row.get("file_name"), row["note"]),
        )
        for row in content
    ]


def _min(minutes: Any) -> str:
    return _("%(minutes)s min") % {"minutes": minutes}


def _joined(*words: Any) -> str:
    return " · ".join(str(word) for word in words if word)


def _details(content: Mapping[str, Any], themes: Mapping[str, str]) -> list[Line]:
    starts_at = dt.datetime.fromisoformat(content["starts_at"]).astimezone(HELSINKI)
    ends_at = starts_at + dt.timedelta(minutes=content["length"])
    names = sorted(themes[pk] for pk in content["themes"] if pk in themes)
    return [
        Line(_("Title"), content["title"]),
        Line(_("About the theme"), content["introduction"]),
        Line(_("Time"), format_when(starts_at, ends_at)),
        Line(_("Place"), content["place"]),
        Line(_("Video link"), content["video_url"]),
        Line(_("One can join remotely"), _("Yes") if content["is_hybrid"] else _("No")),
        Line(_("Personal note"), content["personal_note"]),
        Line(_("Themes"), ", ".join(names)),
    ]


def side_by_side(part: str, left: Sequence[Line], right: Sequence[Line]) -> list[Pair]:
    """The lines of two versions beside each other; of the details only those that differ."""
    if part == Part.DETAILS:
        pairs = [Pair(mine, theirs) for mine, theirs in zip(left, right, strict=True)]
        return [pair for pair in pairs if not pair.is_same]
    pairs = []
    matcher = SequenceMatcher(a=left, b=right, autojunk=False)
    for _tag, from_left, to_left, from_right, to_right in matcher.get_opcodes():
        lefts, rights = left[from_left:to_left], right[from_right:to_right]
        for place in range(max(len(lefts), len(rights))):
            pairs.append(
                Pair(
                    lefts[place] if place < len(lefts) else None,
                    rights[place] if place < len(rights) else None,
                )
            )
    return pairs
