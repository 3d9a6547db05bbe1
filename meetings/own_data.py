"""What meetings keep of a person, when the person asks for it (see ``accounts.registry``)."""

from django.utils import timezone

from accounts.models import User
from meetings.models import HostAway, PollInvitee
from meetings.poll_state import title_of


def export_meetings(user: User) -> dict[str, list[dict[str, object]]]:
    """The date polls in which the person was asked, with every answer that was given, and the dates on which they cannot host."""
    seats = (
        PollInvitee.objects.filter(member__user=user)
        .select_related("poll__meeting", "poll__season__club")
        .prefetch_related("answers__slot")
        .order_by("poll__created_at")
    )
    return {
        "date_polls": [_poll(seat) for seat in seats],
        "dates_that_do_not_suit_for_hosting": _away(user),
    }


def _away(user: User) -> list[dict[str, object]]:
    marks = HostAway.objects.filter(member__user=user).order_by("meeting__starts_at")
    return [
        {"club": club, "on": timezone.localdate(starts_at).isoformat()}
        for club, starts_at in marks.values_list(
            "meeting__season__club__name", "meeting__starts_at"
        )
    ]


def _poll(seat: PollInvitee) -> dict[str, object]:
    return {
        "club": seat.poll.season.club.name,
        "title": title_of(seat.poll),
        "answers": [
            {
                "time": answer.slot.starts_at.isoformat(),
                "answer": answer.value,
                "at": answer.at.isoformat(),
            }
            for answer in reversed(seat.answers.all())
        ],
    }
