"""What of two people's rows stays when they turn out to be one person (see ``clubs.registry.register_joining``)."""

from feedback.models import SurveyInvitee


def join_survey_seats(mine: SurveyInvitee, theirs: SurveyInvitee) -> SurveyInvitee:
    """Of two who may answer once the one that has; the answers themselves name nobody, so they stay as they are."""
    return theirs if theirs.has_answered and not mine.has_answered else mine
