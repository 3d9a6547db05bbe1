"""People of the installation, for the site's admins."""

from django.contrib import admin
from django.http import HttpRequest

from accounts.models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Who may sign in; accounts are opened by invitation or ``manage.py add_facilitator``, not here."""

    list_display = ("email", "first_name", "last_name", "may_open_clubs", "is_active", "is_staff")
    list_filter = ("may_open_clubs", "is_active", "is_staff")
    search_fields = ("email", "first_name", "last_name")
    fields = (
        *("email", "first_name", "last_name", "language"),
        *("may_open_clubs", "is_active", "is_staff", "is_superuser", "last_login", "created_at"),
    )
    readonly_fields = ("email", "last_login", "created_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: see the class."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody: erasing a person touches every app and has a verb of its own."""
        return False
