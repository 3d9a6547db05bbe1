"""What the panel sums up is what the outbox and the meetings' own pages tell person by person."""

import datetime as dt
import random
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from clubs.models import Member, Season
from home.outlook import leaving
from home.panel import Panel, memberships_of, read_panels
from home.planned import plan
from home.shownrow import shown_rows
from meetings.models import Invitee, Meeting
from meetings.path import current_season
from outbox.models import State
from tests import factories
from ui.dates import HELSINKI

ClientOf = Callable[[Member | User], Client]
NOW = dt.datetime(2022, 9, 26, 12, tzinfo=HELSINKI)


def panel_of(outi: Member, now: dt.datetime | None = None) -> Panel:
    places = memberships_of(outi.user)
    return read_panels(places, now=now or timezone.now())[outi.club_id]


def make_scene(seed: int, outi: Member, season: Season, hosts: list[Member]) -> None:
    """Meetings around `NOW`, some announced, invited, moved or skipped, with all kinds of answers."""
    lot = random.Random(seed)
    season.announced_at = lot.choice([None, NOW - dt.timedelta(days=50)])
    season.save()
    members = [*hosts, *factories.make_members(outi.club, 4)]
    group = factories.make_group(season, hosts)
    for place, days in enumerate(lot.sample(range(-8, 60), 4)):
        meeting = factories.make_meeting(
            season,
            starts_at=NOW.replace(hour=9) + dt.timedelta(days=days),
            number=place + 20,
            host_group=lot.choice([None, group]),
            invited_at=lot.choice([None, NOW - dt.timedelta(days=40)]),
            cancelled_at=lot.choice([None, None, None, NOW]),
        )
        if meeting.invited_at:
            for member in members:
                answer = lot.choice(["", "yes", "maybe", "no"])
                factories.make_invitee(meeting, member, answer, invited_at=meeting.invited_at)
        for step in lot.sample(["duty14", "invite", "remind14", "remind7", "soon", "feedback"], 2):
            moved = lot.choice([None, NOW + dt.timedelta(hours=lot.randint(1, 200))])
            meeting.letter_plans.create(step=step, send_at=moved, is_skipped=moved is None)
        due = (NOW + dt.timedelta(days=lot.randint(-5, 40))).date()
        factories.make_agreed(meeting, f"Asia {place}", lot.choice(members), due_on=due)


@pytest.mark.parametrize("seed", range(12))
def test_what_leaves_is_what_the_outbox_lists(
    seed: int,
    outi: Member,
    season: Season,
    leena: Member,
    timo: Member,
    travel: Callable[[dt.datetime], None],
) -> None:
    travel(NOW)
    make_scene(seed, outi, season, [leena, timo])
    listed = [
        (one.at, one.title)
        for one in plan(now=NOW, club=outi.club)
        if one.at > NOW and one.recipients and not one.is_skipped and not one.is_expired
    ]
    told = [(one.at, one.title) for one in leaving(panel_of(outi, NOW), now=NOW, most=99)]
    assert sorted(told) == sorted(listed)


def test_the_season_of_the_panel_is_that_of_the_club_page(outi: Member) -> None:
    assert panel_of(outi).season is None
    old = factories.make_season(outi.club, "Syksy", starts_on=dt.date(2021, 9, 1))
    factories.make_season(outi.club, "Tyhjä", starts_on=dt.date(2020, 9, 1))
    assert panel_of(outi).season == current_season(outi.club) == old
    factories.make_meeting(old, days=-30)
    new = factories.make_season(outi.club, "Kevät", starts_on=dt.date(2022, 1, 1))
    later = factories.make_season(outi.club, "Seuraava", starts_on=dt.date(2022, 9, 1))
    factories.make_meeting(new, days=3)
    factories.make_meeting(later, days=90)
    assert panel_of(outi).season == current_season(outi.club) == new


def labels(outi: Member) -> list[tuple[str, str]]:
    return [
        (row.pill.kind, row.pill.label) for row in shown_rows(panel_of(outi), now=timezone.now())
    ]


def test_how_the_letters_of_a_meeting_stand(
    outi: Member, aino: Member, petri: Member, invited: Meeting
) -> None:
    assert labels(outi) == [("info", "Kutsuttu")]
    first = factories.make_message(invited, aino, State.FAILED)
    factories.make_message(invited, petri, State.SENT)
    assert labels(outi) == [("no", "Kutsu 1/2 lähetetty")]
    factories.make_message(invited, aino, State.SENT, resend_of=first)
    assert labels(outi) == [("info", "Kutsu 2/2 lähetetty")]
    Meeting.objects.update(starts_at=timezone.now() - dt.timedelta(days=1))
    assert labels(outi) == [("maybe", "Muistio lähettämättä")]
    memo = factories.make_memo(invited)
    assert labels(outi) == [("maybe", "Muistio lähettämättä")]
    memo.sent_at = timezone.now()
    memo.save()
    assert labels(outi) == [("yes", "Muistio lähetetty")]
    Meeting.objects.update(cancelled_at=timezone.now())
    assert labels(outi) == [("", "Peruttu")]


def test_an_announced_meeting_tells_when_its_invitations_leave(
    outi: Member, aino: Member, season: Season, travel: Callable[[dt.datetime], None]
) -> None:
    travel(NOW)
    factories.make_meeting(season, starts_at=dt.datetime(2022, 11, 22, 9, tzinfo=HELSINKI))
    assert labels(outi) == [("", "Luonnos")]
    Season.objects.update(announced_at=NOW)
    assert labels(outi) == [("info", "Kutsu ti 1.11.")]


def test_answers_to_the_season_show_before_the_invitation(
    client_of: ClientOf, outi: Member, aino: Member, petri: Member, meeting: Meeting
) -> None:
    factories.make_invitee(meeting, aino, "yes")
    factories.make_invitee(meeting, petri)
    Invitee.objects.update(invited_at=None)
    html = client_of(outi).get(f"/clubs/{outi.club_id}/next/").content.decode()
    assert (
        re.findall(r'<span class="nb">([^<]*)</span>', html)[-1] == "1 osallistuu · 1 vastaamatta"
    )
