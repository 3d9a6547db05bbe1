"""Which times suit, by the letter's link: /p/<token>/."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clubs.models import Member, Season
from meetings.models import DatePoll, DateSlot, Meeting, PollInvitee, SlotAnswer
from meetings.services import ask_poll, choose_slot
from outbox.models import Message
from tests import factories
from tests.meetings.letters import alive


@pytest.fixture
def poll(season: Season, aino: Member, petri: Member) -> DatePoll:
    """Aino and Petri have been asked about three times."""
    return factories.make_poll(season, title="Luotsimalli", members=[aino, petri])


@pytest.fixture
def page(poll: DatePoll, aino: Member) -> str:
    return reverse("meetings:poll-answer", args=[factories.poll_token(poll, aino)])


def data(poll: DatePoll, *values: str) -> dict[str, str]:
    """The posted answers, in the order of the times; empty leaves one out."""
    given = zip(poll.slots.all(), values, strict=True)
    return {f"slot-{slot.pk}": value for slot, value in given if value}


def log(poll: DatePoll) -> list[tuple[int, str]]:
    rows = SlotAnswer.objects.filter(slot__poll=poll).order_by("round", "slot__starts_at")
    return list(rows.values_list("round", "value"))


def test_shows_every_coming_time_and_chooses_none(page: str) -> None:
    html = Client().get(page).content.decode()
    assert html.count("<fieldset") == 3
    assert "checked" not in html
    assert "Luotsimalli" in html


def test_reading_changes_nothing(page: str) -> None:
    client = Client()
    for _time in range(3):
        assert client.get(page).status_code == 200
        assert client.head(page).status_code == 200
    assert SlotAnswer.objects.count() == 0
    assert "sessionid" not in client.cookies


def test_one_press_saves_all_and_shows_them_chosen(page: str, poll: DatePoll) -> None:
    client = Client()
    response = client.post(page, data(poll, "works", "not", "works"))
    assert (response.status_code, response["Location"]) == (303, f"{page}?done=poll-answered")
    assert log(poll) == [(1, "works"), (1, "not"), (1, "works")]
    assert client.get(page).content.decode().count("checked") == 3
    assert poll.invitees.filter(answered_at__isnull=False).count() == 1


def test_the_same_again_adds_nothing_and_a_change_is_a_round(page: str, poll: DatePoll) -> None:
    client = Client()
    for _time in range(2):
        client.post(page, data(poll, "works", "not", "works"))
    client.post(page, data(poll, "works", "works", "works"))
    first = [(1, "works"), (1, "not"), (1, "works")]
    assert log(poll) == [*first, (2, "works"), (2, "works"), (2, "works")]


@pytest.mark.parametrize("values", [("", "", ""), ("works", "", "not"), ("works", "maybe", "not")])
def test_a_time_left_open_is_said_and_nothing_is_lost(
    page: str, poll: DatePoll, values: tuple[str, ...]
) -> None:
    response = Client().post(page, data(poll, *values))
    html = response.content.decode()
    assert response.status_code == 400
    assert "Valitse, sopiiko aika." in html
    assert html.count("checked") == sum(value in ("works", "not") for value in values)
    assert log(poll) == []


def test_a_time_gone_by_is_not_asked(page: str, poll: DatePoll) -> None:
    first = poll.slots.earliest("starts_at")
    DateSlot.objects.filter(pk=first.pk).update(starts_at=timezone.now() - dt.timedelta(hours=1))
    assert Client().get(page).content.decode().count("<fieldset") == 2
    _old, *coming = data(poll, "works", "not", "works").items()
    assert Client().post(page, dict(coming)).status_code == 303


def test_a_chosen_time_is_said_and_later_answers_are_not_taken(
    page: str, poll: DatePoll, outi: Member
) -> None:
    choose_slot(slot=poll.slots.all()[1], by=outi)
    html = Client().get(page).content.decode()
    assert "Aika on valittu" in html
    assert "<fieldset" not in html
    response = Client().post(page, data(poll, "works", "works", "works"))
    assert response.status_code == 409
    assert "Vastaustasi ei tallennettu" in response.content.decode()
    assert log(poll) == []


def test_a_poll_that_was_closed_or_whose_meeting_is_off_is_a_plain_page(
    page: str, poll: DatePoll, meeting: Meeting
) -> None:
    DatePoll.objects.update(closed_at=timezone.now())
    assert "Kysely on suljettu." in Client().get(page).content.decode()
    DatePoll.objects.update(closed_at=None, meeting=meeting)
    Meeting.objects.update(cancelled_at=timezone.now())
    assert "Tapaaminen pitää aikansa tai on peruttu" in Client().get(page).content.decode()
    assert Client().post(page, data(poll, "works", "works", "works")).status_code == 409


@pytest.mark.parametrize(
    ("why", "status"), [("cut", 404), ("revoked", 404), ("left", 404), ("over", 410)]
)
def test_dead_links_are_a_plain_page(page: str, aino: Member, why: str, status: int) -> None:
    if why == "cut":
        page = page[:-4] + "/"
    elif why == "revoked":
        PollInvitee.objects.update(generation=1)
    elif why == "left":
        Member.objects.filter(pk=aino.pk).update(left_at=timezone.now())
    else:
        DateSlot.objects.filter(poll__invitees__member=aino).delete()
        poll = DatePoll.objects.get()
        DateSlot.objects.create(poll=poll, starts_at=timezone.now() - dt.timedelta(days=15))
    response = Client().get(page)
    assert response.status_code == status
    assert "Siirry etusivulle" in response.content.decode()


def test_the_page_speaks_the_letters_language_and_keeps_its_address(
    page: str, aino: Member
) -> None:
    Member.objects.filter(pk=aino.pk).update(language="sv", user=None)
    response = Client().get(page)
    assert "Spara mina svar" in response.content.decode()
    assert response["Referrer-Policy"] == "no-referrer, same-origin"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_an_answer_takes_back_the_letter_that_waits(
    poll: DatePoll, outi: Member, aino: Member, petri: Member
) -> None:
    ask_poll(poll=poll, sender=outi)
    assert set(alive("meetings.poll")) == {str(aino.pk), str(petri.pk)}
    page = reverse("meetings:poll-answer", args=[factories.poll_token(poll, aino)])
    Client().post(page, data(poll, "works", "works", "not"))
    assert set(alive("meetings.poll")) == {str(petri.pk)}
    assert Message.objects.count() == 2


@pytest.mark.parametrize("count", [2, 12])
def test_queries_stay_the_same(
    season: Season, aino: Member, count: int, django_assert_num_queries: Any
) -> None:
    poll = factories.make_poll(season, days=range(5, 5 + count), members=[aino])
    page = reverse("meetings:poll-answer", args=[factories.poll_token(poll, aino)])
    with django_assert_num_queries(4):
        Client().get(page)
