"""The verbs of meetings, gathered from the modules that hold them: ``from meetings.services import plan_season``."""

from meetings.services.drawing import publish_draw, published_draw
from meetings.services.planning import (
    PlannedMeeting,
    add_meeting,
    edit_plan,
    move_meeting,
    plan_season,
    remove_meeting,
    sync_invitees,
)
from meetings.services.themes import add_theme, delete_theme, edit_theme, move_theme, set_themes

__all__ = [
    "PlannedMeeting",
    "add_meeting",
    "add_theme",
    "delete_theme",
    "edit_plan",
    "edit_theme",
    "move_meeting",
    "move_theme",
    "plan_season",
    "publish_draw",
    "published_draw",
    "remove_meeting",
    "set_themes",
    "sync_invitees",
]
