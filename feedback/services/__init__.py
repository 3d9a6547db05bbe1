"""The verbs of feedback, gathered from the modules that hold them."""

from feedback.services.asking import request_due
from feedback.services.closing import close_due, close_survey
from feedback.services.submitting import AlreadyAnswered, NotOpen, submit_feedback
from feedback.services.surveys import (
    edit_questions,
    open_meeting_survey,
    open_season_survey,
    plan_meeting_survey,
    tell_changes,
)

__all__ = [
    "AlreadyAnswered",
    "NotOpen",
    "close_due",
    "close_survey",
    "edit_questions",
    "open_meeting_survey",
    "open_season_survey",
    "plan_meeting_survey",
    "request_due",
    "submit_feedback",
    "tell_changes",
]
