"""What a club needs before its first invitation leaves, and when its pairs or dates wait for a word, as next steps."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from home.panel import Panel
from home.seasonstate import DatedSeason
from home.steps import Step, Urgency


def beginning_steps(panel: Panel, now: dt.datetime) -> Iterator[Step]:
    """People, season, pairs, the season's invitation, a poll that was answered: whatever of these comes next."""
    club = panel.club
    if not panel.people:
        yield Step(
            Urgency.SET_UP,
            "people",
            "goal",
            _("Add the members"),
            _("Paste the list from your mail program. Nobody gets a letter yet."),
            _("Add members"),
            reverse("clubs:people", args=[club.pk]),
            minutes=5,
        )
    if panel.dated is None:
        yield Step(
            Urgency.SET_UP,
            "path",
            "goal",
            _("Plan the season"),
            _("Give the first date and the number of meetings. Holidays are avoided for you."),
            _("Plan the season"),
            reverse("meetings:season-new", args=[club.pk]),
            minutes=10,
        )
        return
    yield from _pairs(panel, panel.dated, now)
    yield from _letter(panel, panel.dated, now)
    yield from _poll(panel.dated)


def _pairs(panel: Panel, dated: DatedSeason, now: dt.datetime) -> Iterator[Step]:
    """The draw, its confirmation, and people without a partner."""
    draw = reverse("meetings:draw", args=[dated.season.pk])
    if dated.is_pending:
        yield Step(
            Urgency.SET_UP,
            "shuffle",
            "goal",
            _("Confirm the draw"),
            _("The pairs have been drawn. Nobody but facilitators sees them yet."),
            _("See the pairs"),
            draw,
        )
    elif panel.people >= 2 and panel.rows and not dated.is_drawn and not _is_begun(panel):
        yield Step(
            Urgency.SET_UP,
            "shuffle",
            "goal",
            _("Draw the work pairs"),
            _("Each pair hosts one meeting. The draw can be made before the first invitation."),
            _("Draw pairs"),
            draw,
            minutes=5,
        )
    elif panel.has_alone(now) and panel.next_row(now):
        yield Step(
            Urgency.INVITE,
            "people",
            "idea",
            _("Somebody has no work partner"),
            _("They can join another pair, or get a partner by lot."),
            _("See the pairs"),
            draw,
        )


def _letter(panel: Panel, dated: DatedSeason, now: dt.datetime) -> Iterator[Step]:
    """The letter with all dates, once the pairs stand."""
    if dated.season.announced_at or not dated.is_drawn or _is_begun(panel):
        return
    if panel.next_row(now):
        yield Step(
            Urgency.SET_UP,
            "mail",
            "goal",
            _("Send the season invitation"),
            _("All dates in one letter. After it, letters about the meetings leave by themselves."),
            _("Preview the invitation"),
            reverse("meetings:season-invitation", args=[dated.season.pk]),
            minutes=5,
        )


def _poll(dated: DatedSeason) -> Iterator[Step]:
    if dated.has_answered_poll:
        yield Step(
            Urgency.INVITE,
            "calendar",
            "idea",
            _("Choose the time"),
            _("Everybody has answered the date poll, or its last day has passed."),
            _("Open date polls"),
            reverse("meetings:polls", args=[dated.season.pk]),
        )


def _is_begun(panel: Panel) -> bool:
    """Whether an invitation of the season has left."""
    return any(row.meeting.invited_at for row in panel.rows)
