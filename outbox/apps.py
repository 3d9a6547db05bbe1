"""The outbox as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """Letters: their rows, their sending, their words."""

    name = "outbox"
    verbose_name = _("Outbox")

    def ready(self) -> None:
        """Heed the worker's end."""
        import_module("outbox.receivers")
