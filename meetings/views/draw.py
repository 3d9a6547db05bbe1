"""The draw of a season's work pairs: before it, its result, and having it repeated."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clubs.access import season_for
from clubs.http import Request
from clubs.models import Draw, Member, Season
from meetings.draw_plan import describe_given_way, describe_rules, describe_sizes, group_sizes
from meetings.draw_shown import Turn, ring_of, turns_of_draw, turns_of_groups
from meetings.forms.draw import EMPTY_ROWS, DrawForm, rows_in
from meetings.models import Meeting
from meetings.services.draw_inputs import hosts_away, meetings_to_host, past_pairs
from meetings.services.drawing import (
    has_changed,
    pending_draw,
    published_draw,
    repeats,
    why_settled,
)
from meetings.services.partners import Groups, groups_of, people_alone, with_turns_ahead


@require_safe
def draw(request: Request, season: UUID) -> HttpResponse:
    """The pairs of a season, for everybody in the club once they are confirmed; before that, what the draw will be like."""
    return show_draw(request, season_for(request.visitor, season))


@require_safe
def draw_check(request: Request, season: UUID) -> HttpResponse:
    """Draw again from the stored inputs and seed, write nothing, and say whether the outcome is the same."""
    return show_draw(request, season_for(request.visitor, season), is_check=True)


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


def shown_draw(season: Season, *, is_facilitator: bool) -> tuple[Draw | None, bool]:
    """The draw that a reader sees, and whether it waits to be confirmed.

    Only facilitators see one that does, and only while it still can be.
    """
    standing = published_draw(season)
    if is_facilitator:
        waiting = pending_draw(season)
        if waiting is not None and (standing is None or why_settled(season) is None):
            return waiting, True
    return standing, False


def turns_shown(
    season: Season,
    current: Draw,
    me: Member | None,
    *,
    is_pending: bool,
    groups: Groups | None = None,
) -> list[Turn]:
    """The groups of a draw: as the lot gave them while it waits, as they are today once it stands."""
    if is_pending:
        return turns_of_draw(current, me)
    return turns_of_groups(season, me, groups_of(season) if groups is None else groups)


def show_draw(
    request: Request,
    season: Season,
    *,
    form: DrawForm | None = None,
    is_check: bool = False,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page itself; with ``form`` or ``problem``, what has to be mended first."""
    is_facilitator = request.visitor.is_facilitator
    current, is_pending = shown_draw(season, is_facilitator=is_facilitator)
    coming = list(meetings_to_host(season))
    context: dict[str, Any] = {
        "club": season.club,
        "season": season,
        "draw": current,
        "is_facilitator": is_facilitator,
        "is_check": is_check,
        "problem": problem,
        "may_mark": not is_facilitator and bool(coming),
    }
    if current is None:
        context |= _before(season, coming, form) if is_facilitator else {}
        return render(request, "meetings/draw_before.html", context, status=status)
    me = request.visitor.member
    groups = [] if is_pending else groups_of(season)
    turns = turns_shown(season, current, me, is_pending=is_pending, groups=groups)
    context |= _result(current, turns, coming) | {
        "is_pending": is_pending,
        "check": _checked(current) if is_check else None,
        "member": me,
        "earlier": _earlier(season, current, is_facilitator=is_facilitator),
    }
    context |= _alone(season, groups, turns, me)
    if is_facilitator:
        context |= _again(season, current, turns, coming, form, is_pending=is_pending)
    return render(request, "meetings/draw.html", context, status=status)


def _alone(season: Season, groups: Groups, turns: list[Turn], me: Member | None) -> dict[str, Any]:
    """Who has no partner, and for facilitators the pairs that they may join."""
    alone = people_alone(season, groups)
    is_asked = bool(alone) and me is not None and me.is_facilitator
    return {
        "alone": alone,
        "am_alone": any(one.member == me for one in alone),
        "joinable": _joinable(season, groups, turns) if is_asked else [],
    }


