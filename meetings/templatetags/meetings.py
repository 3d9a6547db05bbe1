"""Tags that pages of several apps share about a meeting."""

from dataclasses import dataclass

from django import template
from django.utils import timezone

from meetings.cadence import deadline_of
from meetings.filecheck import suffix_of
from meetings.files import size_words
from meetings.models import AnswerValue, Invitee, Material

register = template.Library()


@register.filter
def file_words(material: Material) -> str:
    """What a stored file is: its kind by the ending, and its size."""
    return f"{suffix_of(material.file_name)}, {size_words(material.file_size)}"


ICONS = {
    AnswerValue.YES: "check",
    AnswerValue.REMOTE: "screen",
    AnswerValue.MAYBE: "question",
    AnswerValue.NO: "cross",
}


@dataclass(frozen=True)
class Choice:
    """One of the answers as a button."""

    value: str
    label: str
    icon: str
    is_mine: bool


@dataclass(frozen=True)
class AnswerState:
    """Whether a person may still answer, by when they are asked to, and what they can choose."""

    is_open: bool
    answer_by: object
    choices: list[Choice]


@register.simple_tag
def answers_of(invitee: Invitee) -> AnswerState:
    """The answers that the meeting offers, for a seat whose ``meeting`` is at hand."""
    meeting, now = invitee.meeting, timezone.now()
    return AnswerState(
        is_open=meeting.is_ahead(now),
        answer_by=deadline_of(meeting, asked_at=invitee.invited_at or now),
        choices=[
            Choice(value.value, str(value.label), ICONS[value], invitee.answer == value)
            for value in AnswerValue.offered(is_hybrid=meeting.is_hybrid)
        ],
    )
