"""What a pair does at its desk: ticks its list, writes about the theme, takes another agenda as a model."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.models import Member
from meetings.models import AgendaItem, HostTick, Meeting
from meetings.services.changes import held
from meetings.services.program import save_agenda
from meetings.services.revisions import Part, Stale, mark_of, newest, revised


@transaction.atomic
def tick_task(
    *, meeting: Meeting, task: str, is_done: bool, by: Member, now: dt.datetime | None = None
) -> None:
    """Tick one of the six, or take the tick away. The same twice keeps the first tick.

    Raises ``ValidationError`` for a task that does not exist (code ``task``), and for a meeting that was called off or is
    over (``cancelled``, ``over``).
    """
    if task not in HostTick.Task.values:
        raise ValidationError(_("Choose one of the six things."), code="task")
    _check_open(held(meeting), now or timezone.now())
    if is_done:
        HostTick.objects.get_or_create(meeting=meeting, task=task, defaults={"ticked_by": by})
    else:
        HostTick.objects.filter(meeting=meeting, task=task).delete()


def save_theme_text(*, meeting: Meeting, text: str, by: Member, base: str = "") -> None:
    """Write what is said about the theme; no letter leaves for it.

    ``base`` is the mark (``theme_mark``) of the text that the writer's page showed; other details may have changed since.
    Raises ``Stale`` (with the text that stands as ``theirs``) when it is another one now, and ``ValidationError`` for a
    text that is too long (field ``introduction``) or a meeting that was called off (code ``cancelled``).
    """
    with revised(meeting=meeting, part=Part.DETAILS, by=by):
        row = Meeting.objects.get(pk=meeting.pk)
        if row.cancelled_at is not None:
            raise _called_off()
        if base and base != mark_of(row.introduction) and row.introduction != text:
            raise Stale(row.introduction, newest(meeting, Part.DETAILS))
        row.introduction = text
        row.clean_fields(
            exclude=[one.name for one in row._meta.fields if one.name != "introduction"]
        )
        row.save(update_fields=["introduction"])
        meeting.introduction = text


def theme_mark(meeting: Meeting) -> str:
    """The mark of what is said about the theme now, for a page's hidden field ``base``."""
    return mark_of(meeting.introduction)


def use_model(
    *, meeting: Meeting, model: Meeting | None, by: Member, base: str = ""
) -> list[AgendaItem]:
    """Let the agenda of another meeting of the club be this one's; what stood is kept as a revision.

    ``base`` is the mark of the agenda that the reader saw. Raises ``Stale`` when it is another one now, and
    ``ValidationError`` for no model, one without an agenda or of another club (code ``model``), and for a meeting that was
    called off (``cancelled``).
    """
    if meeting.cancelled_at is not None:
        raise _called_off()
    is_ours = model is not None and model.season.club_id == meeting.season.club_id
    items = list(model.agenda_items.all()) if model and is_ours and model.pk != meeting.pk else []
    if not items:
        raise ValidationError(
            _("This agenda can no longer be used as a model. Look at the page again."), code="model"
        )
    return save_agenda(meeting=meeting, rows=items, by=by, base=base)


def _check_open(meeting: Meeting, now: dt.datetime) -> None:
    if meeting.cancelled_at is not None:
        raise _called_off()
    if meeting.ends_at <= now:
        raise ValidationError(_("The meeting is over."), code="over")


def _called_off() -> ValidationError:
    return ValidationError(
        _("The meeting has been called off, so it can no longer be changed."), code="cancelled"
    )
