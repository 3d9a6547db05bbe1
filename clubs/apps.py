"""The app of clubs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ui import notices


class ClubsConfig(AppConfig):
    """Clubs, their people, seasons and the draw."""

    name = "clubs"
    verbose_name = _("Clubs")

    def ready(self) -> None:
        """Register the letters of clubs, the sentences after a redirect, and what clubs keep of a person."""
        from accounts import registry
        from clubs.joining import KIND, joining_anew, unwanted_joining
        from clubs.services.own_data import export_memberships, rename_member
        from outbox.services import register_guard, register_writer

        notices.register(
            {
                "club-opened": _("The club is open. Add its members next."),
                "club-opened-people": _("The club is open. Next, plan its first season."),
                "people-added": _("Added to the club."),
                "people-there": _("Everybody on the list is in the club already."),
                "member-left": _("The person is no longer in the club."),
                "member-returned": _("The person is in the club again."),
                "people-merged": _("The two are now one person."),
                "joining-sent": _("The invitation to join is on its way."),
                "joining-already": _("An invitation to join has just been sent to this person."),
                "joining-returned": _(
                    "Mail to this address has come back, and the invitation to join did not leave. Correct the address here."
                ),
                "joined": _("Welcome to the club."),
            }
        )
        register_guard(KIND, unwanted_joining)
        register_writer(KIND, joining_anew)
        registry.register("clubs", export=export_memberships, rename=rename_member)
