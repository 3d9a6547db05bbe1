"""Feedback after meetings and seasons."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    """Imports meetings and what is below; nothing but home may import it."""

    name = "feedback"
    verbose_name = _("Feedback")

    def ready(self) -> None:
        """Tell the outbox which letters are still wanted, accounts what is kept, and pages what to say after a deed."""
        from accounts import registry
        from clubs.registry import register_joining
        from feedback.letters import KINDS, request_anew, unwanted_requests
        from feedback.models import SurveyInvitee
        from feedback.own_data import export_surveys
        from feedback.services.doubles import join_survey_seats
        from outbox.services import register_guard, register_writer
        from ui import notices

        for kind in KINDS:
            register_guard(kind, unwanted_requests)
            register_writer(kind, request_anew)
        register_joining(SurveyInvitee, join_survey_seats)
        registry.register("feedback", export=export_surveys)
        notices.register(
            {
                "feedback-opened": _("The feedback is open."),
                "feedback-asked": _(
                    "The season's feedback is open and the letters are on their way."
                ),
                "feedback-questions": _("The questions are saved."),
                "feedback-changes": _("Saved. This is what everybody sees."),
            }
        )
