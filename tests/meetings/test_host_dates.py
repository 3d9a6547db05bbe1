"""Dates on which somebody cannot host, and the mark of being new in the role."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.services import export_data
from clubs.models import Club, Member, Season
from meetings.models import HostAway, Meeting
from tests import factories
from tests.cast import FACILITATORS_ONLY, statuses_of
from tests.meetings.drawing import fill, words_of

OpenAs = Callable[[Any], Client]


def dates_url(season: Season) -> str:
    return f"/seasons/{season.pk}/dates/"


def mark(member: Member, meeting: Meeting) -> str:
    return f"{member.pk}/{meeting.pk}"


def marks() -> set[str]:
    return {f"{one.member_id}/{one.meeting_id}" for one in HostAway.objects.all()}


def test_members_mark_their_own_dates_and_nobody_elses(
    client_of: OpenAs, aino: Member, petri: Member, season: Season
) -> None:
    fill(season, people=0, meetings=2)
    first, second = season.meetings.order_by("starts_at")
    client = client_of(aino)
    data = {"away": [mark(aino, second), mark(petri, first), "rikki", f"{aino.pk}/rikki"]}
    response = client.post(dates_url(season), {**data, "is_new": "on"})
    assert response.headers["Location"] == f"/seasons/{season.pk}/draw/?done=host-dates-saved"
    aino.refresh_from_db()
    assert (marks(), aino.is_new_in_role) == ({mark(aino, second)}, True)
    assert words_of(client.get(dates_url(season))).count(" checked") == 2
    assert aino.user is not None
    own = export_data(user=aino.user)["meetings"]["dates_that_do_not_suit_for_hosting"]
    assert [one["on"] for one in own] == [timezone.localdate(second.starts_at).isoformat()]
    client.post(dates_url(season), {"was": mark(aino, second)})
    aino.refresh_from_db()
    assert (marks(), aino.is_new_in_role) == (set(), False)


def test_facilitators_mark_anybodys_and_undo_nothing_that_they_did_not_see(
    outi_client: Client, aino: Member, petri: Member, season: Season
) -> None:
    fill(season, people=0, meetings=2)
    first, second = season.meetings.order_by("starts_at")
    HostAway.objects.create(member=aino, meeting=first)
    assert words_of(outi_client.get(dates_url(season))).count(" checked") == 1
    # Petri marks his own while Outi's page is open.
    HostAway.objects.create(member=petri, meeting=first)
    data = {"was": [mark(aino, first)], "away": [mark(aino, second)]}
    outi_client.post(dates_url(season), data)
    assert marks() == {mark(petri, first), mark(aino, second)}


def test_a_meeting_that_has_no_turn_to_give_takes_no_mark(
    client_of: OpenAs, aino: Member, season: Season, other_club: Club
) -> None:
    fill(season, people=0, meetings=1)
    meeting = season.meetings.get()
    factories.invite(meeting)
    foreign = factories.make_meeting(factories.make_season(other_club))
    data = {"away": [mark(aino, meeting), mark(aino, foreign)]}
    client_of(aino).post(dates_url(season), data)
    assert marks() == set()
    assert "ei ole tulevia tapaamisia" in words_of(client_of(aino).get(dates_url(season)))


def test_roles(client_of: OpenAs, cast: Any) -> None:
    found = statuses_of(cast, client_of, dates_url(cast.season))
    assert found == {**FACILITATORS_ONLY, "aino": 200}
    assert Client().get(dates_url(cast.season)).status_code == 302


@pytest.mark.parametrize("people", [1, 3, 30])
def test_queries_do_not_grow(
    outi_client: Client,
    season: Season,
    people: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    members = fill(season, people=people, meetings=7)
    for meeting in season.meetings.all():
        HostAway.objects.create(member=members[0], meeting=meeting)
    with django_assert_num_queries(7):
        outi_client.get(dates_url(season))
