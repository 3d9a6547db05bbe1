"""The verbs of meetings, gathered from the modules that hold them: ``from meetings.services import plan_season``."""
