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
from tests.faults.scene import invite, letter_of, letters_page, recipients, words_in, words_of
from tests.servers import MailServer
from ui.dates import HELSINKI

pytestmark = pytest.mark.django_db

MONDAY = dt.datetime(2022, 11, 7, 11, 50, tzinfo=HELSINKI)
WEDNESDAY = dt.datetime(2022, 11, 9, 12, 0, tzinfo=HELSINKI)


def on(day: int, hour: int) -> dt.datetime:
    return dt.datetime(2022, 11, day, hour, tzinfo=HELSINKI)


@pytest.mark.fault(
    14,
    "Nothing ticks for two days (beat is off)",
    "Reminders that are still of use leave with the first tick, once; those that came too late expire, and the facilitator is told on the club's pages.",
)
def test_two_days_without_a_tick(
    mail: MailServer,
    facilitator: Client,
    outi: Member,
    petri: Member,
    invited_by_nobody: Meeting,
    travel: Callable[[dt.datetime], None],
) -> None:
    later = invited_by_nobody
    club, season = outi.club, later.season
    # The word before the meeting leaves one workday before: on Tuesday for the meeting of Wednesday morning.
    club.letter_timings = {"soon": {"days": 1}}
    club.save()
    Meeting.objects.filter(pk=later.pk).update(starts_at=on(22, 9), host_group=None)
    sooner = factories.make_meeting(season, title="Vuorovaikutus", starts_at=on(9, 9))
    travel(MONDAY - dt.timedelta(days=5))
    for meeting in (later, sooner):
        meeting.refresh_from_db()
        invite(facilitator, meeting)
    run_tick()
    travel(MONDAY)
    run_tick()
    # A reminder by hand, after which the machine stands still: the last moment for it is Wednesday 8.30.
    facilitator.post(f"/meetings/{sooner.pk}/participants/remind/")
    mail.forget()

    travel(WEDNESDAY)
    run_tick()
    run_tick()

    # Two weeks before the later meeting was Tuesday: that reminder came to everybody, once, a day late.
    assert set(recipients(mail).values()) == {1}
    assert len(mail.letters) == 4
    assert all("Hyvinvointi" in str(letter["Subject"]) for letter in mail.letters)
    page = letters_page(facilitator, sooner)
    assert "ei perille" in letter_of(facilitator, sooner, petri)
    told = words_of(facilitator.get(f"/clubs/{club.pk}/next/").content.decode())
    assert "vuorovaikutus" in told
    missed = ngettext_lazy(
        "%(n)s letter did not leave in time", "%(n)s letters did not leave in time", 4
    )
    assert words_in("fi", missed % {"n": 4}) in told
    assert words_in("fi", gettext_lazy("Came too late")) in page