def _joinable(season: Season, groups: Groups, turns: list[Turn]) -> list[Turn]:
    """The groups that somebody without a partner can join."""
    ahead = {group.pk for group, people in with_turns_ahead(season, groups) if people}
    return [turn for turn in turns if turn.group in ahead]


def _result(current: Draw, turns: list[Turn], coming: list[Meeting]) -> dict[str, Any]:
    gave_way = current.outcome.get("gave_way", [])
    hosted = {one.meeting.pk for turn in turns for one in turn.hosted}
    return {
        "turns": turns,
        "ring": ring_of(turns),
        "number": current.seed[:8],
        "rules": describe_rules(gave_way),
        "given_way": describe_given_way(gave_way),
        "unhosted": [one for one in coming if one.pk not in hosted],
    }


def _earlier(season: Season, current: Draw, *, is_facilitator: bool) -> QuerySet[Draw]:
    """The other draws of a season; members see those that once stood."""
    others = season.draws.exclude(pk=current.pk).order_by("-drawn_at")
    return others if is_facilitator else others.filter(published_at__isnull=False)


def _again(
    season: Season,
    current: Draw,
    turns: list[Turn],
    coming: list[Meeting],
    form: DrawForm | None,
    *,
    is_pending: bool,
) -> dict[str, Any]:
    """What a facilitator can do with a draw: confirm it, undo that, draw again, find partners."""
    settled = why_settled(season)
    standing = published_draw(season) if is_pending else current
    people = list(season.club.members.invited())
    return {
        "settled": " ".join(settled.messages) if settled else "",
        "is_redrawn": bool(is_pending and standing),
        "can_redraw": standing is None or settled is None,
        "has_changed": is_pending and has_changed(current),
        "form": form or make_form(people, len(coming), seen=current, turns=turns),
        **_dates(season, people, coming),
    }


def make_form(
    people: list[Member],
    meetings: int,
    data: QueryDict | None = None,
    *,
    seen: Draw | None = None,
    turns: Sequence[Turn] = (),
    typed: QueryDict | None = None,
) -> DrawForm:
    """The form of the draw of so many people for so many meetings; ``seen`` is the draw that is drawn again.

    With ``typed`` nothing is checked yet: what was typed stands in it, and there is room for one more locked pair.
    """
    values = None if typed is None else {**typed.dict(), "stay": typed.getlist("stay")}
    form = DrawForm(
        data,
        people=people,
        seen=seen,
        turns=turns,
        has_left_over=1 < len(people) < 2 * meetings,
        rows=EMPTY_ROWS if typed is None else rows_in(typed) + 1,
        initial=values,
    )
    if typed is not None:
        form.lock_rows[-1][0].field.widget.attrs["autofocus"] = True
    return form


def _before(season: Season, coming: list[Meeting], form: DrawForm | None) -> dict[str, Any]:
    """What a facilitator sees before the draw: who takes part, what the lot knows of them, what it will give."""
    people = list(season.club.members.invited())
    meetings = len(coming)
    sizes = group_sizes(len(people), meetings)
    return {
        "people": people,
        "sizes": describe_sizes(sizes),
        "has_trio": sizes.count(3) == 1 and sizes.count(2) == len(sizes) - 1,
        "is_grown": len(people) // 2 > meetings,
        "left_over": max(meetings - len(sizes), 0),
        "meetings": meetings,
        "past_pairs": len(past_pairs(season, {str(person.pk) for person in people})),
        "is_ready": bool(sizes),
        "form": form or make_form(people, len(coming)),
        **_dates(season, people, coming),
    }


def _dates(season: Season, people: list[Member], meetings: list[Meeting]) -> dict[str, Any]:
    """Whose dates do not suit, and the meetings that nobody can host."""
    away = hosts_away(season)
    marked: list[tuple[Member, list[Meeting]]] = [
        (person, [one for one in meetings if one.pk in away[person.pk]])
        for person in people
        if person.pk in away
    ]
    nobody = [
        one
        for one in meetings
        if people and all(one.pk in away.get(person.pk, ()) for person in people)
    ]
    return {"away": marked, "nobody_on": nobody}
