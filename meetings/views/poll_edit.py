"""The form of a date poll: a new one, and one that is open. A button beside a row changes the list; only "save" writes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from clubs.access import facilitated_season_for
from clubs.calendar import NoFreeDay, next_workday
from clubs.http import Request
from clubs.models import Season
from meetings.access import facilitated_poll_for, member_of
from meetings.forms.polls import PollForm, SlotRowForm, refuse_bad_slots, row_of
from meetings.forms.program import forms_of
from meetings.models import DatePoll, Meeting
from meetings.poll_state import PollState, state_of
from meetings.rows import Row, apply, button_after, read_rows, without_blank
from meetings.services import edit_poll, open_poll
from meetings.services.polls import FEW, LEAST_SLOTS, taken_for
from meetings.wallclock import at_wall
from ui.forms import add_service_error
from ui.http import redirect_done

PROPOSED = 3
ANSWER_DAYS = 7


@dataclass
class Draft:
    """A poll that is being typed: what it would be, its form and its rows."""

    poll: DatePoll
    form: PollForm
    rows: list[SlotRowForm]

    @property
    def starts(self) -> list[dt.datetime]:
        """The times of the rows; call it once they are valid."""
        return [row.cleaned_data["starts_at"] for row in self.rows]

    @property
    def is_refused(self) -> bool:
        """Whether there is something to mend."""
        return bool(self.form.errors) or any(row.is_bound and row.errors for row in self.rows)


@require_http_methods(["GET", "POST"])
def poll_new(request: Request, season: UUID) -> HttpResponse:
    """A new poll, for another meeting of the season or (``?meeting=``) to move one. Some times are proposed."""
    found = facilitated_season_for(request.visitor, season)
    meeting = _meeting(request, found)
    poll = DatePoll(season=found, meeting=meeting, length=_length(found, meeting))
    if request.method != "POST":
        today = timezone.localdate()
        answer_by = today + dt.timedelta(days=ANSWER_DAYS)
        moments = _proposed(found, meeting)
        if moments:
            answer_by = max(today, min(answer_by, timezone.localdate(moments[0])))
        rows = [row_of(moment) for moment in moments]
        initial = {"length": poll.length, "answer_by": answer_by}
        form = PollForm(initial=initial, meeting=meeting)
        return _page(request, Draft(poll, form, forms_of(SlotRowForm, rows, is_checked=False)))
    draft, is_saving = _posted(request, poll)
    if not is_saving or not _is_good(draft):
        return _page(request, draft)
    try:
        saved = open_poll(
            season=found,
            by=member_of(request.visitor),
            meeting=meeting,
            starts=draft.starts,
            **draft.form.cleaned_data,
        )
    except ValidationError as error:
        add_service_error(draft.form, error)
        return _page(request, draft)
    return redirect_done(request, "meetings:poll", "poll-saved", saved.pk)


@require_http_methods(["GET", "POST"])
def poll_edit(request: Request, poll: UUID) -> HttpResponse:
    """An open poll's form; one that is over leads to its page."""
    found = facilitated_poll_for(request.visitor, poll)
    offered = [slot.starts_at for slot in found.slots.all()]
    state = state_of(found, list(found.slots.all()), timezone.now())
    if state not in (PollState.DRAFT, PollState.OPEN, PollState.PASSED):
        return redirect("meetings:poll", found.pk)
    if request.method != "POST":
        initial = {"title": found.title, "length": found.length, "answer_by": found.answer_by}
        form = PollForm(initial=initial, meeting=found.meeting)
        rows = forms_of(SlotRowForm, [row_of(moment) for moment in offered], is_checked=False)
        return _page(request, Draft(found, form, rows))
    draft, is_saving = _posted(request, found)
    if not is_saving or not _is_good(draft, offered):
        return _page(request, draft)
    try:
        edit_poll(poll=found, starts=draft.starts, **{"title": "", **draft.form.cleaned_data})
    except ValidationError as error:
        add_service_error(draft.form, error)
        return _page(request, draft)
    return redirect_done(request, "meetings:poll", "saved", found.pk)


