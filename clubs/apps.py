"""The app of clubs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ui import notices


class ClubsConfig(AppConfig):
    """Clubs, their people, seasons and the draw."""

    name = "clubs"
    verbose_name = _("Clubs")

    def ready(self) -> None:
        """Register the sentences after a redirect and what clubs keep of a person."""
        from accounts import registry
        from clubs.services.own_data import export_memberships, rename_member

        notices.register(
            {
                "club-opened": _("The club is open. Add its members next."),
                "club-opened-people": _("The club is open. Next, plan its first season."),
                "people-added": _("Added to the club."),
                "people-there": _("Everybody on the list is in the club already."),
                "member-left": _("The person is no longer in the club."),
                "member-returned": _("The person is in the club again."),
                "people-merged": _("The two are now one person."),
                "joined": _("Welcome to the club."),
            }
        )
        registry.register("clubs", export=export_memberships, rename=rename_member)
