"""A copy of a meeting: /meetings/<meeting>/duplicate/."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clubs.models import Club, Member, Season
from meetings.models import Meeting
from meetings.services import add_meeting, send_invitations
from outbox.models import Message
from tests import factories

ClientOf = Callable[[Member], Client]


def url_of(meeting: Meeting) -> str:
    return reverse("meetings:meeting-duplicate", args=[meeting.pk])


@pytest.fixture
def first(planned: Season) -> Meeting:
    """The first of a season of three Tuesdays every four weeks; the last is on 20.4.2027."""
    meeting = planned.meetings.get(number=1)
    Meeting.objects.filter(pk=meeting.pk).update(
        title="Luotsimalli", introduction="Muutos", place="Tila A1", length=150
    )
    meeting.refresh_from_db()
    return meeting


def test_takes_the_next_free_day_with_all_that_was_planned(
    first: Meeting, outi: Member, client_of: ClientOf
) -> None:
    theme = factories.make_theme(first.season.club, "Muutosjohtaminen")
    first.theme_rows.create(theme=theme)
    factories.make_material(first, "Blogi")
    send_invitations(meeting=first, sender=outi)
    letters = Message.objects.count()
    response = client_of(outi).post(url_of(first))
    copy = first.season.meetings.get(number=4)
    assert response["Location"] == f"/meetings/{copy.pk}/edit/?done=meetings-duplicated"
    assert timezone.localtime(copy.starts_at).isoformat() == "2027-05-18T09:00:00+03:00"
    assert (copy.title, copy.introduction, copy.place) == ("Luotsimalli", "Muutos", "Tila A1")
    assert (copy.length, copy.invited_at, copy.host_group) == (150, None, None)
    assert list(copy.themes.all()) == [theme]
    assert [one.title for one in copy.materials.all()] == ["Blogi"]
    parts = [list(one.agenda_items.values_list("title", "minutes")) for one in (first, copy)]
    assert parts[0] == parts[1] != []
    assert copy.invitees.count() == first.invitees.count()
    assert Message.objects.count() == letters


def test_says_before_it_does_which_day_and_that_no_letter_leaves(
    first: Meeting, outi: Member, leena: Member, client_of: ClientOf
) -> None:
    page = reverse("meetings:meeting-edit", args=[first.pk])
    html = client_of(outi).get(page).content.decode()
    assert "Monista tapaaminen" in html
    assert "18.5.2027" in html
    assert "Viestejä ei lähde nyt" in html


def test_past_seasons_are_copied_to_days_to_come(
    first: Meeting, outi: Member, client_of: ClientOf, travel: Callable[[dt.datetime], None]
) -> None:
    travel(dt.datetime(2027, 9, 1, 9, tzinfo=dt.UTC))
    client_of(outi).post(url_of(first))
    copy = first.season.meetings.get(number=4)
    assert copy.starts_at > timezone.now()


def test_forty_meetings_are_enough(first: Meeting, outi: Member, client_of: ClientOf) -> None:
    begin = first.starts_at + dt.timedelta(days=200)
    for number in range(37):
        add_meeting(season=first.season, starts_at=begin + dt.timedelta(days=number))
    response = client_of(outi).post(url_of(first))
    assert response.status_code == 400
    html = response.content.decode()
    assert "enintään 40 tapaamista" in html
    # The details on the page that says so are saved as on their own page.
    edit = reverse("meetings:meeting-edit", args=[first.pk])
    assert f'<form class="sheet stack" method="post" action="{edit}"' in html
    assert first.season.meetings.count() == 40


def test_where_every_week_is_a_holiday_week_the_rhythm_decides(
    first: Meeting, outi: Member, client_of: ClientOf
) -> None:
    Club.objects.update(holiday_weeks=list(range(1, 54)))
    client = client_of(outi)
    assert client.get(reverse("meetings:meeting-edit", args=[first.pk])).status_code == 200
    client.post(url_of(first))
    copy = first.season.meetings.get(number=4)
    assert timezone.localtime(copy.starts_at).date() == dt.date(2027, 5, 18)


def test_a_day_of_another_season_is_passed_over(
    first: Meeting, outi: Member, client_of: ClientOf
) -> None:
    other = factories.make_season(first.season.club, "Toinen")
    factories.make_meeting(other, starts_at=dt.datetime(2027, 5, 18, 12, tzinfo=dt.UTC))
    client_of(outi).post(url_of(first))
    copy = first.season.meetings.get(number=4)
    assert timezone.localtime(copy.starts_at).date() == dt.date(2027, 5, 25)
