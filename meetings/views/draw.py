"""The draw of a season's work pairs: before it, its result, and having it repeated."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clubs.access import facilitated_season_for, season_for
from clubs.http import Request
from clubs.models import Draw, Member, Season
from meetings.access import member_of
from meetings.draw_plan import describe_given_way, describe_rules, describe_sizes, group_sizes
from meetings.draw_ring import DrawRing, draw_ring
from meetings.forms.draw import DrawAgainForm
from meetings.models import Meeting
from meetings.services.drawing import (
    draw_inputs,
    invitations_left,
    publish_draw,
    published_draw,
    repeats,
)
from meetings.themes_shown import themes_of
from meetings.wording import join_names
from ui.http import redirect_done


@dataclass(frozen=True)
class Turn:
    """A group of the draw: its people, the meeting that it hosts, and whether the reader is in it."""

    number: int
    people: list[Member]
    names: str
    meeting: Meeting | None
    themes: str
    is_mine: bool


@require_safe
def draw(request: Request, season: UUID) -> HttpResponse:
    """The pairs of a season, for everybody in the club; before the draw, what it will be like."""
    return _render(request, season_for(request.visitor, season))


@require_safe
def draw_check(request: Request, season: UUID) -> HttpResponse:
    """Draw again from the stored inputs and seed, write nothing, and say whether the outcome is the same."""
    found = season_for(request.visitor, season)
    current = published_draw(found)
    return _render(request, found, is_check=True, check=_checked(current) if current else None)


def _checked(current: Draw) -> dict[str, str]:
    is_same = repeats(current)
    if is_same is None:
        text = _(
            "This draw was made with an earlier method of drawing, so it cannot be repeated any more."
        )
        return {"kind": "warn", "text": text}
    if is_same:
        return {
            "kind": "ok",
            "text": _("The draw was repeated with the same number: the pairs are the same."),
        }
    return {
        "kind": "err",
        "text": _("The draw was repeated with the same number, but the pairs are not the same."),
    }


@require_POST
def draw_publish(request: Request, season: UUID) -> HttpResponse:
    """Draw the pairs. Drawing again needs a reason; whoever presses second sees the result of the first."""
    found = facilitated_season_for(request.visitor, season)
    form = None
    values: dict[str, Any] = {}
    if "reason" in request.POST:
        form = DrawAgainForm(request.POST)
        if not form.is_valid():
            return _render(request, found, form=form)
        values = form.cleaned_data
    try:
        publish_draw(season=found, drawn_by=member_of(request.visitor), **values)
    except ValidationError as error:
        if error.code == "done":
            return redirect_done(request, "meetings:draw", "already-drawn", season=found.pk)
        return _render(request, found, form=form, problem=error.messages[0])
    return redirect_done(request, "meetings:draw", "pairs-drawn", season=found.pk)


def _render(
    request: Request,
    season: Season,
    *,
    form: DrawAgainForm | None = None,
    is_check: bool = False,
    check: dict[str, str] | None = None,
    problem: str = "",
) -> HttpResponse:
    current = published_draw(season)
    is_facilitator = request.visitor.is_facilitator
    context: dict[str, Any] = {
        "club": season.club,
        "season": season,
        "draw": current,
        "is_facilitator": is_facilitator,
        "problem": problem,
        "is_check": is_check,
    }
    if current is None:
        context |= _before(season) if is_facilitator else {}
        return render(request, "meetings/draw_before.html", context)
    turns = _turns(season, request.visitor.member)
    gave_way = current.outcome.get("gave_way", [])
    context |= {
        "turns": turns,
        "ring": _ring(turns),
        "number": current.seed[:8],
        "rules": describe_rules(gave_way),
        "given_way": describe_given_way(gave_way),
        "check": check,
        "earlier": season.draws.filter(superseded_at__isnull=False).order_by("-published_at"),
        "is_settled": invitations_left(season),
        "form": form or DrawAgainForm(initial={"replaces": current.pk}),
    }
    return render(request, "meetings/draw.html", context)


def _before(season: Season) -> dict[str, Any]:
    """What a facilitator sees before the draw: who takes part, what the lot knows of them, what it will give."""
    inputs = draw_inputs(season)
    sizes = group_sizes(len(inputs.members), len(inputs.meetings))
    return {
        "people": list(season.club.members.invited()),
        "sizes": describe_sizes(sizes),
        "has_trio": sizes.count(3) == 1 and sizes.count(2) == len(sizes) - 1,
        "is_grown": len(inputs.members) // 2 > len(inputs.meetings),
        "left_over": max(len(inputs.meetings) - len(sizes), 0),
        "meetings": len(inputs.meetings),
        "past_pairs": len(inputs.past_pairs),
        "is_ready": bool(sizes),
    }


def _turns(season: Season, me: Member | None) -> list[Turn]:
    groups = season.groups.prefetch_related("places__member").order_by("position")
    meetings = list(season.meetings.filter(host_group__isnull=False).select_related("season"))
    themes = themes_of(meetings)
    hosted = {
        meeting.host_group_id: meeting
        for meeting in sorted(meetings, key=lambda one: one.starts_at, reverse=True)
    }
    turns = []
    for number, group in enumerate(groups, 1):
        people = [place.member for place in group.places.all()]
        meeting = hosted.get(group.pk)
        own = themes[meeting.pk].own if meeting else ()
        turns.append(
            Turn(
                number=number,
                people=people,
                names=join_names([person.full_name for person in people]),
                meeting=meeting,
                themes=", ".join(theme.name for theme in own),
                is_mine=me in people,
            )
        )
    return turns


def _ring(turns: list[Turn]) -> DrawRing:
    """The table with first names; where two share one, the last name's first letter follows."""
    first = [person.first_name for turn in turns for person in turn.people]
    groups = [
        [
            person.first_name
            if first.count(person.first_name) == 1
            else f"{person.first_name} {person.last_name[:1]}"
            for person in turn.people
        ]
        for turn in turns
    ]
    mine = next((place for place, turn in enumerate(turns) if turn.is_mine), None)
    return draw_ring(groups, mine)
