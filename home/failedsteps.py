"""What is broken among the letters of a club, as next steps."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.letterlog import kind_name
from home.panel import Panel
from home.steps import Step, Urgency
from meetings.planned import EXPIRED_SHOWN
from meetings.sendings import NAMES
from meetings.wording import join_names
from outbox.models import Message

NAMED_ALONE = 2
NAMED_TOGETHER = 3
MISSED_SHOWN = 2


def failed_steps(panel: Panel, now: dt.datetime) -> Iterator[Step]:
    """Letters that did not get through, a step for each person while they are few; then letters that came too late."""
    newest: dict[str, Message] = {}
    for message in panel.failed:
        newest.setdefault(message.person, message)
    if len(newest) > NAMED_ALONE:
        yield _together(panel, list(newest.values()))
    else:
        yield from (_alone(panel, message) for message in newest.values())
    yield from _missed(panel, now)


def _alone(panel: Panel, message: Message) -> Step:
    outbox = reverse("home:outbox", args=[panel.club.pk])
    return Step(
        Urgency.BROKEN,
        "alert",
        "alert",
        _("%(letter)s was not delivered: %(name)s")
        % {"letter": kind_name(message.kind), "name": message.to_name},
        f"{message.to_email}. {message.explanation}",
        _("Correct the address"),
        f"{outbox}?show=mend#mend-{message.pk}",
    )


def _together(panel: Panel, messages: list[Message]) -> Step:
    count = len(messages)
    names = [message.to_name for message in messages[:NAMED_TOGETHER]]
    rest = count - len(names)
    if rest:
        names.append(ngettext("%(n)s other", "%(n)s others", rest) % {"n": rest})
    return Step(
        Urgency.BROKEN,
        "alert",
        "alert",
        ngettext("%(n)s letter was not delivered", "%(n)s letters were not delivered", count)
        % {"n": count},
        _("%(names)s. See why, correct the address and send again.") % {"names": join_names(names)},
        _("Open messages"),
        f"{reverse('home:outbox', args=[panel.club.pk])}?show=mend",
        minutes=5,
    )


def _missed(panel: Panel, now: dt.datetime) -> Iterator[Step]:
    """Letters that could not leave while they were useful, because nothing ran; told until a week after the meeting."""
    missed = [
        (plan.expired_at, plan, row.meeting)
        for row in panel.every_row
        for plan in panel.plans.get(row.meeting.pk, {}).values()
        if plan.expired_at and row.meeting.starts_at > now - EXPIRED_SHOWN
    ]
    for _at, plan, meeting in sorted(missed, key=lambda one: one[0], reverse=True)[:MISSED_SHOWN]:
        what = f"{NAMES[plan.step]}: {meeting}"
        yield Step(
            Urgency.BROKEN,
            "clock",
            "alert",
            ngettext(
                "%(n)s letter did not leave in time",
                "%(n)s letters did not leave in time",
                plan.expired_count,
            )
            % {"n": plan.expired_count},
            _("%(what)s. Nothing ran when it should have left, and now it would be too late.")
            % {"what": what},
            _("Open messages"),
            reverse("home:outbox", args=[panel.club.pk]),
        )
