"""Dates on which somebody cannot host: one's own, and to facilitators everybody's."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from clubs.access import season_for
from clubs.http import Request
from clubs.models import Member, Season
from meetings.access import member_of
from meetings.services import mark_new_in_role, set_host_dates
from meetings.services.draw_inputs import hosts_away, meetings_to_host
from ui.http import redirect_done


@require_http_methods(["GET", "POST"])
def host_dates(request: Request, season: UUID) -> HttpResponse:
    """Mark the dates that one cannot host, before the draw; facilitators mark anybody's."""
    found = season_for(request.visitor, season)
    me = member_of(request.visitor)
    if request.visitor.user is None:
        raise PermissionDenied
    is_facilitator = request.visitor.is_facilitator
    people = list(found.club.members.invited()) if is_facilitator else [me]
    if request.method == "POST":
        _save(request, found, people)
        if not is_facilitator:
            is_new = "is_new" in request.POST
            if is_new != me.is_new_in_role:
                mark_new_in_role(member=me, is_new=is_new)
        return redirect_done(request, "meetings:draw", "host-dates-saved", season=found.pk)
    away = hosts_away(found)
    context = {
        "club": found.club,
        "season": found,
        "member": me,
        "is_facilitator": is_facilitator,
        "meetings": list(meetings_to_host(found)),
        "people": [(person, away.get(person.pk, set())) for person in people],
    }
    return render(request, "meetings/host_dates.html", context)


def _save(request: Request, season: Season, people: list[Member]) -> None:
    """Save what the reader changed of what the page had shown, and nothing else."""
    mine = {str(person.pk): person.pk for person in people}
    now, was = (_pairs(request.POST.getlist(name), mine) for name in ("away", "was"))
    set_host_dates(season=season, away=_by_member(now - was), back=_by_member(was - now))


def _pairs(values: list[str], mine: dict[str, UUID]) -> set[tuple[UUID, UUID]]:
    """Member and meeting out of "member/meeting"; what is nobody's of ``mine`` is passed over."""
    found = set()
    for value in values:
        member, _slash, meeting = value.partition("/")
        if member in mine:
            try:
                found.add((mine[member], UUID(meeting)))
            except ValueError:
                continue
    return found


def _by_member(pairs: set[tuple[UUID, UUID]]) -> dict[UUID, set[UUID]]:
    marks: dict[UUID, set[UUID]] = {}
    for member, meeting in pairs:
        marks.setdefault(member, set()).add(meeting)
    return marks
