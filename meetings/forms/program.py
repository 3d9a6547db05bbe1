"""The rows of the agenda's and the pre-reading's editors."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.agenda_template import Item
from meetings.filecheck import TYPES
from meetings.files import size_words
from meetings.models import WEB_LINK, AgendaItem, Material
from meetings.rows import Row
from meetings.services import MaterialRow
from ui.forms import PlainField, UiForm


def minutes_field() -> forms.IntegerField:
    """Whole minutes, 1–600, typed."""
    return forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=600,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Write how many minutes."),
            "invalid": _("Write the minutes as a number."),
        },
    )


class AgendaRowForm(UiForm):
    """One part of an agenda."""

    title = PlainField(
        label=_("Agenda item"),
        max_length=120,
        error_messages={"required": _("Write what happens.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=AgendaItem.Kind.choices)
    minutes = minutes_field()
    note = PlainField(
        label=_("Description"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Description")}),
    )

    names = ("title", "kind", "minutes", "note")
    typed = ("title", "minutes", "note")
    blank: Row = {"title": "", "kind": AgendaItem.Kind.DISCUSSION.value, "minutes": "", "note": ""}

    @staticmethod
    def row_of(item: AgendaItem) -> Row:
        """A stored item as it is typed."""
        return {
            "title": item.title,
            "kind": item.kind,
            "minutes": str(item.minutes),
            "note": item.note,
        }

    @property
    def value(self) -> Item:
        """What ``save_agenda`` takes."""
        return Item(**self.cleaned_data)


class MaterialRowForm(UiForm):
    """One piece of pre-reading."""

    pk = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = PlainField(
        label=_("Title"), max_length=200, error_messages={"required": _("Write the title.")}
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Material.Kind.choices)
    url = PlainField(
        label=_("Link"),
        max_length=500,
        validators=[WEB_LINK],
        error_messages={"required": _("Write a link that begins with https://.")},
    )
    minutes = minutes_field()
    note = PlainField(label=_("Why to read it"), max_length=200, required=False)

    # The stored file that the row is about, if it is about one.
    material: Material | None = None

    names = ("title", "pk", "kind", "url", "minutes", "note")
    typed = ("title", "url", "minutes", "note")
    blank: Row = {
        "title": "",
        "pk": "",
        "kind": Material.Kind.ARTICLE.value,
        "url": "",
        "minutes": "",
        "note": "",
    }

    @staticmethod
    def row_of(material: Material) -> Row:
        """A stored piece as it is typed."""
        return {
            "title": material.title,
            "pk": str(material.pk),
            "kind": material.kind,
            "url": material.url,
            "minutes": str(material.minutes),
            "note": material.note,
        }

    @property
    def size(self) -> str:
        """How large its file is, in words."""
        return size_words(self.material.file_size) if self.material else ""

    def let_be_file(self, material: Material) -> None:
        """The row of a stored file needs no link."""
        self.material = material
        self.fields["url"].required = False
        self.fields["url"].widget = forms.HiddenInput()

    @property
    def value(self) -> MaterialRow:
        """What ``save_materials`` takes."""
        values: dict[str, Any] = dict(self.cleaned_data)
        pk: UUID | None = values.pop("pk")
        if self.material is not None:
            file = self.material
            values |= {
                "file": file.file.name,
                "file_name": file.file_name,
                "file_size": file.file_size,
            }
        return MaterialRow(pk=pk, **values)


class MaterialFileForm(UiForm):
    """A file to add to the pre-reading; it is judged where it is kept."""

    file = forms.FileField(
        label=_("A file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{suffix}" for suffix in TYPES)}),
        help_text=_(
            "pdf, docx, xlsx, pptx, odt, ods, odp, txt, png, jpg or webp, at most 20 MB. It is kept as soon as you add it."
        ),
    )

    def refuse(self, sentence: str) -> None:
        """Show at the field why a file was not taken."""
        self.is_bound = True
        self.full_clean()
        self.add_error("file", sentence)


F = TypeVar("F", bound=UiForm)


def forms_of(kind: type[F], rows: Sequence[Row], *, is_checked: bool) -> list[F]:
    """A form a row. Only when ``is_checked`` are they judged: while rows are moved about, what is half done may stay so."""
    return [
        kind(
            data={f"row-{place}-{name}": value for name, value in row.items()}
            if is_checked
            else None,
            initial=row,
            prefix=f"row-{place}",
        )
        for place, row in enumerate(rows)
    ]
