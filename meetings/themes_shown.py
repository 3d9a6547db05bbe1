"""Which themes show on a meeting: its own, and the cross-cutting ones of its club."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from meetings.models import Meeting, MeetingTheme, Theme


@dataclass(frozen=True)
class ShownThemes:
    """The themes of one meeting: chosen for it (``own``), and running through every meeting (``crossing``)."""

    own: tuple[Theme, ...] = ()
    crossing: tuple[Theme, ...] = ()

    @property
    def every(self) -> tuple[Theme, ...]:
        """Own themes first, then the cross-cutting ones."""
        return self.own + self.crossing


def themes_of(meetings: Collection[Meeting]) -> Mapping[UUID, ShownThemes]:
    """The themes shown on each meeting, by its key; two queries however many meetings there are.

    The meetings' ``season`` must be at hand (``select_related("season")``). A cross-cutting theme that was also
    chosen for the meeting is among its own. Each theme has its ``parent`` at hand.
    """
    own: dict[UUID, list[Theme]] = {meeting.pk: [] for meeting in meetings}
    for row in MeetingTheme.objects.filter(meeting__in=list(own)).select_related("theme__parent"):
        own[row.meeting_id].append(row.theme)
    crossing: dict[UUID, list[Theme]] = {}
    clubs = {meeting.season.club_id for meeting in meetings}
    everywhere = Theme.objects.filter(club__in=clubs, is_cross_cutting=True).select_related(
        "parent"
    )
    for theme in everywhere:
        crossing.setdefault(theme.club_id, []).append(theme)
    return {
        meeting.pk: _shown(own[meeting.pk], crossing.get(meeting.season.club_id, []))
        for meeting in meetings
    }


def _shown(own: list[Theme], crossing: list[Theme]) -> ShownThemes:
    chosen = {theme.pk for theme in own}
    rest = [theme for theme in crossing if theme.pk not in chosen]
    return ShownThemes(
        own=tuple(sorted(own, key=tree_place)), crossing=tuple(sorted(rest, key=tree_place))
    )


def tree_place(theme: Theme) -> tuple[int, str, bool, int, str]:
    """Where a theme stands when the tree is read from top to bottom: a main theme, then those below it."""
    main = theme.parent or theme
    return main.position, main.name, theme.parent is not None, theme.position, theme.name
