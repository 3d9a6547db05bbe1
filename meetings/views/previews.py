"""Looking at a letter before it leaves: whose, in which language, and as mail to oneself."""

from django.conf import settings
from django.http import HttpResponse

from clubs.http import Request
from clubs.models import Club, Member
from meetings.access import member_of
from outbox.services import Letter, send_now
from ui.http import redirect_done

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


def send_copy(request: Request, letter: Letter, to: str, *args: object) -> HttpResponse:
    """Send a previewed letter to whoever looks at it, now; then back to ``to``, which says whether the server took it."""
    notice = "meetings-copy-sent" if send_now(letter=letter) else "meetings-copy-failed"
    return redirect_done(request, to, notice, *args)
