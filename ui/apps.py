"""The furniture that every page shares; knows nothing of clubs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ui import notices


class UiConfig(AppConfig):
    """Page furniture: dates, forms, notices, template tags, error pages."""

    name = "ui"

    def ready(self) -> None:
        """Register the notices that belong to no single app."""
        notices.register({"saved": _("Saved."), "signed-out": _("You have signed out.")})
