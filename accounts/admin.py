"""Accounts of the installation, for the site's admins."""

from typing import Any

from allauth.account.admin import EmailAddressAdmin
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import edit_profile, renew_feed, set_rights
from ui.admin import LookedAt, is_site_admin

# Both are registered by their own apps: rights are one mark on the account here, and addresses are changed by services.
UNWANTED = {Group: GroupAdmin, EmailAddress: EmailAddressAdmin}
for _model in UNWANTED:
    admin.site.unregister(_model)


class UserForm(ModelForm):
    """Somebody's name, language and rights. Nobody can shut themselves out."""

    # Set by the admin: who is asking.
    asker: User | None = None

    def clean(self) -> dict[str, Any]:
        """Refuse what would leave whoever saves it outside."""
        given = super().clean() or {}
        if self.asker is not None and self.asker.pk == self.instance.pk:
            for name in ("is_active", "is_staff"):
                if not given.get(name):
                    self.add_error(name, ValidationError(OWN_RIGHTS, code="own_rights"))
        return given


OWN_RIGHTS = _("You cannot take this from yourself. Ask another site admin to do it.")


@admin.register(User)
class UserAdmin(LookedAt):
    """Who may sign in; accounts are opened by invitation or ``manage.py add_facilitator``, not here."""

    form = UserForm
    list_display = (
        *("email", "first_name", "last_name", "language", "may_open_clubs", "is_active"),
        *("is_staff", "last_login"),
    )
    list_filter = ("may_open_clubs", "is_active", "is_staff", "language")
    search_fields = ("email", "first_name", "last_name")
    date_hierarchy = "created_at"
    fields = (
        *("email", "first_name", "last_name", "language"),
        *("may_open_clubs", "is_active", "is_staff", "last_login", "created_at"),
    )
    readonly_fields = ("email", "last_login", "created_at")
    actions = ("renew_feeds",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Site admins: what is saved goes through the services."""
        return is_site_admin(request)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        """The form, which knows who is asking."""
        made = super().get_form(request, obj, change=change, **kwargs)
        return type("AskedUserForm", (made,), {"asker": request.user})

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        """Save by the services' verbs, so that clubs learn of a new name and the log of new rights."""
        user: Any = request.user
        given = form.cleaned_data
        edit_profile(
            user=obj, **{name: given[name] for name in ("first_name", "last_name", "language")}
        )
        rights = {name: given[name] for name in ("may_open_clubs", "is_active", "is_staff")}
        set_rights(user=obj, **rights, by=user)

    @admin.action(description=_("End the addresses of calendar feeds"))
    def renew_feeds(self, request: HttpRequest, rows: QuerySet[User]) -> HttpResponse:
        """Give people's calendar feeds new addresses, as after one has fallen into wrong hands."""
        user: Any = request.user
        question = _(
            "The calendar feeds of these people stop working. They find the new address on their settings page."
        )
        return self.ask_then_do(
            request, rows, question=question, do=lambda row: renew_feed(user=row, by=user)
        )


@admin.register(EmailAddress)
class SignInAddressAdmin(LookedAt):
    """The addresses by which people sign in."""

    list_display = ("email", "user", "primary", "verified")
    list_filter = ("primary", "verified")
    list_select_related = ("user",)
    search_fields = ("email", "user__first_name", "user__last_name")
