"""The app of clubs."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ui import notices


class ClubsConfig(AppConfig):
    """Clubs, their people, seasons and the draw."""

    name = "clubs"

    def ready(self) -> None:
        """Register the sentences after a redirect and what clubs keep of a person."""
        notices.register(
            {
                "club-opened": _("The club is open. Add its members next."),
                "people-added": _("Added to the club."),
                "people-there": _("Everybody on the list is in the club already."),
                "member-left": _("The person is no longer in the club."),
                "joined": _("Welcome to the club."),
            }
        )
        own_data = import_module("clubs.services.own_data")
        registry = import_module("accounts.registry")
        registry.register(
            "clubs", export=own_data.export_memberships, rename=own_data.rename_member
        )
