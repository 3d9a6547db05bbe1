"""Saving a part of a meeting so that of two editors nobody loses anything, and so that a save can be undone.

A page that edits a part (details, agenda, pre-reading) shows what ``content_of`` read, and carries its ``mark_of`` in a
hidden field ``base``. Who saves does it inside ``revised``: it refuses a save from a base that no longer stands, and keeps
what stood and what was saved as numbered revisions.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from clubs.models import Member
from clubs.saving import hold
from meetings.models import Meeting, Revision

Content = Any
Part = Revision.Part


class Stale(Exception):
    """Somebody else has saved the part since the editor's page was shown. Nothing was written.

    ``theirs`` is the content that stands now, ``mark`` its mark, ``revision`` who saved it and when, where that is known.
    """

    def __init__(self, theirs: Content, revision: Revision | None) -> None:
        super().__init__("saved meanwhile")
        self.theirs = theirs
        self.mark = mark_of(theirs)
        self.revision = revision


def content_of(meeting: Meeting, part: str) -> Content:
    """What stands now in a part, as plain JSON: a mapping for the details, else the list of rows.

    The details are those of the instance at hand. A page reads this before anything else that it shows of the part.
    """
    return {Part.DETAILS: _details, Part.AGENDA: _agenda, Part.MATERIALS: _materials}[Part(part)](
        meeting
    )


def _details(meeting: Meeting) -> dict[str, Any]:
    return {
        "title": meeting.title,
        "introduction": meeting.introduction,
        "starts_at": meeting.starts_at.astimezone(dt.UTC).isoformat(),
        "length": meeting.length,
        "place": meeting.place,
        "video_url": meeting.video_url,
        "is_hybrid": meeting.is_hybrid,
        "personal_note": meeting.personal_note,
        "themes": sorted(str(pk) for pk in meeting.theme_rows.values_list("theme_id", flat=True)),
    }


def _agenda(meeting: Meeting) -> list[dict[str, Any]]:
    return [dict(row) for row in meeting.agenda_items.values("kind", "title", "minutes", "note")]


def _materials(meeting: Meeting) -> list[dict[str, Any]]:
    names = ("pk", "kind", "title", "url", "file", "file_name", "file_size", "minutes", "note")
    return [{**row, "pk": str(row["pk"])} for row in meeting.materials.values(*names)]


def mark_of(content: Content) -> str:
    """A short mark of a content: the same content has the same mark. It is what a page carries as ``base``."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def base_of(meeting: Meeting, part: str) -> str:
    """The mark of what stands now, for a page's hidden field ``base``."""
    return mark_of(content_of(meeting, part))


def newest(meeting: Meeting, part: str) -> Revision | None:
    """The revision that was saved last, with who saved it; None before the first save."""
    rows = Revision.objects.filter(meeting=meeting, part=part).select_related("saved_by__user")
    return rows.order_by("-number").first()


def purge_revisions(*, now: dt.datetime) -> int:
    """Drop what stopped standing over twelve months ago (``REVISION_DAYS``); answers how many. What stands is kept."""
    old = now - dt.timedelta(days=settings.REVISION_DAYS)
    later = Revision.objects.filter(
        meeting=OuterRef("meeting"), part=OuterRef("part"), number__gt=OuterRef("number")
    )
    replaced = Revision.objects.filter(Exists(later.filter(saved_at__lt=old)))
    return replaced.delete()[0] if replaced.exists() else 0


@contextmanager
def revised(
    *,
    meeting: Meeting,
    part: str,
    base: str = "",
    by: Member | None = None,
    own: int = 0,
) -> Iterator[None]:
    """Write a part inside this block, in one transaction in which the meeting is held.

    Raises ``Stale`` before the block when ``base`` (empty: not asked) is not the mark of what stands. After the block
    what was written is kept as the next revision of ``by``; where nothing changed, none is. ``own`` is the number of
    the revision that the same page saved last: then that revision takes the new content, so that one sitting is one
    step back. What others wrote without a revision (the planner) is kept as one of nobody's first.
    """
    with transaction.atomic():
        hold(meeting)
        before = content_of(Meeting.objects.get(pk=meeting.pk), part)
        last = newest(meeting, part)
        if base and base != mark_of(before):
            raise Stale(before, last if last and last.content == before else None)
        yield
        after = content_of(Meeting.objects.get(pk=meeting.pk), part)
        if after != before:
            _keep(meeting, part, before, after, last, by=by, own=own)


def _keep(
    meeting: Meeting,
    part: str,
    before: Content,
    after: Content,
    last: Revision | None,
    *,
    by: Member | None,
    own: int,
) -> None:
    stands = last is not None and last.content == before
    if last and stands and by and own and (last.number, last.saved_by_id) == (own, by.pk):
        Revision.objects.filter(pk=last.pk).update(content=after, saved_at=timezone.now())
        return
    number = last.number if last else -1
    if not stands:
        number += 1
        Revision.objects.create(meeting=meeting, part=part, number=number, content=before)
    Revision.objects.create(
        meeting=meeting, part=part, number=number + 1, content=after, saved_by=by
    )
