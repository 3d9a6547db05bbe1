"""Whose letter a preview shows, and in which language."""

from django.conf import settings

from clubs.http import Request
from clubs.models import Club, Member
from meetings.access import member_of

LANGUAGES = dict(settings.LANGUAGES)


def preview_language(request: Request) -> str:
    """The language asked for; else the reader's own."""
    asked = request.GET.get("language") or request.POST.get("language") or ""
    return asked if asked in LANGUAGES else member_of(request.visitor).mail_language


def preview_reader(club: Club, language: str, me: Member) -> Member:
    """Whose letter is shown: a member who reads this language, else anybody; oneself in an empty club."""
    members = list(club.members.invited().select_related("user"))
    speaking = [member for member in members if member.mail_language == language]
    return [*speaking, *members, me][0]
