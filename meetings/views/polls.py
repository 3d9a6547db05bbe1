"""Date polls as their facilitator makes and follows them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.services import record
from clubs.access import facilitated_season_for
from clubs.http import Request
from meetings import kinds
from meetings.access import facilitated_poll_for, managed_poll_seat_for, member_of
from meetings.forms.polls import PollAnswerForm
from meetings.models import DatePoll, Meeting
from meetings.poll_state import PollState, state_of, title_of
from meetings.polls_shown import poll_table, polls_of
from meetings.services import (
    answer_poll,
    ask_poll,
    choose_slot,
    close_poll,
    remind_poll,
    reopen_poll,
)
from meetings.services.poll_answers import said_by
from meetings.services.polls import check_state
from meetings.services.telling import letter_seats, people_of
from outbox.services import states
from ui.forms import add_service_error
from ui.http import redirect_done


@require_safe
def polls(request: Request, season: UUID) -> HttpResponse:
    """The season's polls."""
    found = facilitated_season_for(request.visitor, season)
    context = {
        "season": found,
        "club": found.club,
        "polls": polls_of(found, timezone.now()),
    }
    return render(request, "meetings/polls.html", context)


@require_safe
def poll(request: Request, poll: UUID) -> HttpResponse:
    """What has been said, which times are best, and the buttons that ask, remind, choose and close."""
    return _page(request, facilitated_poll_for(request.visitor, poll))


@require_POST
def poll_send(request: Request, poll: UUID) -> HttpResponse:
    """Ask everybody who has not been asked; with ``who=silent`` remind those who have not answered."""
    found = facilitated_poll_for(request.visitor, poll)
    sender = member_of(request.visitor)
    is_reminder = request.POST.get("who") == "silent"
    try:
        verb = remind_poll if is_reminder else ask_poll
        count = verb(poll=found, sender=sender)
    except ValidationError as error:
        return _page(request, found, problem=" ".join(error.messages))
    action = "meetings.poll_remind" if is_reminder else "meetings.poll_ask"
    _note(request, found, action, f"{count} letters")
    if is_reminder:
        notice = "meetings-reminded" if count else "meetings-nobody-silent"
    else:
        notice = "poll-asked" if count else "poll-nobody-new"
    return redirect_done(request, "meetings:poll", notice, found.pk)


@require_http_methods(["GET", "POST"])
def poll_answer_for(request: Request, poll: UUID, invitee: UUID) -> HttpResponse:
    """Record what somebody said of the times by word of mouth."""
    seat = managed_poll_seat_for(request.visitor, poll, invitee)
    found, now = seat.poll, timezone.now()
    slots = list(found.slots.all())
    try:
        check_state(state_of(found, slots, now), PollState.OPEN)
    except ValidationError as error:
        return _page(request, found, problem=" ".join(error.messages), status=409)
    coming = [slot for slot in slots if slot.starts_at > now]
    posted = request.POST if request.method == "POST" else None
    form = PollAnswerForm(posted, slots=coming, said=said_by(seat))
    if form.is_valid():
        try:
            answer_poll(
                poll=found,
                member=seat.member,
                values=form.values,
                given_by=member_of(request.visitor),
            )
        except ValidationError as error:
            add_service_error(form, error)
        else:
            _note(request, found, "meetings.poll_answer_for", str(seat.pk))
            return redirect_done(request, "meetings:poll", "meetings-answer-recorded", found.pk)
    context = {
        "poll": found,
        "season": found.season,
        "title": title_of(found),
        "member": seat.member,
        "form": form,
    }
    status = 400 if form.errors else 200
    return render(request, "meetings/poll_answer_for.html", context, status=status)


@require_POST
def poll_choose(request: Request, poll: UUID, slot: UUID) -> HttpResponse:
    """A time becomes the meeting."""
    found = facilitated_poll_for(request.visitor, poll)
    wanted = found.slots.filter(pk=slot).first()
    if wanted is None:
        raise Http404
    wanted.poll = found
    try:
        choose_slot(slot=wanted, by=member_of(request.visitor))
    except ValidationError as error:
        return _page(request, found, problem=" ".join(error.messages), status=409)
    _note(request, found, "meetings.poll_choose")
    return redirect_done(request, "meetings:poll", "poll-chosen", found.pk)


@require_POST
def poll_close(request: Request, poll: UUID) -> HttpResponse:
    """Close the poll without choosing; with ``undo`` open it again."""
    found = facilitated_poll_for(request.visitor, poll)
    is_undo = "undo" in request.POST
    try:
        verb = reopen_poll if is_undo else close_poll
        verb(poll=found)
    except ValidationError as error:
        return _page(request, found, problem=" ".join(error.messages), status=409)
    _note(request, found, "meetings.poll_reopen" if is_undo else "meetings.poll_close")
    notice = "poll-reopened" if is_undo else "poll-closed"
    return redirect_done(request, "meetings:poll", notice, found.pk)


def _note(request: Request, found: DatePoll, action: str, detail: str = "") -> None:
    record(
        actor=str(member_of(request.visitor).user_id),
        action=action,
        club=str(found.season.club_id),
        object=kinds.poll_topic(found),
        detail=detail,
    )


def _page(
    request: Request, found: DatePoll, problem: str = "", status: int | None = None
) -> HttpResponse:
    if problem:
        # Somebody else may have done something meanwhile.
        found = facilitated_poll_for(request.visitor, found.pk)
    now = timezone.now()
    slots = list(found.slots.all())
    state = state_of(found, slots, now)
    table = poll_table(found, slots, now)
    context: dict[str, Any] = {
        "poll": found,
        "club": found.season.club,
        "season": found.season,
        "title": title_of(found),
        "state": state.value,
        "table": table,
        "chosen": next((slot for slot in slots if slot.chosen_at), None),
        "problem": problem,
        "is_editable": state in (PollState.DRAFT, PollState.OPEN, PollState.PASSED),
        "silent": table.silent if state == PollState.OPEN else [],
        **_letters(found, state),
    }
    return render(
        request, "meetings/poll.html", context, status=status or (400 if problem else 200)
    )


def _letters(found: DatePoll, state: PollState) -> dict[str, Any]:
    """Who would be asked now, whose letter failed, and who hears of it when an announced meeting is moved."""
    told = states(topic=kinds.poll_topic(found), kinds=[kinds.POLL])
    failed = {person for person, letter in told.items() if letter.is_failed}
    members = sorted(found.season.club.members.invited(), key=lambda one: one.name_key)
    answered = set(
        found.invitees.filter(answered_at__isnull=False).values_list("member", flat=True)
    )
    unasked = [
        one
        for one in members
        if (str(one.pk) not in told or str(one.pk) in failed) and one.pk not in answered
    ]
    is_choosable = state in (PollState.DRAFT, PollState.OPEN)
    return {
        "unasked": unasked if is_choosable else [],
        "failed": len(failed),
        "people": _who_hears(found.meeting) if found.meeting and is_choosable else [],
    }


def _who_hears(meeting: Meeting) -> Sequence[Any]:
    if meeting.invited_at is None:
        return []
    return people_of(seat for seat in letter_seats(meeting) if seat.invited_at)
