"""The app of accounts."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People who sign in."""

    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        """Listen to signing in."""
        import_module("accounts.receivers")
