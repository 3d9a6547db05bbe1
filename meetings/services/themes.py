"""The two-level tree of a club's themes, and the themes of a meeting."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from clubs.models import Club
from clubs.saving import save_checked
from meetings.models import Meeting, MeetingTheme, Theme


@transaction.atomic
def add_theme(
    *, club: Club, name: str, parent: Theme | None = None, is_cross_cutting: bool = False
) -> Theme:
    """Add a theme as the last of its level. Raises ``ValidationError`` (fields ``name``, ``parent``)."""
    theme = Theme(
        club=club,
        name=name,
        parent=parent,
        is_cross_cutting=is_cross_cutting,
        position=_next_position(club, parent),
    )
    return _save(theme)


def _next_position(club: Club, parent: Theme | None) -> int:
    last = Theme.objects.filter(club=club, parent=parent).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


@transaction.atomic
def edit_theme(*, theme: Theme, name: str, parent: Theme | None, is_cross_cutting: bool) -> Theme:
    """Rename a theme, mark it, or put it under another. Raises ``ValidationError`` (fields ``name``, ``parent``)."""
    if parent != theme.parent:
        theme.position = _next_position(theme.club, parent)
    theme.name, theme.parent, theme.is_cross_cutting = name, parent, is_cross_cutting
    return _save(theme)


def _save(theme: Theme) -> Theme:
    parent = theme.parent
    if parent is not None:
        if parent.club_id != theme.club_id or parent == theme:
            raise ValidationError({"parent": _("Choose a main theme of this club.")})
        if parent.parent_id is not None or (not theme._state.adding and theme.children.exists()):
            raise ValidationError(
                {"parent": _("Themes have two levels: a main theme and those below it.")}
            )
    save_checked(theme)
    return theme


@transaction.atomic
def move_theme(*, theme: Theme, is_up: bool) -> None:
    """Swap a theme with its neighbour on the same level. The first stays first, the last stays last."""
    level = list(Theme.objects.filter(club=theme.club, parent=theme.parent))
    here = level.index(theme)
    there = here - 1 if is_up else here + 1
    if not 0 <= there < len(level):
        return
    level[here], level[there] = level[there], level[here]
    for position, sibling in enumerate(level):
        sibling.position = position
    Theme.objects.bulk_update(level, ["position"])


@transaction.atomic
def delete_theme(*, theme: Theme) -> None:
    """Delete a theme; meetings that carried it go on without it. Raises ``ValidationError`` while themes stand below it."""
    if theme.children.exists():
        raise ValidationError(_("Delete or move the themes below this one first."), code="children")
    theme.delete()


@transaction.atomic
def set_themes(*, meeting: Meeting, themes: Sequence[Theme]) -> None:
    """Let a meeting carry exactly these themes. Raises ``ValidationError`` for a theme of another club."""
    if any(theme.club_id != meeting.season.club_id for theme in themes):
        raise ValidationError({"themes": _("Choose themes of this club.")})
    wanted = {theme.pk for theme in themes}
    rows = MeetingTheme.objects.filter(meeting=meeting)
    kept = set(rows.values_list("theme_id", flat=True))
    if kept - wanted:
        rows.exclude(theme__in=wanted).delete()
    MeetingTheme.objects.bulk_create(
        [MeetingTheme(meeting=meeting, theme_id=pk) for pk in sorted(wanted - kept)],
        ignore_conflicts=True,
    )
