"""The tree of a club's themes: one page, and what its buttons do."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from clubs.access import facilitated_club_for
from clubs.http import Request
from clubs.models import Club
from meetings.access import managed_theme_for
from meetings.forms.themes import ThemeForm
from meetings.models import Meeting, MeetingTheme, Theme
from meetings.services.themes import add_theme, delete_theme, edit_theme, move_theme
from meetings.themes_shown import tree_place
from ui.forms import add_service_error
from ui.http import redirect_done


@dataclass
class Branch:
    """A theme in the tree: its form, its meetings, and what stands below it."""

    theme: Theme
    form: ThemeForm
    meetings: list[Meeting]
    below: list["Branch"]
    is_first: bool
    is_last: bool
    is_open: bool = False


@require_http_methods(["GET", "POST"])
def themes(request: Request, club: UUID) -> HttpResponse:
    """The club's themes; POST adds one."""
    found = facilitated_club_for(request.visitor, club)
    if request.method != "POST":
        return _render(request, found)
    form = ThemeForm(request.POST, club=found, mains=_mains(found))
    if form.is_valid():
        try:
            add_theme(club=found, **form.cleaned_data)
            return redirect_done(request, "meetings:themes", "theme-added", club=found.pk)
        except ValidationError as error:
            add_service_error(form, error, named="name")
    return _render(request, found, adding=form)


@require_POST
def theme_edit(request: Request, theme: UUID) -> HttpResponse:
    """Rename a theme, mark it as cross-cutting, or put it under another."""
    found = managed_theme_for(request.visitor, theme)
    club = found.club
    form = _edit_form(request.POST, found, club, _mains(club))
    if form.is_valid():
        try:
            edit_theme(theme=found, **form.cleaned_data)
            return redirect_done(request, "meetings:themes", "saved", club=club.pk)
        except ValidationError as error:
            add_service_error(form, error, named="name")
    return _render(request, club, editing=(found.pk, form))


@require_POST
def theme_move(request: Request, theme: UUID) -> HttpResponse:
    """Swap a theme with the one above it (``to=up``) or below it on its level."""
    found = managed_theme_for(request.visitor, theme)
    move_theme(theme=found, is_up=request.POST.get("to") == "up")
    return redirect_done(request, "meetings:themes", "saved", club=found.club_id)


@require_POST
def theme_delete(request: Request, theme: UUID) -> HttpResponse:
    """Delete a theme that has none below it."""
    found = managed_theme_for(request.visitor, theme)
    try:
        delete_theme(theme=found)
    except ValidationError as error:
        form = _edit_form(None, found, found.club, _mains(found.club))
        return _render(request, found.club, editing=(found.pk, form), problem=error)
    return redirect_done(request, "meetings:themes", "theme-deleted", club=found.club_id)


def _mains(club: Club) -> list[Theme]:
    return list(Theme.objects.filter(club=club, parent=None))


def _edit_form(data: object, theme: Theme, club: Club, mains: list[Theme]) -> ThemeForm:
    return ThemeForm(
        data,
        club=club,
        mains=mains,
        without=theme.pk,
        auto_id=f"theme-{theme.pk.hex}-%s",
        initial={
            "name": theme.name,
            "parent": theme.parent_id,
            "is_cross_cutting": theme.is_cross_cutting,
        },
    )


def _tree(club: Club, editing: tuple[UUID, ThemeForm] | None) -> list[Branch]:
    rows = sorted(Theme.objects.filter(club=club).select_related("parent"), key=tree_place)
    mains = [theme for theme in rows if theme.parent_id is None]
    carried: dict[UUID, list[Meeting]] = {theme.pk: [] for theme in rows}
    links = MeetingTheme.objects.filter(theme__club=club).select_related("meeting__season")
    for link in links.order_by("meeting__starts_at"):
        carried[link.theme_id].append(link.meeting)
    sizes = Counter(theme.parent_id for theme in rows)
    seen: Counter[UUID | None] = Counter()
    branches: dict[UUID, Branch] = {}
    for theme in rows:
        seen[theme.parent_id] += 1
        is_edited = editing is not None and editing[0] == theme.pk
        branch = Branch(
            theme=theme,
            form=editing[1] if editing and is_edited else _edit_form(None, theme, club, mains),
            meetings=carried[theme.pk],
            below=[],
            is_first=seen[theme.parent_id] == 1,
            is_last=seen[theme.parent_id] == sizes[theme.parent_id],
            is_open=is_edited,
        )
        branches[theme.pk] = branch
        if theme.parent_id is not None:
            branches[theme.parent_id].below.append(branch)
    return [branches[theme.pk] for theme in mains]


def _render(
    request: Request,
    club: Club,
    *,
    adding: ThemeForm | None = None,
    editing: tuple[UUID, ThemeForm] | None = None,
    problem: ValidationError | None = None,
) -> HttpResponse:
    tree = _tree(club, editing)
    mains = [branch.theme for branch in tree]
    context = {
        "club": club,
        "tree": tree,
        "adding": adding or ThemeForm(club=club, mains=mains),
        "editing": editing[1] if editing else None,
        "problem": problem.messages[0] if problem else "",
    }
    return render(request, "meetings/themes.html", context)
