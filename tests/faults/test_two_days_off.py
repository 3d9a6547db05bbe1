"""The clock that ticks stands still for two days: what is still of use leaves, the rest expires and is told."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.translation import gettext_lazy, ngettext_lazy

from clubs.models import Member
from home.schedule import run_tick
from meetings.models import Meeting
from tests import factories
from tests.faults.scene import (
    invite,
    letter_of,
    letters_page,
    once_each,
    recipients,
    words_in,
    words_of,
)
from tests.servers import MailServer
from ui.dates import HELSINKI

pytestmark = pytest.mark.django_db

MONDAY = dt.datetime(2022, 11, 7, 11, 50, tzinfo=HELSINKI)
WEDNESDAY = dt.datetime(2022, 11, 9, 12, 0, tzinfo=HELSINKI)

MISSED = ngettext_lazy(
    "%(n)s letter did not leave in time", "%(n)s letters did not leave in time", 4
)


def on(day: int, hour: int) -> dt.datetime:
    return dt.datetime(2022, 11, day, hour, tzinfo=HELSINKI)


@pytest.fixture
def later(invited_by_nobody: Meeting) -> Meeting:
    """A meeting on the 22nd, so that its first reminder is for Tuesday the 8th."""
    Meeting.objects.filter(pk=invited_by_nobody.pk).update(starts_at=on(22, 9), host_group=None)
    invited_by_nobody.refresh_from_db()
    return invited_by_nobody


@pytest.fixture
def sooner(later: Meeting) -> Meeting:
    """A meeting on Wednesday morning of a club whose word before the meeting leaves one workday before, on Tuesday."""
    club = later.season.club
    club.letter_timings = {"soon": {"days": 1}}
    club.save()
    return factories.make_meeting(later.season, title="Vuorovaikutus", starts_at=on(9, 9))


@pytest.mark.fault(
    14,
    "Nothing ticks for two days (beat is off)",
    "Reminders that are still of use leave with the first tick, once; those that came too late expire, and the facilitator is told on the club's pages.",
)
def test_two_days_without_a_tick(
    mail: MailServer, facilitator: Client, petri: Member, later: Meeting, sooner: Meeting,
    travel: Callable[[dt.datetime], None],
) -> None:  # fmt: skip
    travel(MONDAY - dt.timedelta(days=5))
    invite(facilitator, later)
    invite(facilitator, sooner)
    run_tick()
    travel(MONDAY)
    run_tick()
    # A reminder by hand, after which the machine stands still: the last moment for it is Wednesday 8.30.
    facilitator.post(f"/meetings/{sooner.pk}/participants/remind/")
    mail.forget()

    travel(WEDNESDAY)
    run_tick()
    run_tick()

    # The first reminder of the later meeting came to everybody, once, a day late.
    assert recipients(mail) == once_each(later)
    assert {"Hyvinvointi" in str(letter["Subject"]) for letter in mail.letters} == {True}
    assert "ei perille" in letter_of(facilitator, sooner, petri)
    assert words_in("fi", gettext_lazy("Came too late")) in letters_page(facilitator, sooner)
    told = words_of(facilitator.get(f"/clubs/{sooner.season.club_id}/next/").content.decode())
    assert ("vuorovaikutus" in told, words_in("fi", MISSED % {"n": 4}) in told) == (True, True)
