"""A person's own meetings as calendar entries: for the feed that a calendar reads, and for one meeting's download."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import translation

from accounts.models import User
from clubs.links import BadLink, read, sign
from clubs.models import Member
from meetings import ics
from meetings.matter import Matter, entry_of
from meetings.models import Invitee, Meeting
from meetings.themes_shown import themes_of

PAST = dt.timedelta(days=90)
FUTURE = dt.timedelta(days=400)
CANCELLED_SHOWN = dt.timedelta(days=30)


def feed_token(user: User) -> str:
    """The key in the address of a person's feed; raising ``feed_generation`` ends it."""
    return sign("feed", user.pk, user.feed_generation)


def user_of_feed(token: str) -> User:
    """Whose feed it is. Raises ``Http404`` for a key that is mistyped or revoked, and once no membership is left."""
    try:
        reference = read(token, "feed")
    except BadLink as error:
        raise Http404 from error
    user = User.objects.filter(
        pk=reference.pk, feed_generation=reference.generation, is_active=True
    ).first()
    if user is None or not has_feed(user):
        raise Http404
    return user


def has_feed(user: User) -> bool:
    """Whether there is anything to read: the person belongs to a club."""
    return Member.objects.active().filter(user=user).exists()


def feed_of(user: User, now: dt.datetime) -> bytes:
    """The feed: meetings from 90 days ago to 400 days ahead where the person is expected, or which they facilitate.

    What was called off stays for 30 days, marked as such. Five queries however many meetings there are; the same bytes
    until something in them changes.
    """
    meetings = list(_meetings_of(user, now))
    seats = {
        seat.meeting_id: seat
        for seat in Invitee.objects.filter(meeting__in=meetings, member__user=user)
    }
    themes = themes_of(meetings)
    with translation.override(user.language):
        entries = [
            own_entry(
                Matter(
                    meeting=meeting,
                    club=meeting.season.club,
                    hosts=(),
                    themes=themes[meeting.pk].every,
                    materials=list(meeting.materials.all()),
                    items=(),
                    agreed=(),
                ),
                seats.get(meeting.pk),
            )
            for meeting in meetings
        ]
        return ics.publish(entries, name="Vertaisklubi")


def _meetings_of(user: User, now: dt.datetime) -> QuerySet[Meeting]:
    mine = Member.objects.active().filter(user=user)
    seats = Invitee.objects.seated().filter(member__in=mine)
    led = mine.filter(role=Member.Role.FACILITATOR).values("club")
    return (
        Meeting.objects.filter(
            Q(pk__in=seats.values("meeting")) | Q(season__club__in=led),
            Q(cancelled_at__isnull=True) | Q(cancelled_at__gt=now - CANCELLED_SHOWN),
            starts_at__gte=now - PAST,
            starts_at__lte=now + FUTURE,
        )
        .select_related("season__club")
        .prefetch_related("materials")
        .order_by("starts_at", "pk")
    )


def own_entry(matter: Matter, seat: Invitee | None) -> ics.Entry:
    """The entry that a person keeps by themselves, as new as the one mailed to them (``seat``)."""
    meeting = matter.meeting
    told_at = seat.told_at if seat else None
    return entry_of(
        matter,
        sequence=max(meeting.sequence, seat.sequence_sent if seat else 0),
        stamp=told_at or meeting.invited_at or meeting.created_at,
    )
