"""Making the memo from a closed board, editing it and mailing it."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from audit.services import record
from boards.letters import memo_letters
from boards.memo import as_line, as_text, refreshed
from boards.models import Board, Memo, MemoSection, Note, Section
from boards.paper import readers_of
from clubs.models import Member
from meetings.models import Meeting
from outbox.services import enqueue


class MemoSent(Exception):
    """The memo has been mailed: it stays as its readers got it."""


class BoardOpen(Exception):
    """The board is still written on, so that its memo cannot be mailed."""


class StaleMemo(Exception):
    """Somebody else saved the memo meanwhile; ``memo`` carries what stands there now."""

    def __init__(self, memo: Memo) -> None:
        super().__init__(str(memo.pk))
        self.memo = memo


@transaction.atomic
def make_memo(*, meeting: Meeting) -> Memo:
    """The memo of the meeting's board: made now, or brought up to date without losing what was edited.

    A memo that has been sent stays as it is.
    """
    memo, _is_new = Memo.objects.get_or_create(meeting=meeting)
    if memo.is_sent:
        return memo
    board = Board.objects.filter(meeting=meeting).first()
    sections = board.sections.exclude(kind=Section.Kind.AGREED) if board else []
    rows = {(row.kind, row.title): row for row in memo.sections.all()}
    texts = _texts(board) if board else {}
    for section in sections:
        made = texts.get(section.pk, "")
        row = rows.get((section.kind, section.title)) or MemoSection(
            memo=memo, kind=section.kind, title=section.title, position=section.position
        )
        row.text = refreshed(row.text, row.made_text, made)
        row.made_text = made
        row.full_clean(validate_constraints=False)
        row.save()
    return memo


def _texts(board: Board) -> Mapping[UUID, str]:
    """By section: its notes, the most supported first, one on a line."""
    lines: dict[UUID, list[str]] = {}
    notes = Note.objects.filter(section__board=board).present().with_counts().most_supported()
    for note in notes:
        lines.setdefault(note.section_id, []).append(as_line(note.text, note.link))
    return {pk: as_text(section) for pk, section in lines.items()}


@transaction.atomic
def edit_memo(*, memo: Memo, opening: str, sections: Mapping[UUID, str], version: int) -> Memo:
    """Save the facilitator's words. ``version`` is the one the writer began from.

    Raises ``StaleMemo`` when somebody saved since, ``MemoSent`` when it has been mailed, and
    ``ValidationError`` by field. Saving the same words twice is no conflict.
    """
    rows = Memo.objects.filter(pk=memo.pk, version=version, sent_at__isnull=True)
    is_mine = bool(rows.update(version=F("version") + 1, saved_at=timezone.now()))
    fresh = Memo.objects.get(pk=memo.pk)
    parts = list(fresh.sections.all())
    if not is_mine:
        if fresh.is_sent:
            raise MemoSent
        if _is_same(fresh, parts, opening, sections):
            return fresh
        raise StaleMemo(fresh)
    fresh.opening = opening.strip()
    fresh.full_clean()
    fresh.save(update_fields=["opening"])
    for part in parts:
        part.text = sections.get(part.pk, part.text).strip()
        part.full_clean()
    MemoSection.objects.bulk_update(parts, ["text"])
    return fresh


def _is_same(
    memo: Memo, parts: list[MemoSection], opening: str, sections: Mapping[UUID, str]
) -> bool:
    return memo.opening == opening.strip() and all(
        part.text == sections.get(part.pk, part.text).strip() for part in parts
    )


@transaction.atomic
def send_memo(*, memo: Memo, sender: Member, now: dt.datetime | None = None) -> int:
    """Mail the memo, once, to everybody invited to the meeting who is still a member.

    Gives the number of letters; 0 when it had been sent already. Raises ``BoardOpen`` while the board
    is still written on.
    """
    moment = now or timezone.now()
    if not Board.objects.filter(meeting=memo.meeting_id, frozen_at__isnull=False).exists():
        raise BoardOpen
    if not Memo.objects.filter(pk=memo.pk, sent_at__isnull=True).update(sent_at=moment):
        return 0
    memo.refresh_from_db()
    meeting = memo.meeting
    record(
        actor=str(sender.user_id or ""),
        action="memo.send",
        club=str(meeting.season.club_id),
        object=str(meeting.pk),
    )
    letters = memo_letters(memo=memo, readers=readers_of(meeting), sender=sender, now=moment)
    enqueue(letters=letters)
    return len(letters)