def _meeting(request: Request, season: Season) -> Meeting | None:
    """The meeting to be moved, named in the address; 404 for what is none of the season."""
    wanted = request.GET.get("meeting", "")
    if not wanted:
        return None
    try:
        return season.meetings.get(pk=UUID(wanted), cancelled_at__isnull=True)
    except (ValueError, Meeting.DoesNotExist):
        raise Http404 from None


def _length(season: Season, meeting: Meeting | None) -> int:
    return meeting.length if meeting else season.club.length


def _proposed(season: Season, meeting: Meeting | None) -> list[dt.datetime]:
    """The meeting's own day and the two workdays after it; for a new meeting, those after the season's rhythm goes on."""
    weeks = season.club.holiday_weeks
    last = season.meetings.order_by("-starts_at").values_list("starts_at", flat=True).first()
    today = timezone.localdate()
    if meeting:
        day = max(timezone.localdate(meeting.starts_at), today)
    elif last:
        day = max(timezone.localdate(last) + dt.timedelta(weeks=season.every_weeks), today)
    else:
        day = max(season.starts_on, today)
    moments: list[dt.datetime] = []
    day -= dt.timedelta(days=1)
    try:
        while len(moments) < PROPOSED:
            day = next_workday(max(day, today), holiday_weeks=weeks)
            moments.append(at_wall(day, season.starts_at))
    except (NoFreeDay, ValidationError):
        pass
    return moments


def _posted(request: Request, poll: DatePoll) -> tuple[Draft, bool]:
    """What was posted, after the pressed button; whether it is to be saved."""
    command = request.POST.get("do", "save")
    rows: Sequence[Row] = read_rows(request.POST, SlotRowForm.names)
    last = rows[-1]["clock"] if rows else ""
    rows = apply(command, rows, {"day": "", "clock": last})
    is_saving = command == "save"
    if is_saving:
        rows = without_blank(rows, SlotRowForm.typed)
    form = PollForm(
        request.POST if is_saving else None, initial=request.POST.dict(), meeting=poll.meeting
    )
    forms = forms_of(SlotRowForm, rows, is_checked=is_saving)
    button = button_after(command, len(rows))
    if rows and (button or command == "add"):
        # One goes on in the row that was added, or beside the one that was removed.
        at = int(button.rpartition("-")[2]) if button else -1
        forms[at].fields["day"].widget.attrs["autofocus"] = True
    return Draft(poll, form, forms), is_saving


def _is_good(draft: Draft, kept: Sequence[dt.datetime] = ()) -> bool:
    """Judge everything, so that all that is to be mended is said at once."""
    is_good = draft.form.is_valid()
    if len(draft.rows) < LEAST_SLOTS:
        draft.form.add_error(None, FEW)
    length = draft.form.cleaned_data.get("length") or draft.poll.length
    starts = [start for row in draft.rows if (start := row.starts_at)]
    busy = taken_for(draft.poll, starts)
    same_length = length <= draft.poll.length
    refuse_bad_slots(draft.rows, length=length, busy=busy, kept=kept if same_length else ())
    return is_good and not draft.is_refused


def _page(request: Request, draft: Draft) -> HttpResponse:
    is_new = draft.poll._state.adding
    # Something to write in, where too little was offered.
    missing = max(0, LEAST_SLOTS - len(draft.rows))
    blank = forms_of(SlotRowForm, [{"day": "", "clock": ""}] * LEAST_SLOTS, is_checked=False)
    context = {
        "poll": None if is_new else draft.poll,
        "season": draft.poll.season,
        "club": draft.poll.season.club,
        "meeting": draft.poll.meeting,
        "form": draft.form,
        "forms": [*draft.rows, *blank[LEAST_SLOTS - missing :]],
        "is_refused": draft.is_refused,
    }
    name = "poll_new" if is_new else "poll_edit"
    status = 400 if draft.is_refused else 200
    return render(request, f"meetings/{name}.html", context, status=status)
