"""The facilitator's home: at most five steps, the most urgent first, each with its button."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from clubs.models import Club, Member, Season
from meetings.models import DatePoll, Meeting
from meetings.services import confirm_draw, draw_pairs
from outbox.models import State
from tests import factories
from ui.dates import HELSINKI

ClientOf = Callable[[Member | User], Client]


def url(member: Member) -> str:
    return f"/clubs/{member.club_id}/next/"


def steps(client: Client, path: str) -> list[str]:
    """Where the buttons of the steps lead."""
    response = client.get(path)
    assert response.status_code == 200
    listed = re.search(r'<ol class="tasks">(.*?)</ol>', response.content.decode(), re.S)
    return re.findall(r'<a [^>]*href="([^"]+)"', listed[1]) if listed else []


def test_an_empty_club_asks_for_people_and_a_season(client_of: ClientOf, outi: Member) -> None:
    club = outi.club_id
    assert steps(client_of(outi), url(outi)) == [
        f"/clubs/{club}/people/",
        f"/clubs/{club}/seasons/new/",
    ]


def test_before_the_first_invitation_the_pairs_are_drawn(
    client_of: ClientOf, outi: Member, aino: Member, petri: Member, season: Season
) -> None:
    meeting = factories.make_meeting(season, days=30)
    meeting_at = f"/meetings/{meeting.pk}"
    assert steps(client_of(outi), url(outi)) == [
        f"/seasons/{season.pk}/draw/",
        f"{meeting_at}/agenda/",
        f"{meeting_at}/materials/",
    ]


def test_a_draw_waits_for_its_confirmation_and_then_for_the_letter(
    client_of: ClientOf, outi: Member, aino: Member, petri: Member, season: Season
) -> None:
    factories.make_meeting(season, days=60)
    draw = draw_pairs(season=season, drawn_by=outi)
    client = client_of(outi)
    assert steps(client, url(outi)) == [f"/seasons/{season.pk}/draw/"]
    assert "Vahvista arvonta" in client.get(url(outi)).content.decode()
    confirm_draw(draw=draw, by=outi)
    assert steps(client, url(outi)) == [f"/seasons/{season.pk}/invitation/"]
    Season.objects.filter(pk=season.pk).update(announced_at=timezone.now())
    assert steps(client, url(outi)) == []


@pytest.mark.parametrize("is_late", [True, False])
def test_somebody_without_a_partner_is_a_step(
    client_of: ClientOf,
    outi: Member,
    aino: Member,
    petri: Member,
    season: Season,
    is_late: bool,
) -> None:
    factories.make_meeting(season, days=60)
    confirm_draw(draw=draw_pairs(season=season, drawn_by=outi), by=outi)
    Season.objects.filter(pk=season.pk).update(announced_at=timezone.now())
    client = client_of(outi)
    assert steps(client, url(outi)) == []
    if is_late:
        factories.make_member(outi.club, "Uuno", "Uusi")
    else:
        Member.objects.filter(pk=petri.pk).update(left_at=timezone.now())
    assert steps(client, url(outi)) == [f"/seasons/{season.pk}/draw/"]
    season.meetings.update(cancelled_at=timezone.now())
    assert steps(client, url(outi)) == []


def test_who_has_had_their_turn_needs_no_partner(
    client_of: ClientOf, outi: Member, aino: Member, petri: Member, season: Season
) -> None:
    meeting = factories.make_meeting(season, days=60)
    confirm_draw(draw=draw_pairs(season=season, drawn_by=outi), by=outi)
    Season.objects.filter(pk=season.pk).update(announced_at=timezone.now())
    Member.objects.filter(pk=petri.pk).update(left_at=timezone.now())
    client = client_of(outi)
    assert steps(client, url(outi)) == [f"/seasons/{season.pk}/draw/"]
    factories.make_meeting(season, days=61)
    season.meetings.filter(pk=meeting.pk).update(starts_at=factories.in_days(-1))
    assert f"/seasons/{season.pk}/draw/" not in steps(client, url(outi))


def test_an_answered_poll_waits_for_a_choice(
    client_of: ClientOf, outi: Member, aino: Member, petri: Member, season: Season
) -> None:
    factories.make_meeting(season, days=60)
    confirm_draw(draw=draw_pairs(season=season, drawn_by=outi), by=outi)
    Season.objects.filter(pk=season.pk).update(announced_at=timezone.now())
    poll = factories.make_poll(season, members=[aino, petri])
    client = client_of(outi)
    assert steps(client, url(outi)) == []
    poll.invitees.filter(member=aino).update(answered_at=timezone.now())
    assert steps(client, url(outi)) == []
    poll.invitees.filter(member=petri).update(answered_at=timezone.now())
    assert steps(client, url(outi)) == [f"/seasons/{season.pk}/polls/"]
    DatePoll.objects.update(closed_at=timezone.now())
    assert steps(client, url(outi)) == []


def test_later_meetings_without_a_title_are_one_step(
    client_of: ClientOf, outi: Member, aino: Member, petri: Member, season: Season
) -> None:
    factories.make_draw(season, published_at=timezone.now())
    Season.objects.filter(pk=season.pk).update(announced_at=timezone.now())
    for days in (60, 90):
        meeting = factories.make_meeting(season, days=days)
        Meeting.objects.filter(pk=meeting.pk).update(title="")
    client = client_of(outi)
    assert steps(client, url(outi)) == [f"/seasons/{season.pk}/"]
    html = client.get(url(outi)).content.decode()
    assert "2 tapaamiselta puuttuu otsikko" in html
    assert re.search(r"· 1\. tapaaminen ·", html)


def test_a_meeting_near_at_hand_wants_its_invitations(
    client_of: ClientOf, outi: Member, meeting: Meeting, leena: Member
) -> None:
    factories.make_draw(meeting.season, published_at=timezone.now())
    factories.make_agenda_item(meeting, minutes=meeting.length)
    factories.make_material(meeting)
    assert steps(client_of(outi), url(outi)) == [
        f"/seasons/{meeting.season_id}/invitation/",
        f"/meetings/{meeting.pk}/invitation/",
    ]


def test_a_failed_letter_comes_first_and_five_is_the_most(
    client_of: ClientOf, outi: Member, aino: Member, invited: Meeting
) -> None:
    letter = factories.make_message(invited, aino, State.FAILED)
    for place in range(4):
        past = factories.make_meeting(invited.season, days=-40 - place)
        factories.invite(past)
    found = steps(client_of(outi), url(outi))
    assert len(found) == 5
    assert found[0] == f"/clubs/{outi.club_id}/mail/?show=mend#mend-{letter.pk}"
    assert {link.split("/")[3] for link in found[1:]} == {"attendance"}


def test_after_attendance_the_memo_is_next(
    client_of: ClientOf,
    outi: Member,
    aino: Member,
    season: Season,
    travel: Callable[[dt.datetime], None],
) -> None:
    travel(dt.datetime(2022, 11, 24, 12, tzinfo=HELSINKI))
    held = factories.make_meeting(season, days=-2)
    held.invited_at = timezone.now()
    held.save()
    factories.make_invitee(held, aino, "yes", attendance="present")
    assert steps(client_of(outi), url(outi))[0] == f"/meetings/{held.pk}/memo/"


@pytest.mark.parametrize(
    ("now", "timing", "is_asked"),
    [
        ((18, 13, 0), {}, False),  # on the day itself, a Friday
        ((21, 7, 59), {}, False),
        ((21, 8, 0), {}, True),  # the next workday
        ((21, 8, 0), {"memo_nudge": {"days": 2}}, False),
        ((22, 8, 0), {"memo_nudge": {"days": 2}}, True),
        ((24, 8, 0), {"memo_nudge": {"is_on": False}}, False),
    ],
)
def test_the_memo_is_asked_for_on_the_clubs_day(
    client_of: ClientOf, outi: Member, aino: Member, season: Season,
    travel: Callable[[dt.datetime], None], now: tuple[int, int, int], timing: object, is_asked: bool,
) -> None:  # fmt: skip
    travel(dt.datetime(2022, 11, *now, tzinfo=HELSINKI))
    Club.objects.update(letter_timings=timing)
    held = factories.make_meeting(
        season, starts_at=dt.datetime(2022, 11, 18, 9, tzinfo=HELSINKI), invited_at=timezone.now()
    )
    factories.make_invitee(held, aino, "yes", attendance="present")
    found = steps(client_of(outi), url(outi))
    assert (f"/meetings/{held.pk}/memo/" in found) is is_asked


def test_what_came_too_late_is_told(client_of: ClientOf, outi: Member, invited: Meeting) -> None:
    invited.letter_plans.create(step="soon", expired_at=timezone.now(), expired_count=3)
    html = client_of(outi).get(url(outi)).content.decode()
    assert "3 viestiä ei lähtenyt ajoissa" in html
    assert f"Pian tavataan: {invited}" in html
    Meeting.objects.update(starts_at=timezone.now() - dt.timedelta(days=8))
    assert "ei lähtenyt ajoissa" not in client_of(outi).get(url(outi)).content.decode()


def test_only_facilitators(client_of: ClientOf, outi: Member, aino: Member, ulla: Member) -> None:
    assert client_of(aino).get(url(outi)).status_code == 403
    assert client_of(ulla).get(url(outi)).status_code == 404


def test_a_few_failed_letters_name_their_people_and_many_are_one_step(
    client_of: ClientOf, outi: Member, aino: Member, petri: Member, leena: Member, invited: Meeting
) -> None:
    client = client_of(outi)
    first = factories.make_message(invited, aino, State.FAILED, reason="address")
    factories.make_message(invited, aino, State.FAILED, kind="meetings.remind7")
    html = client.get(url(outi)).content.decode()
    assert f"Muistutus ei mennyt perille: {aino.full_name}" in html
    assert f"{first.to_email}. " in html
    for member in (petri, leena):
        factories.make_message(invited, member, State.BOUNCED)
    assert steps(client, url(outi))[0] == f"/clubs/{outi.club_id}/mail/?show=mend"
    html = client.get(url(outi)).content.decode()
    assert "3 viestiä ei mennyt perille" in html
    assert "ei mennyt perille: " not in html


@pytest.mark.parametrize(
    ("minutes", "title"),
    [
        (0, "Ohjelma puuttuu"),
        (179, "Ohjelmasta puuttuu 1 minuutti"),
        (165, "Ohjelmasta puuttuu 15 minuuttia"),
        (190, "Ohjelma on 10 minuuttia liian pitkä"),
    ],
)
def test_what_is_wrong_with_the_agenda(
    client_of: ClientOf, outi: Member, meeting: Meeting, minutes: int, title: str
) -> None:
    if minutes:
        factories.make_agenda_item(meeting, minutes=minutes)
    html = client_of(outi).get(url(outi)).content.decode()
    assert re.findall(r"<h3>(Ohjelma[^<]*)</h3>", html) == [title]


@pytest.mark.parametrize(("answered", "is_asked"), [(4, False), (5, True)])
def test_feedback_with_too_few_answers_is_nothing_to_read(
    client_of: ClientOf, outi: Member, season: Season, answered: int, is_asked: bool
) -> None:
    held = factories.make_meeting(season, days=-9)
    factories.make_survey(held, answered_count=answered, asked_count=9, closed_at=timezone.now())
    assert (f"/meetings/{held.pk}/feedback/" in steps(client_of(outi), url(outi))) is is_asked


def test_feedback_is_to_be_read_until_the_club_is_told_what_changes(
    client_of: ClientOf, outi: Member, aino: Member, season: Season
) -> None:
    held = factories.make_meeting(season, days=-10, invited_at=timezone.now())
    factories.make_invitee(held, aino, "yes", attendance="present")
    factories.make_memo(held, sent_at=timezone.now())
    survey = factories.make_survey(
        held, closed_at=timezone.now(), asked_count=13, answered_count=11
    )
    client = client_of(outi)
    assert f"/meetings/{held.pk}/feedback/" in steps(client, url(outi))
    assert "11/13 vastasi." in client.get(url(outi)).content.decode()
    survey.what_we_changed = "Tauko on pidempi."
    survey.save()
    assert f"/meetings/{held.pk}/feedback/" not in steps(client, url(outi))


def test_what_the_cadence_sends_is_not_asked_for(
    client_of: ClientOf, outi: Member, aino: Member, season: Season
) -> None:
    coming = factories.make_meeting(season, days=10)
    Season.objects.update(announced_at=timezone.now() - dt.timedelta(days=60))
    plan = coming.letter_plans.create(step="invite", send_at=timezone.now() + dt.timedelta(days=1))
    client = client_of(outi)
    invitation = f"/meetings/{coming.pk}/invitation/"
    assert invitation not in steps(client, url(outi))
    plan.is_skipped = True
    plan.save()
    assert invitation in steps(client, url(outi))


@pytest.mark.parametrize("number", [1, 3, 30])
@pytest.mark.parametrize(("failed", "queries"), [(False, 11), (True, 12)])
def test_queries(
    number: int,
    failed: bool,
    queries: int,
    client_of: ClientOf,
    outi: Member,
    invited: Meeting,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    members = factories.make_members(outi.club, number)
    factories.invite(invited, members)
    for place in range(number):
        factories.make_meeting(invited.season, days=30 + place, host_group=invited.host_group)
        factories.make_agreed(invited, f"Asia {place}", members[0])
        if failed:
            factories.make_message(invited, members[place], State.FAILED)
            factories.make_message(invited, members[place], State.FAILED, kind="meetings.remind7")
    client = client_of(outi)
    with django_assert_num_queries(queries):
        assert client.get(url(outi)).status_code == 200
