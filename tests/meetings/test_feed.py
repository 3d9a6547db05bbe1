"""The calendar feed of one's own meetings: /feed/<token>.ics."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import vobject
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts.models import User
from accounts.services import renew_feed
from clubs.models import Club, Member
from clubs.services import leave_club
from meetings.models import Meeting
from meetings.services import call_off, send_invitations, uninvite
from tests import factories
from tests.cast import user_of
from tests.meetings.letters import change, let_leave

ClientOf = Callable[[Any], Client]


def url_of(person: Member | User) -> str:
    return reverse("meetings:feed", args=[factories.feed_token(user_of(person))])


def events(client: Client, person: Member | User) -> dict[str, Any]:
    """The events that a calendar gets, by title without the club's name."""
    calendar = Calendar.from_ical(client.get(url_of(person)).content)
    assert calendar["METHOD"] == "PUBLISH"
    return {str(event["SUMMARY"]).rpartition(": ")[2]: event for event in calendar.walk("VEVENT")}


def test_holds_own_meetings_as_two_parsers_read_them(
    invited: Meeting, aino: Member, client: Client
) -> None:
    response = client.get(url_of(aino))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    [event] = Calendar.from_ical(response.content).walk("VEVENT")
    second = vobject.readOne(response.content.decode()).vevent
    assert event["DTSTART"].dt == second.dtstart.value == invited.starts_at
    assert str(event["UID"]) == second.uid.value == f"{invited.pk}@localhost"
    assert (event["STATUS"], "ATTENDEE" in event, "ORGANIZER" in event) == (
        "CONFIRMED",
        False,
        False,
    )
    assert "painikkeilla" not in str(event["DESCRIPTION"])


def test_reaches_from_three_months_back_to_over_a_year_ahead(
    invited: Meeting, aino: Member, client: Client
) -> None:
    for days, title in ((-91, "liian vanha"), (-89, "vanha"), (399, "uusi"), (402, "liian uusi")):
        meeting = factories.make_meeting(invited.season, days=days, title=title)
        factories.make_invitee(meeting, aino)
    assert set(events(client, aino)) == {"vanha", invited.title, "uusi"}


def test_is_of_all_clubs_and_of_nobody_else(
    invited: Meeting, aino: Member, petri: Member, outi: Member, other_club: Club, client: Client
) -> None:
    season = factories.make_season(other_club)
    theirs = factories.make_meeting(season, title="Muiden")
    mine = factories.make_meeting(season, title="Toisessa klubissa", days=30)
    twin = factories.make_member(other_club, "Aino", "Aalto", user=aino.user, email="a@example.org")
    factories.make_invitee(mine, twin)
    assert set(events(client, aino)) == {invited.title, "Toisessa klubissa"}
    assert set(events(client, petri)) == {invited.title}
    # Who facilitates has the club's meetings without being invited to them.
    assert set(events(client, outi)) == {invited.title}
    assert theirs.title not in events(client, aino)


def test_a_meeting_called_off_says_so_for_thirty_days(
    invited: Meeting, outi: Member, aino: Member, client: Client,
    travel: Callable[[dt.datetime], None],
) -> None:  # fmt: skip
    call_off(meeting=invited, reason="", instead="", by=outi)
    invited.refresh_from_db()
    assert invited.cancelled_at is not None
    event = events(client, aino)[invited.title]
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    assert str(event["DESCRIPTION"]).startswith("Tämä tapaaminen on peruttu.")
    travel(invited.cancelled_at + dt.timedelta(days=29))
    assert invited.title in events(client, aino)
    travel(invited.cancelled_at + dt.timedelta(days=31))
    assert events(client, aino) == {}


def test_has_no_meeting_from_which_one_was_let_off(
    invited: Meeting, outi: Member, aino: Member, client: Client
) -> None:
    uninvite(invitee=invited.invitees.get(member=aino), by=outi)
    assert events(client, aino) == {}


def test_is_as_new_as_the_letters(
    meeting: Meeting, outi: Member, aino: Member, client: Client
) -> None:
    send_invitations(meeting=meeting, sender=outi)
    let_leave()
    change(meeting, place="Tila A1")
    event = events(client, aino)[meeting.title]
    seat = meeting.invitees.get(member=aino)
    assert (event["SEQUENCE"], str(event["LOCATION"])) == (seat.sequence_sent, "Tila A1")
    assert seat.told_at is not None
    assert event["DTSTAMP"].dt == seat.told_at.replace(microsecond=0)


def test_what_has_not_changed_is_not_sent_again(
    invited: Meeting, aino: Member, client: Client
) -> None:
    first = client.get(url_of(aino))
    again = client.get(url_of(aino), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    change(invited, place="Tila A1")
    newer = client.get(url_of(aino), headers={"If-None-Match": first["ETag"]})
    assert (newer.status_code, newer["ETag"] != first["ETag"]) == (200, True)


def test_keeps_no_session_and_tells_its_address_to_nobody(
    invited: Meeting, aino: Member, client: Client
) -> None:
    response = client.get(url_of(aino))
    assert response.cookies == {}
    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-referrer" in response["Referrer-Policy"]


def test_names_nobody(
    invited: Meeting, outi: Member, aino: Member, petri: Member, client: Client
) -> None:
    text = client.get(url_of(aino)).content.decode()
    assert [name for name in ("Aino", "Petri", "Outi", "Leena", "/a/") if name in text] == []


@pytest.mark.parametrize("why", ["left", "renewed", "inactive", "mistyped", "other key"])
def test_ends_with_membership_account_and_key(
    invited: Meeting, outi: Member, aino: Member, client: Client, why: str
) -> None:
    url, user = url_of(aino), user_of(aino)
    if why == "left":
        leave_club(member=aino, ended_by=outi.user)
    elif why == "renewed":
        renew_feed(user=user)
    elif why == "inactive":
        User.objects.filter(pk=user.pk).update(is_active=False)
    elif why == "mistyped":
        url = url.replace(".ics", "x.ics")
    else:
        token = factories.answer_token(invited.invitees.get(member=aino))
        url = reverse("meetings:feed", args=[token])
    assert client.get(url).status_code == 404


def test_speaks_the_persons_language(invited: Meeting, aino: Member, client: Client) -> None:
    User.objects.filter(pk=user_of(aino).pk).update(language="sv")
    invited.themes.add(factories.make_theme(invited.season.club))
    assert "Tema: " in str(events(client, aino)[invited.title]["DESCRIPTION"])


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_stay_the_same(
    invited: Meeting, aino: Member, client: Client, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        meeting = factories.make_meeting(invited.season, days=22 + number)
        factories.make_invitee(meeting, aino)
        factories.make_material(meeting)
        meeting.themes.add(factories.make_theme(invited.season.club, f"Teema {number}"))
    url = url_of(aino)
    with django_assert_num_queries(7):
        client.get(url)
