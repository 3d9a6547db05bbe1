"""What meetings keep of a person, when the person asks for it (see ``accounts.registry``)."""

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from meetings.models import HostAway, HostTick, PollInvitee, TurnSwap
from meetings.poll_state import title_of


def export_meetings(user: User) -> dict[str, list[dict[str, object]]]:
    """What the person answered to date polls, and of hosting: dates that do not suit, swaps, ticks; ready for JSON."""
    seats = (
        PollInvitee.objects.filter(member__user=user)
        .select_related("poll__meeting", "poll__season__club")
        .prefetch_related("answers__slot")
        .order_by("poll__created_at")
    )
    return {
        "date_polls": [_poll(seat) for seat in seats],
        "dates_that_do_not_suit_for_hosting": _away(user),
        "swaps_of_host_turns": _swaps(user),
        "ticks_of_host_tasks": _ticks(user),
    }


def _swaps(user: User) -> list[dict[str, object]]:
    """What the person asked of another pair, or answered."""
    mine = Q(asked_by__user=user) | Q(answered_by__user=user)
    swaps = TurnSwap.objects.filter(mine).select_related("asked_by").order_by("asked_at")
    return [
        {
            "asked_at": swap.asked_at.isoformat(),
            "state": swap.state,
            "answered_at": swap.answered_at.isoformat() if swap.answered_at else None,
            # The words are the asker's own.
            "message": swap.message if swap.asked_by and swap.asked_by.user_id == user.pk else "",
        }
        for swap in swaps
    ]


def _ticks(user: User) -> list[dict[str, object]]:
    ticks = HostTick.objects.filter(ticked_by__user=user).order_by("ticked_at")
    return [{"task": tick.task, "at": tick.ticked_at.isoformat()} for tick in ticks]


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
                "is_recorded_by_facilitator": answer.given_by_id is not None,
            }
            for answer in reversed(seat.answers.all())
        ],
    }
