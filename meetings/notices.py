"""Sentences that the planner, the themes and the draw show after a press."""

from django.utils.translation import gettext_lazy as _

NOTICES = {
    "season-planned": _("The season is planned. Next, give the meetings titles and themes."),
    "meeting-added": _("The meeting was added."),
    "meeting-removed": _("The meeting was removed."),
    "theme-added": _("The theme was added."),
    "theme-deleted": _("The theme was deleted."),
    "pairs-drawn": _("The pairs are drawn."),
    "already-drawn": _("The pairs had already been drawn. Here is the result."),
}
