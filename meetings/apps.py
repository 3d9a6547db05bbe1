"""Meetings."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Tells the outbox how to judge this app's letters, and names the notices after a deed."""

    name = "meetings"

    def ready(self) -> None:
        from meetings import kinds
        from meetings.guards import unwanted_letters
        from meetings.notices import NOTICES
        from outbox.services import register_guard
        from ui.notices import register

        for kind in kinds.ALL:
            register_guard(kind, unwanted_letters)
        register(NOTICES)
        register(
            {
                "meetings-answered": _("Your answer is saved."),
                "meetings-answer-recorded": _("The answer is recorded."),
                "meetings-saved": _("Saved."),
                "meetings-saved-told": _(
                    "Saved. Everybody who was invited gets a letter and an updated calendar entry."
                ),
                "meetings-invited": _("The invitations are on their way."),
                "meetings-nobody-new": _("Everybody already has an invitation."),
                "meetings-copy-sent": _("The preview is on its way to your own mailbox."),
                "meetings-copy-failed": _(
                    "The preview could not be sent: the mail server did not take it."
                ),
                "meetings-reminded": _("The reminders are on their way."),
                "meetings-nobody-silent": _("Nobody needed a reminder."),
                "meetings-attendance": _("Attendance is saved."),
                "meetings-settled": _("Marked as done."),
                "meetings-dropped": _("Marked as dropped."),
                "meetings-reopened": _("Open again."),
            }
        )
