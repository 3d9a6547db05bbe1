"""A meeting's own details: what it is called, when and where it is, and the words about it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.models import Member
from clubs.saving import hold
from meetings.models import Meeting, Theme
from meetings.services.changes import held, mark_changed
from meetings.services.invitations import announce_changes
from meetings.services.overlaps import check_moved
from meetings.services.planning import renumber
from meetings.services.revisions import Part, content_of, revised
from meetings.services.themes import set_themes

WORDS = ["introduction", "personal_note"]
# What the invited are told of when it changes.
TOLD = ["starts_at", "length", "title", "place", "video_url"]
DETAILS = [*TOLD, *WORDS, "is_hybrid"]


def _check_changeable(old: Meeting, now: dt.datetime, *, is_time: bool) -> None:
    if old.cancelled_at:
        raise ValidationError(
            _("The meeting has been called off, so it can no longer be changed."), code="cancelled"
        )
    if is_time and old.invited_at and old.starts_at <= now:
        raise ValidationError(
            {"starts_at": _("The meeting has begun, so its time can no longer be changed.")}
        )


def _check_free(meeting: Meeting, old: Meeting, now: dt.datetime) -> None:
    try:
        check_moved(meeting, old=old, now=now)
    except ValidationError as error:
        raise ValidationError({"starts_at": error}) from error


@transaction.atomic
def edit_meeting(
    *,
    meeting: Meeting,
    title: str,
    introduction: str,
    starts_at: dt.datetime,
    length: int,
    place: str,
    video_url: str,
    personal_note: str,
    themes: Sequence[Theme],
    is_hybrid: bool = False,
    reason: str = "",
    editor: Member | None = None,
    now: dt.datetime | None = None,
    base: str = "",
    own: int = 0,
) -> Meeting:
    """Change the details of a meeting.

    Once invitations have left, a change of time, length, place, link or title raises the calendar entry's SEQUENCE,
    and everybody who was told something else gets a letter with the new details and ``reason``, in the name of
    ``editor`` (of the club's facilitator when the host pair edits). A new time or length also starts the answers anew.
    ``base`` and ``own`` are as in ``revised``. Raises ``Stale``, and ``ValidationError`` for moving a meeting into the
    past, over another of the club's, or when it was invited to and has begun (field ``starts_at``), and for one that
    was called off (code ``cancelled``).
    """
    hold(meeting.season.club)
    with revised(meeting=meeting, part=Part.DETAILS, base=base, by=editor, own=own):
        old = held(meeting)
        meeting.title, meeting.introduction, meeting.length = title, introduction, length
        meeting.place, meeting.video_url, meeting.personal_note = place, video_url, personal_note
        meeting.starts_at, meeting.is_hybrid = starts_at, is_hybrid
        _write(meeting, old, reason=reason, now=now or timezone.now())
        set_themes(meeting=meeting, themes=themes)
    sender = editor if editor and editor.is_facilitator else None
    announce_changes(meeting=meeting, sender=sender, now=now or timezone.now())
    return meeting


def _write(meeting: Meeting, old: Meeting, *, reason: str, now: dt.datetime) -> None:
    is_time = (old.starts_at, old.length) != (meeting.starts_at, meeting.length)
    _check_changeable(old, now, is_time=is_time)
    if is_time:
        _check_free(meeting, old, now)
    meeting.full_clean(validate_unique=False)
    meeting.save(update_fields=DETAILS)
    renumber(meeting)
    if any(getattr(old, name) != getattr(meeting, name) for name in TOLD):
        mark_changed(meeting, old=old, is_time=is_time, reason=reason)


def edit_words(
    *,
    meeting: Meeting,
    introduction: str,
    personal_note: str,
    by: Member | None,
    base: str = "",
    own: int = 0,
) -> Meeting:
    """Change what is written about a meeting. No letter leaves for it, so a page may do it by itself.

    ``base``, ``by`` and ``own`` are as in ``revised``. Raises ``Stale``, and ``ValidationError`` for words that are too
    long and for a meeting that was called off.
    """
    with revised(meeting=meeting, part=Part.DETAILS, base=base, by=by, own=own):
        row = Meeting.objects.get(pk=meeting.pk)
        _check_changeable(row, timezone.now(), is_time=False)
        row.introduction, row.personal_note = introduction, personal_note
        row.clean_fields(exclude=[one.name for one in row._meta.fields if one.name not in WORDS])
        row.save(update_fields=WORDS)
        meeting.introduction, meeting.personal_note = introduction, personal_note
    return meeting


def tells(meeting: Meeting, content: Mapping[str, Any]) -> bool:
    """Whether bringing this content of the details back would send letters to those who were invited."""
    now = content_of(meeting, Part.DETAILS)
    return bool(meeting.invited_at) and any(now[name] != content[name] for name in TOLD)
