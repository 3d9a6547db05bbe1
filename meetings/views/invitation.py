"""The invitation: look at it as a recipient does, send it to oneself, send it to everybody, watch it go."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from clubs.http import Request
from clubs.models import Member
from meetings import kinds
from meetings.access import facilitated_meeting_for, member_of
from meetings.agenda import minutes_of
from meetings.gate import framed, letter_frame
from meetings.letters import copy_for_sender, preview_invitation
from meetings.models import Meeting
from meetings.services import send_invitations
from meetings.services.invitations import failed_letters
from meetings.views.deeds import note_deed
from meetings.views.previews import preview_language, preview_reader, send_copy
from outbox.services import progress
from ui.http import redirect_done


@require_safe
def invitation(request: Request, meeting: UUID) -> HttpResponse:
    """Preview, what is still missing, who gets it, and the button."""
    found = facilitated_meeting_for(request.visitor, meeting)
    return render(request, "meetings/invitation.html", _context(request, found))


def _context(request: Request, found: Meeting, problem: str = "") -> dict[str, Any]:
    people = _recipients(found)
    return {
        "meeting": found,
        "tab": "",
        "member": request.visitor.member,
        "is_facilitator": True,
        "problem": problem,
        "language": preview_language(request),
        "languages": list(settings.LANGUAGES),
        "recipients": people,
        "is_open": found.is_ahead(timezone.now()),
        **_progress(found),
        "missing_minutes": found.length - minutes_of(found.agenda_items.all()),
        "has_reading": found.materials.exists(),
    }


def _progress(found: Meeting) -> dict[str, Any]:
    """How far the letters are, and where that is asked again."""
    return {
        "progress": progress(topic=kinds.topic_of(found), kind=kinds.INVITE),
        "progress_url": reverse("meetings:invitation-progress", args=[found.pk]),
        "page_url": reverse("meetings:invitation", args=[found.pk]),
        "who_url": reverse("meetings:participants", args=[found.pk]),
    }


def _recipients(found: Meeting) -> list[Member]:
    """Who would get a letter now: members without an invitation, and those whose letter did not get through."""
    failed = failed_letters(found)
    known = found.invitees.filter(Q(invited_at__isnull=False) | Q(uninvited_at__isnull=False))
    invited = {
        seat.member_id for seat in known if seat.uninvited_at or str(seat.member_id) not in failed
    }
    members = (one for one in found.season.club.members.invited() if one.pk not in invited)
    return sorted(members, key=lambda one: one.name_key)


def _reader(request: Request, found: Meeting, language: str) -> Member:
    return preview_reader(found.season.club, language, member_of(request.visitor))


@require_safe
@letter_frame
def invitation_preview(request: Request, meeting: UUID) -> HttpResponse:
    """The letter itself, its personal links inert; ``?part=text`` is its text part."""
    found = facilitated_meeting_for(request.visitor, meeting)
    language = preview_language(request)
    words = preview_invitation(
        meeting=found,
        reader=_reader(request, found, language),
        sender=member_of(request.visitor),
        language=language,
        now=timezone.now(),
        link="#",
    )
    return framed(request, words)


@require_POST
def invitation_send_to_me(request: Request, meeting: UUID) -> HttpResponse:
    """Send the previewed letter to the facilitator's own address, now."""
    found = facilitated_meeting_for(request.visitor, meeting)
    language = preview_language(request)
    letter = copy_for_sender(
        meeting=found,
        reader=_reader(request, found, language),
        sender=member_of(request.visitor),
        language=language,
        now=timezone.now(),
    )
    return send_copy(request, letter, "meetings:invitation", found.pk)


@require_POST
def invitation_send(request: Request, meeting: UUID) -> HttpResponse:
    """Send the invitations."""
    found = facilitated_meeting_for(request.visitor, meeting)
    try:
        count = send_invitations(meeting=found, sender=member_of(request.visitor))
    except ValidationError as error:
        context = _context(request, found, problem=" ".join(error.messages))
        return render(request, "meetings/invitation.html", context, status=400)
    note_deed(request, found, "meetings.invite", f"{count} letters")
    notice = "meetings-invited" if count else "meetings-nobody-new"
    return redirect_done(request, "meetings:invitation", notice, found.pk)


@require_safe
def invitation_progress(request: Request, meeting: UUID) -> HttpResponse:
    """How many have left: the fragment that the page asks for every other second until all have."""
    found = facilitated_meeting_for(request.visitor, meeting)
    return render(request, "meetings/_progress.html", _progress(found))
