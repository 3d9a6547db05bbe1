"""What a facilitator changes of letters that leave by themselves: skip, move, send now, as planned again; a club's timings."""

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from clubs.models import Club, Member, Season
from clubs.saving import hold
from meetings.cadence import CHAINS, DUTY_LAST_MOMENT, LAST_MOMENT
from meetings.models import LetterPlan, Meeting
from meetings.planned import plan, slots_of
from meetings.services.reminding import send_due
from meetings.timings import BY_NAME, DUTY, FEEDBACK, PLANNABLE, Timing, Timings, problems_of
from ui.dates import format_day, format_time

# A meeting's feedback closes on the seventh day after it.
FEEDBACK_DAYS = 7


@transaction.atomic
def skip_letter(
    *, meeting: Meeting, step: str, by: Member, now: dt.datetime | None = None
) -> LetterPlan:
    """Let one planned letter not leave. Raises ``ValidationError`` for a letter that cannot be planned (``unknown``)."""
    _check(meeting, step)
    row = _change(meeting, step, send_at=None, is_skipped=True)
    _note("letters.skipped", meeting, step, by)
    return row


@transaction.atomic
def move_letter(
    *, meeting: Meeting, step: str, send_at: dt.datetime, by: Member, now: dt.datetime | None = None
) -> LetterPlan:
    """Let one planned letter leave at another moment, which may be at any hour.

    Raises ``ValidationError``: the moment is over (``past``), it comes too late to be of use (``late``), or it would
    overtake another letter (``order``).
    """
    now = now or timezone.now()
    _check(meeting, step)
    _check_moment(meeting, step, send_at, now)
    row = _change(meeting, step, send_at=send_at, is_skipped=False)
    _note("letters.moved", meeting, step, by, send_at.isoformat())
    return row


@transaction.atomic
def restore_letter(
    *, meeting: Meeting, step: str, by: Member, now: dt.datetime | None = None
) -> None:
    """Let one planned letter leave as the cadence has it, as if nothing had been changed."""
    _check(meeting, step)
    hold(meeting)
    rows = LetterPlan.objects.filter(meeting=meeting, step=step)
    rows.filter(expired_at__isnull=True).delete()
    rows.update(send_at=None, is_skipped=False)
    _note("letters.restored", meeting, step, by)


@transaction.atomic
def send_planned_now(
    *, meeting: Meeting, step: str, by: Member, now: dt.datetime | None = None
) -> int:
    """Send one planned letter at once, whatever the hour; returns how many were put in the queue.

    Feedback requests leave with the next tick. Raises ``ValidationError`` when nobody would get it (``nobody``).
    """
    now = now or timezone.now()
    _check(meeting, step)
    # The club first, as whoever leaves it and whoever invites do: else each would wait for the other.
    hold(meeting.season.club)
    hold(meeting)
    if step == FEEDBACK.name and meeting.ends_at > now:
        raise ValidationError(_("The meeting is not over yet."), code="nobody")
    _change(meeting, step, send_at=now, is_skipped=False)
    _note("letters.sent_now", meeting, step, by)
    if step == FEEDBACK.name:
        return 0
    count = sum(
        send_due(sending=one, now=now)
        for one in plan(now=now, club=meeting.season.club)
        if one.is_due and one.meeting.pk == meeting.pk and one.step == step
    )
    if not count:
        raise ValidationError(_("Nobody would get this letter now."), code="nobody")
    return count


@transaction.atomic
def set_timings(*, club: Club, timings: Mapping[str, Timing], by: Member) -> None:
    """Choose which letters leave by themselves in a club, and when. What is not named is as usual.

    Raises ``ValidationError`` for a line or a number that cannot be; the form says which.
    """
    if not timings.keys() <= BY_NAME.keys() or problems_of(Timings(timings)):
        raise ValidationError(_("These letters cannot leave in this order."), code="timings")
    hold(club)
    club.letter_timings = Timings(timings).stored()
    club.full_clean()
    club.save(update_fields=["letter_timings"])
    record(
        actor=str(by.user_id or ""),
        action="letters.timings",
        club=str(club.pk),
        object=str(club.pk),
    )


@transaction.atomic
def let_letters_leave(*, season: Season, by: Member, now: dt.datetime | None = None) -> None:
    """Let letters about a season's meetings leave by themselves from now on. A second time changes nothing."""
    waiting = Season.objects.filter(pk=season.pk, announced_at__isnull=True)
    if waiting.update(announced_at=now or timezone.now()):
        record(
            actor=str(by.user_id or ""),
            action="letters.started",
            club=str(season.club_id),
            object=str(season.pk),
        )
    season.refresh_from_db(fields=["announced_at"])


def _check(meeting: Meeting, step: str) -> None:
    if step not in PLANNABLE:
        raise ValidationError(_("This letter cannot be moved or skipped."), code="unknown")
    if meeting.cancelled_at is not None:
        raise ValidationError(_("The meeting has been called off."), code="cancelled")


def _check_moment(meeting: Meeting, step: str, send_at: dt.datetime, now: dt.datetime) -> None:
    if send_at <= now:
        raise ValidationError(_("This moment is over. Choose a later one."), code="past")
    if step == FEEDBACK.name:
        is_good = meeting.ends_at <= send_at < meeting.ends_at + dt.timedelta(days=FEEDBACK_DAYS)
        if not is_good:
            raise ValidationError(
                _("The feedback request leaves after the meeting, while the feedback is open."),
                code="late",
            )
        return
    line = BY_NAME[step]
    last = meeting.starts_at - (DUTY_LAST_MOMENT if line in DUTY else LAST_MOMENT)
    if send_at >= last:
        raise ValidationError(
            _("The letter must leave before %(day)s at %(clock)s.")
            % {"day": format_day(last, year=False), "clock": format_time(last)},
            code="late",
        )
    _check_order(meeting, step, send_at)


def _check_order(meeting: Meeting, step: str, send_at: dt.datetime) -> None:
    """Refuse a moment at which the letter would overtake its neighbour, since then one of the two would never leave."""
    changes = {row.step: row for row in LetterPlan.objects.filter(meeting=meeting)}
    moments = {slot.line: slot.at for slot in slots_of(meeting, changes) if not slot.is_skipped}
    line = BY_NAME[step]
    chain = next((chain for chain in CHAINS if line in chain), ())
    place = chain.index(line) if chain else 0
    before = [moments[one] for one in chain[:place] if one in moments]
    after = [moments[one] for one in chain[place + 1 :] if one in moments]
    if (before and send_at <= max(before)) or (after and send_at >= min(after)):
        raise ValidationError(
            _("The letter would overtake another one about the same meeting. Move that one first."),
            code="order",
        )


def _change(
    meeting: Meeting, step: str, *, send_at: dt.datetime | None, is_skipped: bool
) -> LetterPlan:
    # A tick that writes these letters at this moment comes first, or finds what was changed.
    hold(meeting)
    row, _is_new = LetterPlan.objects.update_or_create(
        meeting=meeting, step=step, defaults={"send_at": send_at, "is_skipped": is_skipped}
    )
    return row


def _note(action: str, meeting: Meeting, step: str, by: Member, detail: str = "") -> None:
    record(
        actor=str(by.user_id or ""),
        action=action,
        club=str(meeting.season.club_id),
        object=str(meeting.pk),
        detail=f"{step} {detail}".strip(),
    )
