"""What the admin's pages share: rows are looked at; what changes them is the services' verbs, asked about first."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from ui.columns import WORDS
from ui.dates import format_day, format_time

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# As many as one sending may have recipients.
DEEDS_MAX = 500


def is_site_admin(request: HttpRequest) -> bool:
    """Whether who asks is a site admin: the mark on the account alone decides, there are no finer permissions."""
    user: Any = request.user
    return bool(user.is_active and user.is_staff)


class IsThere(admin.EmptyFieldListFilter):
    """Whether a column says something: yes or no, where Django says "not empty" and "empty"."""

    def choices(self, changelist: Any) -> Any:
        """All, no, yes."""
        words = (None, _("No"), _("Yes"))
        for word, choice in zip(words, super().choices(changelist), strict=True):
            yield {**choice, "display": word or choice["display"]}


class LookedAt(admin.ModelAdmin):
    """Rows that site admins look at and nobody adds, changes or deletes by hand.

    A row's page shows all columns but the key and those of ``exclude``. Columns that the model does not name are read
    by the words of ``ui.columns``.
    """

    list_per_page = 50
    show_full_result_count = False
    view_on_site = False

    def __init__(self, model: type[Model], site: admin.AdminSite) -> None:
        """Give each column of the list its label."""
        super().__init__(model, site)
        self.list_display = [labelled(model, name) for name in self.list_display]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Site admins."""
        return is_site_admin(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Site admins."""
        return is_site_admin(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: rows are written by services."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: rows are changed by services."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: erasing touches every app and has verbs of its own."""
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The columns of a row's page."""
        hidden: Collection[str] = self.exclude or ()
        found = [
            field.name
            for field in self.model._meta.concrete_fields
            if not field.primary_key and field.name not in hidden
        ]
        return list(self.fields or found)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        """The row's page, with the labels of its columns."""
        labels = {name: word_of(self.model, name) for name in self.get_fields(request, obj)}
        return super().get_form(request, obj, change=change, labels=labels, **kwargs)

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The list, with the labels of its filters."""
        page = super().get_changelist_instance(request)
        for spec in page.filter_specs:
            if path := getattr(spec, "field_path", ""):
                spec.title = word_of(self.model, path)
        return page

    def row_name(self, row: Any) -> str:
        """How a row is called where a deed is asked about."""
        return str(row)

    def ask_then_do(
        self,
        request: HttpRequest,
        rows: QuerySet[Any],
        *,
        question: "StrOrPromise",
        do: Callable[[Any], object],
    ) -> HttpResponse:
        """An action's answer: first what it would do to which rows, then, once confirmed, what came of each.

        ``do`` is a service's verb for one row; its ``ValidationError`` is told beside the row and stops no other.
        """
        chosen = list(rows[: DEEDS_MAX + 1])
        is_sure = "is_sure" in request.POST and len(chosen) <= DEEDS_MAX
        lines = [(self.row_name(row), attempt(do, row) if is_sure else "") for row in chosen]
        action = request.POST["action"]
        context = {
            **self.admin_site.each_context(request),
            "title": dict(self.get_action_choices(request))[action],
            "question": question,
            "opts": self.model._meta,
            "action": action,
            "key_name": ACTION_CHECKBOX_NAME,
            "keys": [row.pk for row in chosen],
            "lines": lines,
            "done_count": sum(not refusal for _name, refusal in lines),
            "is_sure": is_sure,
            "limit": DEEDS_MAX,
            "is_too_many": len(chosen) > DEEDS_MAX,
        }
        return TemplateResponse(request, "ui/admin_deed.html", context)


class ListedOnly(LookedAt):
    """What people wrote to each other: the list says where, when and how it stands; no page shows the text."""

    list_display_links = None

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Site admins see the list; a row has no page."""
        return obj is None and is_site_admin(request)


class LookedAtInline(admin.TabularInline):
    """Rows that belong to another one, shown on its page."""

    extra = 0
    can_delete = False

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The rows, with the labels of their columns."""
        names: list[Any] = list(self.get_fields(request, obj))
        labels = {name: word_of(self.model, name) for name in names}
        return super().get_formset(request, obj, **{**kwargs, "labels": labels})

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Site admins."""
        return is_site_admin(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


def attempt(do: Callable[[Any], object], row: Any) -> str:
    """Do it; the reason in words where it was refused, nothing where it was done."""
    try:
        do(row)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def labelled(model: type[Model], name: Any) -> Any:
    """A column of a list, with its label and with moments as the product writes them; methods are left as they are."""
    field = field_at(model, name) if isinstance(name, str) else None
    if field is None:
        return name

    def column(row: Any) -> Any:
        *way, last = name.split("__")
        for step in way:
            row = getattr(row, step)
        value = getattr(row, last)
        if isinstance(value, datetime):
            moment = f"{format_day(value)} {format_time(value, minutes=True)}"
            return moment.replace(" ", "\N{NO-BREAK SPACE}")
        return dict(field.flatchoices).get(value, value) if field.choices else value

    column.__name__ = name
    is_yes_no = field.get_internal_type() == "BooleanField"
    return admin.display(
        column, boolean=is_yes_no or None, ordering=name, description=word_of(model, name)
    )


def word_of(model: type[Model], path: str) -> "StrOrPromise":
    """What a column is called, also at the end of a way over relations."""
    field = field_at(model, path)
    if field is None or is_named(field):
        return field.verbose_name if field else path
    return WORDS.get(field.name, field.verbose_name)


def is_named(field: "Field[Any, Any]") -> bool:
    """Whether the model itself says what the column is called."""
    return str(field.verbose_name) != field.name.replace("_", " ")


def field_at(model: type[Model], path: str) -> "Field[Any, Any] | None":
    """The column at the end of a way such as ``section__board__meeting``; None where there is no such column."""
    found: Any = None
    try:
        for step in path.split("__"):
            found = (found.related_model if found else model)._meta.get_field(step)
    except FieldDoesNotExist:
        return None
    return found


def names_by_key(rows: Iterable[Model]) -> dict[str, str]:
    """What rows are called, by their keys as text: for tables that name others by plain keys."""
    return {str(row.pk): str(row) for row in rows}
