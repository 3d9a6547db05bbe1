"""One's own calendar: the feed that calendars read, and the page that shows its address and takes it back."""

from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.services import renew_feed
from clubs.http import Request
from meetings.feed import feed_of, feed_token, has_feed, user_of_feed
from ui.http import redirect_done
from ui.links import kept_private


@login_not_required
@kept_private
@require_safe
def feed(request: Request, token: str) -> HttpResponse:
    """The meetings of the person whose key this is, for a calendar that asks again every few hours (RFC 9110, 13.1.2)."""
    body = feed_of(user_of_feed(token), timezone.now())
    response = HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={
            "ETag": f'"{sha256(body).hexdigest()[:32]}"',
            # Kept by the calendar that asked, and by nobody on the way.
            "Cache-Control": "private, no-cache",
            "Content-Disposition": 'inline; filename="vertaisklubi.ics"',
        },
    )
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


@require_safe
def my_calendar(request: Request) -> HttpResponse:
    """The address of one's own feed, how to add it to a calendar, and the button that makes a new one."""
    user = request.user
    assert isinstance(user, User)
    url = settings.BASE_URL + reverse("meetings:feed", args=[feed_token(user)])
    context = {
        "has_feed": has_feed(user),
        "url": url,
        "webcal": "webcal:" + url.partition(":")[2],
    }
    return render(request, "meetings/my_calendar.html", context)


@require_POST
def my_calendar_renew(request: Request) -> HttpResponse:
    """End the address of one's feed, wherever it has got to, and make a new one."""
    user = request.user
    assert isinstance(user, User)
    renew_feed(user=user)
    return redirect_done(request, "meetings:my-calendar", "meetings-feed-renewed")
