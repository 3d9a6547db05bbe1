"""What somebody said of a poll's times on the phone: /polls/<poll>/people/<invitee>/answer/."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from clubs.models import Club, Member, Season
from meetings.models import DatePoll, PollInvitee, SlotAnswer
from meetings.services import ask_poll
from tests import factories
from tests.cast import FACILITATORS_ONLY, Cast, statuses_of
from tests.meetings.letters import alive


@pytest.fixture
def seat(season: Season, aino: Member, petri: Member) -> PollInvitee:
    """Aino and Petri have been asked about three times; this is Aino's row."""
    poll = factories.make_poll(season, title="Luotsimalli", members=[aino, petri])
    return poll.invitees.get(member=aino)


def url_of(seat: PollInvitee) -> str:
    return reverse("meetings:poll-answer-for", args=[seat.poll_id, seat.pk])


def data(poll: DatePoll, *values: str) -> dict[str, str]:
    return {f"slot-{one.pk}": value for one, value in zip(poll.slots.all(), values, strict=True)}


def page_of(client: Client, poll: DatePoll) -> str:
    html = client.get(reverse("meetings:poll", args=[poll.pk])).content.decode()
    return " ".join(html.split())


def test_who_may(seat: PollInvitee, cast: Cast, client_of: Callable[[Any], Client]) -> None:
    assert statuses_of(cast, client_of, url_of(seat)) == FACILITATORS_ONLY


def test_is_marked_as_recorded_by_the_facilitator(
    seat: PollInvitee, outi: Member, outi_client: Client
) -> None:
    ask_poll(poll=seat.poll, sender=outi)
    assert url_of(seat) in page_of(outi_client, seat.poll)
    response = outi_client.post(url_of(seat), data(seat.poll, "works", "not", "works"))
    assert response.status_code == 303
    rows = seat.answers.order_by("slot__starts_at").values_list("value", "given_by")
    assert list(rows) == [("works", outi.pk), ("not", outi.pk), ("works", outi.pk)]
    entry = Entry.objects.get(action="meetings.poll_answer_for")
    assert (entry.actor, entry.detail) == (str(outi.user_id), str(seat.pk))
    assert set(alive("meetings.poll")) == {
        str(seat.poll.invitees.exclude(pk=seat.pk).get().member_id)
    }
    html = " ".join(outi_client.get(response["Location"]).content.decode().split())
    assert html.count("vetäjän kirjaama, puolesta") == 1
    assert "Vastaus on kirjattu." in html
    assert "1/2 vastasi" in html


def test_the_person_has_the_last_word_and_the_history_tells_both(
    seat: PollInvitee, outi_client: Client, aino: Member
) -> None:
    outi_client.post(url_of(seat), data(seat.poll, "works", "works", "works"))
    token = factories.poll_token(seat.poll, aino)
    path = reverse("meetings:poll-answer", args=[token])
    Client().post(path, data(seat.poll, "not", "not", "not"))
    newest = seat.answers.order_by("-round")[:3]
    assert [(one.value, one.given_by) for one in newest] == [("not", None)] * 3
    html = page_of(outi_client, seat.poll)
    assert html.count("vetäjän kirjaama, puolesta") == 1
    assert html.index("Muutetut vastaukset") < html.index("vetäjän kirjaama, puolesta")


def test_a_time_left_open_is_said_and_nothing_is_lost(
    seat: PollInvitee, outi_client: Client
) -> None:
    response = outi_client.post(url_of(seat), data(seat.poll, "works", "", "not"))
    html = response.content.decode()
    assert response.status_code == 400
    assert html.count("checked") == 2
    assert "Valitse, sopiiko aika." in html
    assert SlotAnswer.objects.count() == 0


def test_a_person_of_another_poll_or_of_none_is_not_found(
    seat: PollInvitee, season: Season, petri: Member, outi_client: Client
) -> None:
    other = factories.make_poll(season, days=(20, 21))
    foreign = reverse("meetings:poll-answer-for", args=[other.pk, seat.pk])
    assert outi_client.get(foreign).status_code == 404
    left = seat.poll.invitees.get(member=petri)
    Member.objects.filter(pk=petri.pk).update(left_at=timezone.now())
    assert outi_client.get(url_of(left)).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_poll_that_is_over_says_so(seat: PollInvitee, outi_client: Client, method: str) -> None:
    DatePoll.objects.update(closed_at=timezone.now())
    response = getattr(outi_client, method)(url_of(seat), data(seat.poll, "works", "works", "not"))
    assert response.status_code == 409
    assert "Kysely on suljettu." in response.content.decode()
    assert url_of(seat) not in page_of(outi_client, seat.poll)
    assert SlotAnswer.objects.count() == 0


def test_an_answer_can_be_recorded_before_anybody_has_answered(
    season: Season, club: Club, outi: Member, outi_client: Client, aino: Member
) -> None:
    poll = factories.make_poll(season, asked_at=None)
    assert "Vastaukset henkilöittäin" not in page_of(outi_client, poll)
    ask_poll(poll=poll, sender=outi)
    assert url_of(poll.invitees.get(member=aino)) in page_of(outi_client, poll)
