"""What is still to do before a meeting can be held: the host pair's list. Worked out from rows at hand, never stored."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from clubs.models import Member
from meetings.agenda import minutes_of
from meetings.agenda_template import default_agenda
from meetings.models import AgendaItem, Material, Meeting


@dataclass(frozen=True)
class Task:
    """One thing to do, why, and the path of the page where it is done."""

    title: str
    why: str
    path: str


def tasks_left(
    meeting: Meeting,
    *,
    items: Sequence[AgendaItem],
    materials: Sequence[Material],
    members: Collection[Member],
) -> list[Task]:
    """The tasks that are left, in the order in which a pair does them; in the active language.

    ``members`` are those who will be invited: where somebody is new in the role, the agenda should have group-forming.
    """
    tasks = []
    edit = reverse("meetings:meeting-edit", args=[meeting.pk])
    if not meeting.title:
        tasks.append(Task(_("Give the meeting a title"), _("It stands in the invitation."), edit))
    if not meeting.introduction:
        tasks.append(
            Task(
                _("Agree on the question and write a few words about the theme"),
                _("They open the invitation."),
                edit,
            )
        )
    if not materials:
        tasks.append(
            Task(
                _("Choose one or two readings"),
                _("They travel in the invitation."),
                reverse("meetings:materials", args=[meeting.pk]),
            )
        )
    tasks += _agenda_tasks(meeting, items, members)
    if not meeting.place and not meeting.video_url:
        tasks.append(Task(_("Find a room"), _("The meeting has no place yet."), edit))
    return tasks


def _agenda_tasks(
    meeting: Meeting, items: Sequence[AgendaItem], members: Collection[Member]
) -> list[Task]:
    path = reverse("meetings:agenda", args=[meeting.pk])
    minutes = minutes_of(items)
    has_new = any(member.is_new_in_role for member in members)
    tasks = []
    if minutes != meeting.length:
        why = _("Now %(planned)s/%(length)s min.") % {"planned": minutes, "length": meeting.length}
        tasks.append(Task(_("Fit the agenda to the meeting's length"), why, path))
    elif _is_template(meeting, items, has_new=has_new, people=len(members)):
        tasks.append(
            Task(
                _("Make the agenda your own"),
                _("It is still the same as in every meeting."),
                path,
            )
        )
    if has_new and not any(item.kind == AgendaItem.Kind.GROUP_FORMING for item in items):
        tasks.append(
            Task(_("Add group-forming to the agenda"), _("Not everybody knows each other."), path)
        )
    return tasks


def _is_template(
    meeting: Meeting, items: Sequence[AgendaItem], *, has_new: bool, people: int
) -> bool:
    """Whether nobody has touched the agenda that the meeting was planned with, in whatever language that was."""
    agenda = [(item.kind, item.title, item.minutes) for item in items]
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for new in (has_new, not has_new):
                lines = default_agenda(meeting.length, has_new=new, people=people)
                if agenda == [(line.kind, line.title, line.minutes) for line in lines]:
                    return True
    return False
