"""Pages that mix apps: my page, the club page, next steps, the outbox screen, the demo."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ui import notices


class HomeConfig(AppConfig):
    """The top of the staircase: may import every other app, is imported by none."""

    name = "home"

    def ready(self) -> None:
        """Name what is said after a deed on the outbox screen."""
        notices.register(
            {
                "letter-resent": _("The address is saved and the letter is on its way."),
                "letter-not-needed": _(
                    "The address is saved. The letter was not sent again: it is of no use any more, or has been sent already."
                ),
                "address-works": _("Letters go to the address again."),
                "sending-stopped": _("Stopped. What had not left was taken back."),
                "sending-gone": _("Nothing could be taken back: everything had left."),
                "planned-sent": _("The letters are on their way."),
                "planned-nobody": _("Nobody needs this letter now, so none was sent."),
                "planned-restored": _("The letters leave again when they were planned to."),
            }
        )
