"""The pair's desk: everything of the one meeting that they host, for them and the facilitators."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from clubs.http import Request
from clubs.models import Member
from meetings.access import edited_meeting_for, member_of
from meetings.forms.hosting import ThemeTextForm
from meetings.hostdesk import desk_of, model_for, partners_of, tasks_of
from meetings.matter import gather
from meetings.models import Meeting
from meetings.services.hosting import save_theme_text, theme_mark, tick_task, use_model
from meetings.services.revisions import Part, Stale, base_of
from meetings.turns import turns_beside
from meetings.views.deeds import note_deed
from meetings.views.versions import undo_of
from ui.forms import add_service_error
from ui.http import redirect_done, with_query


@require_http_methods(["GET", "HEAD", "POST"])
def host_desk(request: Request, meeting: UUID) -> HttpResponse:
    """The desk; POST saves what is said about the theme, and shows both texts where a partner has saved another one."""
    found = edited_meeting_for(request.visitor, meeting)
    if request.method != "POST":
        return _page(request, found)
    form = ThemeTextForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=400)
    text, base = form.cleaned_data["introduction"], form.cleaned_data["base"]
    try:
        save_theme_text(meeting=found, text=text, by=member_of(request.visitor), base=base)
    except Stale as stale:
        data = {"introduction": text, "base": stale.mark}
        return _page(request, found, form=ThemeTextForm(data), stale=stale, status=409)
    except ValidationError as error:
        add_service_error(form, error)
        return _page(request, found, form=form, status=400)
    note_deed(request, found, "meetings.edit", "theme text")
    return _done(request, found, Part.DETAILS, "meetings-saved")


@require_POST
@vary_on_headers("HX-Request")
def host_tick(request: Request, meeting: UUID) -> HttpResponse:
    """Tick one of the six things (``task``, ``is_done``), or take the tick away; htmx gets the list."""
    found = edited_meeting_for(request.visitor, meeting)
    is_done, problem = bool(request.POST.get("is_done")), ""
    try:
        tick_task(
            meeting=found,
            task=request.POST.get("task", ""),
            is_done=is_done,
            by=member_of(request.visitor),
        )
    except ValidationError as error:
        problem = " ".join(error.messages)
    if not request.htmx:
        if problem:
            return _page(request, found, problem=problem, status=400)
        return redirect_done(request, "meetings:host-desk", "meetings-saved", found.pk)
    tasks = tasks_of(found, gather(found))
    context = {
        "meeting": found,
        "tasks": tasks,
        "done": sum(task.tick is not None for task in tasks),
        "is_ticked": is_done,
        "is_open": _is_open(found, timezone.now()),
        "problem": problem,
    }
    status = 400 if problem else 200
    return render(request, "meetings/_host_ticked.html", context, status=status)


@require_POST
def host_model(request: Request, meeting: UUID) -> HttpResponse:
    """Take the agenda of the meeting before as this one's, unless somebody has changed this one's meanwhile."""
    found = edited_meeting_for(request.visitor, meeting)
    try:
        use_model(
            meeting=found,
            model=model_for(found, named=request.POST.get("model", "")),
            by=member_of(request.visitor),
            base=request.POST.get("base", ""),
        )
    except Stale:
        return _page(request, found, is_agenda_stale=True, status=409)
    except ValidationError as error:
        return _page(request, found, problem=" ".join(error.messages), status=400)
    note_deed(request, found, "meetings.agenda", "model")
    return _done(request, found, Part.AGENDA, "meetings-modelled")


def _done(request: Request, found: Meeting, part: str, notice: str) -> HttpResponse:
    """Back to the desk, with the way back to what was before."""
    desk = reverse("meetings:host-desk", args=[found.pk])
    return redirect_done(request, with_query(desk, undo=part), notice)


def _page(request: Request, found: Meeting, *, status: int = 200, **more: Any) -> HttpResponse:
    """The desk, with what has to be mended on it."""
    # The mark is read before what the page shows: who saves in between makes it old, never new.
    context = {
        "tab": "",
        "agenda_base": base_of(found, Part.AGENDA),
        "form": ThemeTextForm(
            initial={"introduction": found.introduction, "base": theme_mark(found)}
        ),
        **_shown(found, request.visitor.member, timezone.now()),
        "is_facilitator": request.visitor.is_facilitator,
        "undo": undo_of(request, found, request.GET.get("undo", "")),
        **more,
    }
    return render(request, "meetings/host_desk.html", context, status=status)


def _is_open(found: Meeting, now: dt.datetime) -> bool:
    return found.cancelled_at is None and found.ends_at > now


def _shown(found: Meeting, member: Member | None, now: dt.datetime) -> dict[str, Any]:
    desk = desk_of(found, now=now)
    hosts = desk.matter.hosts
    is_ahead = found.is_ahead(now)
    return {
        "meeting": found,
        "member": member,
        "is_host": member in hosts,
        "is_open": _is_open(found, now),
        "is_over": found.ends_at <= now,
        "is_ahead": is_ahead,
        "days_left": found.days_until(now),
        "facilitators": list(found.season.club.members.facilitators()),
        "hosts": hosts,
        "partners": partners_of(hosts, member),
        "desk": desk,
        "tasks": desk.tasks,
        "done": desk.done,
        "may_swap": bool(is_ahead and hosts and turns_beside(found, now=now)),
    }
