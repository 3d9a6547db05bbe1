"""A new date poll and its form: /seasons/<season>/polls/new/, and the list of them: /seasons/<season>/polls/."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clubs.calendar import closed_reason
from clubs.models import Member, Season
from meetings.models import DatePoll, Meeting
from meetings.wallclock import wall_of
from tests import factories
from tests.cast import FACILITATORS_ONLY, Cast, statuses_of


@pytest.fixture
def page(season: Season) -> str:
    return reverse("meetings:poll-new", args=[season.pk])


def typed(moment: dt.datetime) -> tuple[str, str]:
    day, clock = wall_of(moment)
    return f"{day.day}.{day.month}.{day.year}", f"{clock.hour}.{clock.minute:02}"


def data(*rows: tuple[str, str], **more: str) -> dict[str, str]:
    """The form as it is posted: rows of day and time, and usual values for the rest."""
    fields = {"title": "Luotsimalli", "length": "180", "answer_by": typed(factories.in_days(3))[0]}
    for place, (day, clock) in enumerate(rows):
        fields |= {f"row-{place}-day": day, f"row-{place}-clock": clock}
    return {**fields, "do": "save", **more}


def rows(days: Sequence[float] = (10, 11)) -> list[tuple[str, str]]:
    return [typed(factories.in_days(day)) for day in days]


def test_who_may(page: str, season: Season, cast: Cast, client_of: Callable[[Any], Client]) -> None:
    assert statuses_of(cast, client_of, page) == FACILITATORS_ONLY
    polls = reverse("meetings:polls", args=[season.pk])
    assert statuses_of(cast, client_of, polls) == FACILITATORS_ONLY


def test_three_open_days_are_proposed(page: str, outi_client: Client) -> None:
    forms = outi_client.get(page).context["forms"]
    days = [form.fields["day"].clean(form["day"].value()) for form in forms]
    assert len(days) == 3
    assert [closed_reason(day) for day in days] == [None] * 3
    assert min(days) > timezone.localdate()


def test_a_poll_is_written_down_and_nobody_asked(
    page: str, season: Season, outi: Member, outi_client: Client, aino: Member
) -> None:
    response = outi_client.post(page, data(*rows((11, 10))))
    poll = DatePoll.objects.get()
    assert response["Location"] == reverse("meetings:poll", args=[poll.pk]) + "?done=poll-saved"
    assert (poll.title, poll.season, poll.meeting, poll.asked_at) == (
        "Luotsimalli", season, None, None,
    )  # fmt: skip
    assert poll.created_by == outi
    starts = [slot.starts_at for slot in poll.slots.all()]
    assert starts == [factories.in_days(10), factories.in_days(11)]
    assert poll.invitees.count() == 0


def test_a_button_beside_a_row_writes_nothing(page: str, outi_client: Client) -> None:
    response = outi_client.post(page, data(*rows((10, 11)), do="add"))
    assert len(response.context["forms"]) == 3
    # One goes on writing in the new row, and beside the one that was removed.
    assert 'name="row-2-day"' in response.content.decode().split("autofocus")[0][-200:]
    response = outi_client.post(page, data(*rows((10, 11, 12)), do="remove:1"))
    kept = [form["day"].value() for form in response.context["forms"]]
    assert kept == [rows([10])[0][0], rows([12])[0][0]]
    assert DatePoll.objects.count() == 0


GOOD = "Kirjoita päivä muodossa 13.9.2022."


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"row-0-day": "perjantai"}, GOOD),
        ({"row-0-day": "31.2.2027"}, "Tällaista päivää ei ole. Tarkista päivä ja kuukausi."),
        ({"row-0-clock": "25"}, "Kirjoita aika muodossa 9 tai 9.30."),
        ({"row-0-day": "28.3.2027", "row-0-clock": "3.30"}, "siirretään eteenpäin"),
        ({"row-0-day": "31.10.2027", "row-0-clock": "3.30"}, "sinä päivänä kahdesti"),
        ({"row-0-day": "1.1.2020"}, "Tämä aika on jo mennyt. Valitse tuleva aika."),
        ({"row-0-day": typed(factories.in_days(11))[0]}, "sama aika"),
        ({"row-1-day": ""}, "Tarjoa vähintään kahta aikaa."),
        ({"length": "10"}, "30"),
        ({"answer_by": "1.1.2020"}, "Valitse päivä, joka ei ole mennyt"),
        ({"answer_by": typed(factories.in_days(12))[0]}, "Valitse päivä, joka ei ole mennyt"),
        ({"title": "x" * 121}, "Lyhennä tekstiä"),
    ],
)
def test_bad_input_says_what_to_do_and_keeps_what_was_typed(
    page: str, outi_client: Client, changes: dict[str, str], sentence: str
) -> None:
    posted = {**data(*rows((10, 11))), **changes}
    response = outi_client.post(page, posted)
    html = response.content.decode()
    assert response.status_code == 400
    assert sentence.lower() in html.lower()
    assert posted["length"] in html
    assert DatePoll.objects.count() == 0


def test_more_than_twelve_times_are_too_many(page: str, outi_client: Client) -> None:
    response = outi_client.post(page, data(*rows(range(10, 23))))
    assert "Tarjoa enintään kahtatoista aikaa." in response.content.decode()
    assert DatePoll.objects.count() == 0


def test_a_time_over_another_meeting_is_refused_by_name(
    page: str, season: Season, outi_client: Client
) -> None:
    factories.make_meeting(season, days=10, title="Työkyky")
    html = outi_client.post(page, data(*rows((10, 11)))).content.decode()
    assert "Työkyky" in html
    assert DatePoll.objects.count() == 0


def test_a_poll_to_move_a_meeting(
    page: str, season: Season, meeting: Meeting, outi_client: Client
) -> None:
    page += f"?meeting={meeting.pk}"
    assert "Uusi aika: Hyvinvointi työssä" in outi_client.get(page).content.decode()
    # The meeting's own time may be among those offered.
    own = wall_of(meeting.starts_at)
    assert outi_client.post(page, data(typed(meeting.starts_at), *rows([11]))).status_code == 303
    poll = DatePoll.objects.get()
    assert (poll.meeting, poll.title, len(own)) == (meeting, "", 2)
    html = outi_client.post(page, data(*rows((10, 11)))).content.decode()
    assert "Tästä tapaamisesta on jo ajankohtakysely." in html
    assert DatePoll.objects.count() == 1


@pytest.mark.parametrize("why", ["called off", "begun"])
def test_a_meeting_that_cannot_be_moved_is_not_polled(
    page: str, invited: Meeting, outi_client: Client, why: str
) -> None:
    now = timezone.now()
    if why == "called off":
        Meeting.objects.update(cancelled_at=now)
    else:
        Meeting.objects.update(starts_at=now - dt.timedelta(hours=1))
    response = outi_client.post(f"{page}?meeting={invited.pk}", data(*rows((10, 11))))
    assert response.status_code == (404 if why == "called off" else 400)
    assert DatePoll.objects.count() == 0


@pytest.mark.parametrize("wanted", ["nonsense", "another season's"])
def test_a_meeting_that_is_none_of_the_season_is_not_found(
    page: str, season: Season, outi_client: Client, wanted: str
) -> None:
    other = factories.make_meeting(factories.make_season(season.club, "Toinen"), days=60)
    key = "x" if wanted == "nonsense" else other.pk
    assert outi_client.get(f"{page}?meeting={key}").status_code == 404


def test_editing_keeps_what_was_answered(season: Season, aino: Member, outi_client: Client) -> None:
    poll = factories.make_poll(season, members=[aino])
    page = reverse("meetings:poll-edit", args=[poll.pk])
    assert len(outi_client.get(page).context["forms"]) == 3
    posted = data(*rows((10, 11, 12, 13)), title="Uusi")
    assert outi_client.post(page, posted).status_code == 303
    poll.refresh_from_db()
    assert (poll.title, poll.slots.count()) == ("Uusi", 4)
    DatePoll.objects.update(closed_at=timezone.now())
    assert outi_client.get(page).status_code == 302


def test_the_list_counts_the_people_whom_the_polls_own_page_counts(
    season: Season, aino: Member, petri: Member, outi_client: Client
) -> None:
    """Petri facilitates by now, and is asked no more."""
    factories.make_poll(season, members=[aino, petri])
    Member.objects.filter(pk=petri.pk).update(role=Member.Role.FACILITATOR)
    html = outi_client.get(reverse("meetings:polls", args=[season.pk])).content.decode()
    assert "0/1 vastasi" in html


@pytest.mark.parametrize("count", [1, 3, 12])
def test_the_list_asks_the_same(
    season: Season, outi_client: Client, count: int, django_assert_num_queries: Any
) -> None:
    for _number in range(count):
        factories.make_poll(season)
    with django_assert_num_queries(6):
        outi_client.get(reverse("meetings:polls", args=[season.pk]))


def test_a_poll_whose_times_have_gone_by_wants_a_new_one(
    season: Season, outi_client: Client
) -> None:
    poll = factories.make_poll(season, days=(-3, -2))
    page = reverse("meetings:poll-edit", args=[poll.pk])
    today = typed(timezone.now())[0]
    refused = outi_client.post(page, data(*rows((-3, -2)), answer_by=today))
    assert refused.status_code == 400
    assert "Kaikki kyselyn ajat ovat menneet. Tarjoa uusia." in refused.content.decode()
    assert outi_client.post(page, data(*rows((-3, -2, 4)), answer_by=today)).status_code == 303
    assert poll.slots.count() == 3
