"""The season's invitation: look at it as a recipient does, send it to oneself, send it to everybody."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from audit.services import record
from clubs.access import facilitated_season_for
from clubs.http import Request
from clubs.models import Member, Season
from meetings import kinds
from meetings.access import member_of
from meetings.gate import framed, letter_frame
from meetings.letters.season import coming_meetings, preview_season, season_copy
from meetings.services import send_season_invitations
from meetings.services.season_invitations import waiting_members
from meetings.views.previews import preview_language, preview_reader, send_copy
from outbox.services import progress
from ui.http import redirect_done


def _context(request: Request, season: Season, problem: str = "") -> dict[str, Any]:
    meetings = list(coming_meetings(season, timezone.now()))
    return {
        "club": season.club,
        "season": season,
        "meetings": meetings,
        "member": request.visitor.member,
        "problem": problem,
        "language": preview_language(request),
        "languages": list(settings.LANGUAGES),
        "recipients": waiting_members(season),
        "has_pairs": any(meeting.host_group_id for meeting in meetings),
        **_progress(season),
    }


def _progress(season: Season) -> dict[str, Any]:
    """How far the letters are, and where that is asked again."""
    return {
        "progress": progress(topic=kinds.season_topic(season), kind=kinds.SEASON),
        "progress_url": reverse("meetings:season-progress", args=[season.pk]),
        "page_url": reverse("meetings:season-invitation", args=[season.pk]),
    }


@require_safe
def season_invitation(request: Request, season: UUID) -> HttpResponse:
    """Preview, who gets it, and the button."""
    found = facilitated_season_for(request.visitor, season)
    return render(request, "meetings/season_invitation.html", _context(request, found))


def _to_preview(request: Request, season: UUID) -> Season:
    """The season whose letter is shown; 404 where there is no date to write about."""
    found = facilitated_season_for(request.visitor, season)
    if not coming_meetings(found, timezone.now()).exists():
        raise Http404
    return found


def _reader(request: Request, season: Season, language: str) -> Member:
    return preview_reader(season.club, language, member_of(request.visitor))


@require_safe
@letter_frame
def season_preview(request: Request, season: UUID) -> HttpResponse:
    """The letter itself, its personal links inert; ``?part=text`` is its text part."""
    found = _to_preview(request, season)
    language = preview_language(request)
    words = preview_season(
        season=found,
        reader=_reader(request, found, language),
        sender=member_of(request.visitor),
        language=language,
        now=timezone.now(),
        link="#",
    )
    return framed(request, words)


@require_POST
def season_send_to_me(request: Request, season: UUID) -> HttpResponse:
    """Send the previewed letter to the facilitator's own address, now."""
    found = _to_preview(request, season)
    language = preview_language(request)
    letter = season_copy(
        season=found,
        reader=_reader(request, found, language),
        sender=member_of(request.visitor),
        language=language,
        now=timezone.now(),
    )
    return send_copy(request, letter, "meetings:season-invitation", found.pk)


@require_POST
def season_send(request: Request, season: UUID) -> HttpResponse:
    """Send the season's invitations."""
    found = facilitated_season_for(request.visitor, season)
    sender = member_of(request.visitor)
    try:
        count = send_season_invitations(season=found, sender=sender)
    except ValidationError as error:
        context = _context(request, found, problem=" ".join(error.messages))
        return render(request, "meetings/season_invitation.html", context, status=400)
    record(
        actor=str(sender.user_id),
        action="meetings.announce_season",
        club=str(found.club_id),
        object=kinds.season_topic(found),
        detail=f"{count} letters",
    )
    notice = "meetings-season-sent" if count else "meetings-nobody-new"
    return redirect_done(request, "meetings:season-invitation", notice, found.pk)


@require_safe
def season_progress(request: Request, season: UUID) -> HttpResponse:
    """How many have left: the fragment that the page asks for every other second until all have."""
    found = facilitated_season_for(request.visitor, season)
    return render(request, "meetings/_progress.html", _progress(found))
