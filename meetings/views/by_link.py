"""What the pages of a meeting's and a season's personal link have in common."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.utils.translation import gettext as _

from clubs.http import Request
from clubs.links import BadLink, sign
from clubs.middleware import LINKS_KEY
from meetings.models import Invitee
from ui.links import plain_page

LIGHT_SESSION_SECONDS = 30 * 24 * 3600


def bad_link(request: Request, error: BadLink) -> HttpResponse:
    """A plain page for a link that does not work, or (as "over" or "uninvited") no longer does."""
    if str(error) == "uninvited":
        text = _(
            "You are not expected at this meeting any more. Ask the facilitator if you wonder why."
        )
        return plain_page(request, 410, _("Your invitation has been withdrawn"), text)
    if str(error) == "over":
        text = _("The link in the letter has served its time. Sign in to see the club's memos.")
        return plain_page(request, 410, _("This meeting is over"), text)
    if str(error) == "poll":
        text = _("Its times have gone by, so there is nothing left to answer.")
        return plain_page(request, 410, _("This date poll is over"), text)
    text = _(
        "It may have been cut in two in the letter, or a newer letter has replaced it. Open the link"
        " in the newest letter, or ask the facilitator for a new one."
    )
    return plain_page(request, 404, _("This link does not work"), text)


def remember_seats(request: Request, seats: Iterable[Invitee]) -> None:
    """Open a light session for these meetings on this device."""
    tokens = {str(seat.meeting_id): sign("answer", seat.pk, seat.generation) for seat in seats}
    request.session[LINKS_KEY] = {**request.session.get(LINKS_KEY, {}), **tokens}
    if not request.user.is_authenticated:
        request.session.set_expiry(LIGHT_SESSION_SECONDS)
