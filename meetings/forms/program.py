"""The rows of the agenda's and the pre-reading's editors."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.agenda_template import Item
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
    def value(self) -> MaterialRow:
        """What ``save_materials`` takes."""
        values: dict[str, Any] = dict(self.cleaned_data)
        pk: UUID | None = values.pop("pk")
        return MaterialRow(pk=pk, **values)


RowForm = AgendaRowForm | MaterialRowForm
F = TypeVar("F", AgendaRowForm, MaterialRowForm)


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
