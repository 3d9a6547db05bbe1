"""Which times suit, signed in: /polls/<poll>/answer/."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.services import export_data
from clubs.models import Club, Member, Season
from meetings.models import DatePoll, Meeting, SlotAnswer
from tests import factories
from tests.cast import Cast


@pytest.fixture
def poll(season: Season, aino: Member) -> DatePoll:
    return factories.make_poll(season, members=[aino])


def path(poll: DatePoll) -> str:
    return reverse("meetings:poll-answer-own", args=[poll.pk])


def all_work(poll: DatePoll) -> dict[str, str]:
    return {f"slot-{slot.pk}": "works" for slot in poll.slots.all()}


def test_a_member_answers_without_the_letter(
    poll: DatePoll, aino: Member, client_of: Callable[[Any], Client]
) -> None:
    client = client_of(aino)
    response = client.post(path(poll), all_work(poll))
    assert response["Location"] == f"{path(poll)}?done=poll-answered"
    assert SlotAnswer.objects.filter(invitee__member=aino).count() == 3
    assert client.get(path(poll)).content.decode().count("checked") == 3


def test_a_late_joiner_answers_too(
    poll: DatePoll, club: Club, client_of: Callable[[Any], Client]
) -> None:
    late = factories.make_member(club, "Myöhä", "Mäki")
    assert client_of(late).get(path(poll)).status_code == 200
    assert poll.invitees.count() == 1
    client_of(late).post(path(poll), all_work(poll))
    assert poll.invitees.get(member=late).answered_at is not None


def test_who_may(poll: DatePoll, cast: Cast, client_of: Callable[[Any], Client]) -> None:
    people = {"aino": 200, "outi": 403, "eero": 404, "ulla": 404, "zaida": 404, "admin": 404}
    found = {name: client_of(getattr(cast, name)).get(path(poll)).status_code for name in people}
    assert found == people


def test_a_draft_is_the_facilitators_own(
    poll: DatePoll, aino: Member, client_of: Callable[[Any], Client]
) -> None:
    DatePoll.objects.update(asked_at=None)
    assert client_of(aino).get(path(poll)).status_code == 403


def test_nobody_answers_for_another_poll(
    poll: DatePoll, season: Season, aino: Member, client_of: Callable[[Any], Client]
) -> None:
    other = factories.make_poll(season, days=(20, 21))
    response = client_of(aino).post(path(poll), all_work(other))
    assert response.status_code == 400
    assert SlotAnswer.objects.count() == 0


def test_an_open_poll_waits_on_the_members_pages(
    season: Season, meeting: Meeting, aino: Member, outi: Member, client_of: Callable[[Any], Client]
) -> None:
    poll = factories.make_poll(season, meeting=meeting)
    pages = [
        reverse("home:my-page"),
        reverse("home:club", args=[season.club_id]),
        reverse("meetings:meeting", args=[meeting.pk]),
    ]

    def leading_there(person: Member) -> list[bool]:
        client = client_of(person)
        return [path(poll) in client.get(page, follow=True).content.decode() for page in pages]

    assert leading_there(aino) == [True, True, True]
    assert leading_there(outi) == [False, False, False]
    DatePoll.objects.update(closed_at=timezone.now())
    assert leading_there(aino) == [False, False, False]


def test_ones_own_data_tells_what_was_said(
    poll: DatePoll, aino: Member, client_of: Callable[[Any], Client]
) -> None:
    client = client_of(aino)
    client.post(path(poll), all_work(poll))
    client.post(path(poll), {name: "not" for name in all_work(poll)})
    assert aino.user is not None
    [found] = export_data(user=aino.user)["meetings"]["date_polls"]
    assert found["club"] == "Esihenkilöiden vertaisklubi"
    assert [one["answer"] for one in found["answers"]] == ["works"] * 3 + ["not"] * 3
