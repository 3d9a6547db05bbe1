"""What a person says of a poll's times: by the letter's link, and signed in. Reading it changes nothing."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from clubs.access import stand_by_link
from clubs.http import Request
from clubs.links import BadLink
from clubs.models import Member
from meetings.access import member_of, poll_for, poll_seat_of_token
from meetings.forms.polls import PollAnswerForm
from meetings.models import DatePoll, DateSlot, PollInvitee
from meetings.poll_state import PollState, state_of, title_of
from meetings.services import answer_poll
from meetings.services.poll_answers import said_by
from meetings.views.by_link import bad_link
from ui.forms import add_service_error
from ui.http import redirect_done
from ui.links import kept_private, speak


@login_not_required
@kept_private
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def poll_answer(request: Request, token: str) -> HttpResponse:
    """The answers of the person whom the link names: GET shows them, POST saves them."""
    try:
        seat = poll_seat_of_token(token)
    except BadLink as error:
        return bad_link(request, error)
    stand_by_link(request.visitor, seat.member, seat.poll.season.club)
    speak(request, seat.member.mail_language)
    return _page(request, seat.poll, seat.member, seat, is_by_link=True)


@require_http_methods(["GET", "POST"])
def poll_answer_own(request: Request, poll: UUID) -> HttpResponse:
    """The same for a signed-in member of the club, also one who joined after the asking. Facilitators are not asked."""
    found = poll_for(request.visitor, poll)
    member = member_of(request.visitor)
    if member.role != Member.Role.MEMBER:
        raise PermissionDenied
    seat = found.invitees.filter(member=member).first()
    return _page(request, found, member, seat, is_by_link=False)


def _page(
    request: Request, poll: DatePoll, member: Member, seat: PollInvitee | None, *, is_by_link: bool
) -> HttpResponse:
    slots, now = list(poll.slots.all()), timezone.now()
    coming = [slot for slot in slots if slot.starts_at > now]
    said = said_by(seat) if seat else {}
    posted = request.POST if request.method == "POST" else None
    form = PollAnswerForm(posted, slots=coming, said=said)
    status = 200
    if posted is not None:
        if state_of(poll, slots, now) != PollState.OPEN:
            return _shown(request, poll, member, slots, None, is_by_link, status=409)
        if form.is_valid() and _save(form, poll, member):
            return redirect_done(request, request.path, "poll-answered")
        # What was refused may have been closed while the page was open.
        slots, status = list(poll.slots.all()), 400
    return _shown(request, poll, member, slots, form, is_by_link, status, bool(said))


def _save(form: PollAnswerForm, poll: DatePoll, member: Member) -> bool:
    try:
        answer_poll(poll=poll, member=member, values=form.values)
    except ValidationError as error:
        add_service_error(form, error)
        return False
    return True


def _shown(
    request: Request,
    poll: DatePoll,
    member: Member,
    slots: list[DateSlot],
    form: PollAnswerForm | None,
    is_by_link: bool,
    status: int = 200,
    has_answered: bool = False,
) -> HttpResponse:
    state = state_of(poll, slots, timezone.now())
    context = {
        "poll": poll,
        "club": poll.season.club,
        "title": title_of(poll),
        "member": member,
        "form": form if state == PollState.OPEN else None,
        "state": state.value,
        "is_refused": status == 409,
        "chosen": next((slot for slot in slots if slot.chosen_at), None),
        "has_answered": has_answered,
        "is_by_link": is_by_link,
        "today": timezone.localdate(),
        "facilitator": poll.season.club.members.facilitators().first() if is_by_link else None,
    }
    return render(request, "meetings/poll_answer.html", context, status=status)
