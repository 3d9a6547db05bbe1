"""What feedback keeps of a person: that they could answer and whether they did. The answers themselves are nobody's."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from feedback.models import SurveyInvitee


def export_surveys(user: User) -> dict[str, Any]:
    """The surveys that a person could answer, ready for JSON, with a word on why the answers are not among them."""
    rows = (
        SurveyInvitee.objects.filter(member__user=user)
        .select_related("survey__meeting", "survey__season", "survey__club")
        .order_by("survey__opens_at")
    )
    return {
        "surveys": [
            {
                "club": row.survey.club.name,
                "survey": str(row.survey),
                "has_answered": row.has_answered,
            }
            for row in rows
        ],
        "answers": _("Answers are anonymous. They cannot be found by person."),
    }
