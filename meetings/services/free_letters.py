"""Letters in a facilitator's own words: drafted, sent once, thrown away."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from clubs.models import Club, Member
from meetings.letters.free import free_letters
from meetings.models import COMING, FreeLetter, Meeting
from outbox.services import enqueue

Audience = FreeLetter.Audience


@transaction.atomic
def save_free_letter(
    *,
    club: Club,
    written_by: Member,
    subject: str,
    text: str,
    audience: str,
    letter: FreeLetter | None = None,
) -> FreeLetter:
    """Keep what was written, as a new draft or in the place of ``letter``. Raises ``ValidationError``.

    Readers who are chosen by their answers are those of the club's next meeting to which invitations have left.
    """
    saved = letter or FreeLetter(club=club)
    if saved.sent_at is not None:
        raise ValidationError(_("The letter has been sent already."), code="sent")
    saved.subject, saved.text, saved.audience = subject, text, audience
    saved.written_by, saved.saved_at = written_by, timezone.now()
    saved.meeting = None if audience == Audience.ALL else next_asked(club)
    if audience != Audience.ALL and saved.meeting is None:
        raise ValidationError(
            {"audience": _("No meeting is being asked about now. Send to all members.")},
            code="no_meeting",
        )
    saved.full_clean()
    saved.save()
    return saved


def next_asked(club: Club, *, now: dt.datetime | None = None) -> Meeting | None:
    """The club's next meeting to which invitations have left."""
    coming = Meeting.objects.filter(
        season__club=club,
        invited_at__isnull=False,
        cancelled_at__isnull=True,
        starts_at__gt=now or timezone.now(),
    )
    return coming.select_related("season__club").order_by("starts_at").first()


def readers_of(letter: FreeLetter) -> list[Member]:
    """Who would get the letter now, by name. One query."""
    members = Member.objects.invited().filter(club=letter.club_id).select_related("user")
    if letter.audience != Audience.ALL:
        seats = letter.meeting.invitees.seated() if letter.meeting else None
        if seats is None:
            return []
        if letter.audience == Audience.COMING:
            seats = seats.filter(answer__in=COMING)
        else:
            seats = seats.filter(answer="", invited_at__isnull=False)
        members = members.filter(pk__in=seats.values("member"))
    return list(members)


@transaction.atomic
def send_free_letter(*, letter: FreeLetter, sender: Member, now: dt.datetime | None = None) -> int:
    """Send a draft once; returns how many letters were put in the queue, 0 when it had been sent already.

    Raises ``ValidationError`` when nobody would get it (``nobody``).
    """
    moment = now or timezone.now()
    readers = readers_of(letter)
    if not readers:
        raise ValidationError(_("Nobody would get this letter now."), code="nobody")
    drafts = FreeLetter.objects.filter(pk=letter.pk, sent_at__isnull=True)
    if not drafts.update(sent_at=moment):
        return 0
    letter.refresh_from_db()
    record(
        actor=str(sender.user_id or ""),
        action="meetings.free_letter_sent",
        club=str(letter.club_id),
        object=str(letter.pk),
        detail=f"{len(readers)} letters",
    )
    return enqueue(letters=free_letters(letter=letter, readers=readers, sender=sender, now=moment))


@transaction.atomic
def drop_free_letter(*, letter: FreeLetter) -> bool:
    """Throw a draft away; False for one that has been sent."""
    deleted, _by_model = FreeLetter.objects.filter(pk=letter.pk, sent_at__isnull=True).delete()
    return bool(deleted)
