"""The forms of boards: their shape only; what is written is written by services."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boards.models import Board, Memo, MemoSection, Note, Section
from boards.paper import TITLES
from clubs.models import Member
from meetings.models import WEB_LINK, AgreedThing, Meeting
from ui.forms import DayField, PlainField, UiForm

NOTE_LENGTH = Note._meta.get_field("text").max_length or 0
AGREED_LENGTH = AgreedThing._meta.get_field("text").max_length or 0
NOT_ANONYMOUS_LATER = _("Nobody can see later who wrote it, so you cannot edit or delete it.")


class NoteForm(UiForm):
    """The composer: a new note into one of the board's sections."""

    section = forms.ChoiceField(label=_("Section"), widget=forms.RadioSelect)
    text = PlainField(
        label=_("New note"),
        rows=1,
        max_length=NOTE_LENGTH,
        error_messages={"required": _("Write the note first.")},
    )
    is_anonymous = forms.BooleanField(
        label=_("Anonymously"), required=False, help_text=NOT_ANONYMOUS_LATER
    )
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sections: Sequence[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = {section.key: section for section in sections}
        field = self.fields["section"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, str(section)) for key, section in self.sections.items()]

    def clean(self) -> dict[str, Any]:
        """Refuse a thing agreed that is longer than such a thing may be."""
        data = super().clean() or self.cleaned_data
        section = self.sections.get(data.get("section", ""))
        if section and section.is_agreed and len(data.get("text", "")) > AGREED_LENGTH:
            self.add_error("text", too_long(data["text"]))
        return data


def too_long(text: str) -> str:
    """What to do about a text that does not fit into a thing agreed."""
    return _("Shorten the thing agreed to %(limit)s characters; it has %(count)s now.") % {
        "limit": AGREED_LENGTH,
        "count": len(text),
    }


class NoteEditForm(UiForm):
    """What a note says."""

    text = PlainField(
        label=_("Note"),
        rows=4,
        max_length=NOTE_LENGTH,
        error_messages={"required": _("Write something on the note, or delete it.")},
    )
    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[WEB_LINK],
        error_messages={"invalid": _("Write a link that begins with https://.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, note: Note, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial", {"text": note.shown_text, "link": note.link, "version": note.version}
        )
        kwargs.setdefault("prefix", f"edit-{note.pk}")
        super().__init__(*args, **kwargs)
        self.note = note
        self.fields["text"].widget.attrs["autofocus"] = True

    def clean_text(self) -> str:
        """Keep a thing agreed within its length."""
        text: str = self.cleaned_data["text"]
        if self.note.is_agreed and len(text) > AGREED_LENGTH:
            raise forms.ValidationError(too_long(text), code="max_length")
        return text


class AgreeForm(UiForm):
    """Who answers for a thing agreed, and until when."""

    text = PlainField(
        label=_("Thing agreed"),
        rows=2,
        error_messages={"required": _("Write what was agreed.")},
    )
    owners = forms.ModelMultipleChoiceField(
        label=_("Who"),
        queryset=Member.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("Choose people of this club."),
            "invalid_pk_value": _("Choose people of this club."),
        },
    )
    is_for_everybody = forms.BooleanField(label=_("Everybody"), required=False)
    due_on = DayField(label=_("By when"), required=False, help_text=_("For example 13.9."))

    def __init__(self, *args: Any, note: Note, people: QuerySet[Member], **kwargs: Any) -> None:
        kwargs.setdefault("initial", terms_of(note))
        kwargs.setdefault("prefix", f"agree-{note.pk}")
        super().__init__(*args, **kwargs)
        meeting: Meeting = note.section.board.meeting
        self.starts_on = timezone.localdate(meeting.starts_at)
        due_on, owners = self.fields["due_on"], self.fields["owners"]
        assert isinstance(due_on, DayField)
        assert isinstance(owners, forms.ModelMultipleChoiceField)
        due_on.today = self.starts_on
        owners.queryset = people

    def clean_text(self) -> str:
        """Keep it within the length of a thing agreed."""
        text: str = self.cleaned_data["text"]
        if len(text) > AGREED_LENGTH:
            raise forms.ValidationError(too_long(text), code="max_length")
        return text

    def clean_due_on(self) -> dt.date | None:
        """Refuse a day before the meeting."""
        due_on: dt.date | None = self.cleaned_data["due_on"]
        if due_on and due_on < self.starts_on:
            raise forms.ValidationError(
                _("The day is before the meeting. Choose a later one."), code="early"
            )
        return due_on

    def clean(self) -> dict[str, Any]:
        """Refuse to name people beside everybody."""
        data = super().clean() or self.cleaned_data
        if data.get("is_for_everybody") and data.get("owners"):
            self.add_error("owners", _("Choose either people or everybody."))
        return data


def terms_of(note: Note) -> dict[str, Any]:
    """The terms of a note's thing agreed as the form shows them."""
    thing = note.agreed_thing
    if thing is None:
        return {"text": note.text}
    return {
        "text": thing.text,
        "owners": [owner.pk for owner in thing.owners.all()],
        "is_for_everybody": thing.is_for_everybody,
        "due_on": thing.due_on,
    }


class CommentForm(UiForm):
    """A comment on a note."""

    text = PlainField(
        label=_("Your comment"),
        rows=2,
        max_length=1000,
        error_messages={"required": _("Write the comment first.")},
    )
    is_anonymous = forms.BooleanField(label=_("Anonymously"), required=False)
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, note: Note, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", f"comment-{note.pk}")
        super().__init__(*args, **kwargs)


class MoveForm(forms.Form):
    """Where a note goes: into a section (below another note), or one step up or down."""

    section = forms.ChoiceField(required=False)
    after = forms.UUIDField(required=False)
    step = forms.ChoiceField(required=False, choices=[("up", "up"), ("down", "down")])

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = {section.key: section for section in board.sections.all()}
        field = self.fields["section"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, key) for key in self.sections]

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        data = super().clean() or self.cleaned_data
        if not data.get("section") and not data.get("step"):
            raise forms.ValidationError(_("Choose where the note goes."), code="nowhere")
        return data


class MemoForm(UiForm):
    """The facilitator's words on a memo: an opening, and each section one item a line."""

    opening = PlainField(label=_("To the readers"), rows=3, max_length=2000, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, memo: Memo, parts: Sequence[MemoSection], **kwargs: Any) -> None:
        initial: dict[str, Any] = {"opening": memo.opening, "version": memo.version}
        for part in parts:
            initial[self.name_of(part)] = part.text
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)
        self.parts = list(parts)
        for part in self.parts:
            self.fields[self.name_of(part)] = PlainField(
                label=part.title or TITLES[part.kind],
                rows=max(3, min(12, part.text.count("\n") + 2)),
                max_length=20000,
                required=False,
            )

    @staticmethod
    def name_of(part: MemoSection) -> str:
        """The field of a section."""
        return f"section-{part.pk}"

    @property
    def texts(self) -> dict[UUID, str]:
        """By section: what was typed."""
        return {part.pk: self.cleaned_data[self.name_of(part)] for part in self.parts}


class SearchForm(forms.Form):
    """A word to look for in the idea bank."""

    q = PlainField(label=_("Search by word"), required=False, max_length=100)
