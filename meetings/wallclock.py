"""From a day and a time on the wall to a moment. Clock changes make some wall times impossible or ambiguous."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MISSING = _("This time does not exist on that day: the clocks go forward. Choose another time.")
TWICE = _("This time occurs twice on that day: the clocks go back. Choose another time.")


def at_wall(day: dt.date, clock: dt.time) -> dt.datetime:
    """The moment when the clocks of the site's time zone show ``clock`` on ``day``.

    Raises ``ValidationError`` (code ``missing`` or ``twice``) for an hour that a clock change skips or repeats.
    """
    zone = timezone.get_default_timezone()
    wall = dt.datetime.combine(day, clock)
    moment = wall.replace(tzinfo=zone, fold=0)
    if moment.utcoffset() == moment.replace(fold=1).utcoffset():
        return moment
    back = moment.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None, fold=0)
    if back != wall:
        raise ValidationError(MISSING, code="missing")
    raise ValidationError(TWICE, code="twice")


def wall_of(moment: dt.datetime) -> tuple[dt.date, dt.time]:
    """The local day and wall time of a moment: what ``at_wall`` would be given."""
    local = timezone.localtime(moment, timezone.get_default_timezone())
    return local.date(), local.time().replace(tzinfo=None, fold=0)
