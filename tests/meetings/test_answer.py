"""The answer page of a letter's link: /a/<token>/."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clubs.links import sign
from clubs.models import Member
from meetings.models import Answer, Invitee, Meeting
from tests import factories


@pytest.fixture
def seat(invited: Meeting, aino: Member) -> Invitee:
    return invited.invitees.get(member=aino)


def page_of(seat: Invitee, query: str = "") -> str:
    return reverse("meetings:answer", args=[factories.answer_token(seat)]) + query


def test_greets_by_first_name_with_the_tapped_answer_chosen(seat: Invitee) -> None:
    page = Client().get(page_of(seat, "?answer=maybe")).content.decode()
    assert "Aino" in page
    assert "Hyvinvointi työssä" in page
    assert page.count("checked") == 1
    assert (
        'value="maybe" id="id_answer_1" checked'
        in " ".join(page.split()).replace('aria-describedby="id_answer_error" ', "")
        or 'value="maybe"' in page.split("checked")[0].rsplit("<input", 1)[1]
    )


def test_reading_changes_nothing(seat: Invitee) -> None:
    client = Client()
    for value in ("yes", "maybe", "no", "perhaps"):
        assert client.get(page_of(seat, f"?answer={value}")).status_code == 200
        assert client.head(page_of(seat, f"?answer={value}")).status_code == 200
    seat.refresh_from_db()
    assert (seat.answer, seat.answers.count()) == ("", 0)
    assert "sessionid" not in client.cookies


def test_one_press_saves_and_opens_a_light_session(seat: Invitee) -> None:
    client = Client()
    token = factories.answer_token(seat)
    url = reverse("meetings:answer", args=[token])
    response = client.post(url, {"answer": "yes", "greeting": "Hei pari"})
    assert (response.status_code, response["Location"]) == (303, f"{url}?done=meetings-answered")
    seat.refresh_from_db()
    assert seat.answer == "yes"
    [row] = seat.answers.all()
    assert (row.value, row.source, row.greeting, row.given_by) == (
        "yes",
        Answer.Source.MAIL,
        "Hei pari",
        seat.member,
    )
    assert list(client.session["links"]) == [str(seat.meeting_id)]
    assert client.get(reverse("meetings:meeting", args=[seat.meeting_id])).status_code == 200


def test_can_be_changed(seat: Invitee) -> None:
    client = Client()
    client.post(page_of(seat), {"answer": "yes"})
    client.post(page_of(seat), {"answer": "no"})
    seat.refresh_from_db()
    assert seat.answer == "no"
    assert list(seat.answers.order_by("at").values_list("value", flat=True)) == ["yes", "no"]


def test_shows_the_calendar_and_the_reading_after_saving(seat: Invitee, invited: Meeting) -> None:
    factories.make_material(invited, "Palautuminen kuuluu työhön", minutes=8)
    client = Client()
    before = client.get(page_of(seat)).content.decode()
    assert "Palautuminen" not in before
    after = client.post(page_of(seat), {"answer": "yes"}, follow=True).content.decode()
    assert "Palautuminen kuuluu työhön" in after
    assert reverse("meetings:calendar", args=[invited.pk]) in after


def test_an_answer_is_asked_for(seat: Invitee) -> None:
    response = Client().post(page_of(seat), {"greeting": "Nähdään"})
    assert response.status_code == 400
    page = response.content.decode()
    assert 'value="Nähdään"' in page
    assert "<title>Virhe: Vastauksesi" in page
    assert seat.answers.count() == 0


@pytest.mark.parametrize("value", ["perhaps", "", "yes\x00"])
def test_unknown_answers_are_refused(seat: Invitee, value: str) -> None:
    assert Client().post(page_of(seat), {"answer": value}).status_code == 400


def test_too_long_a_line_is_refused_and_kept(seat: Invitee) -> None:
    response = Client().post(page_of(seat), {"answer": "yes", "greeting": "x" * 301})
    assert response.status_code == 400
    assert "x" * 301 in response.content.decode()


def test_is_closed_once_the_meeting_has_begun(
    seat: Invitee, travel: Callable[[dt.datetime], None]
) -> None:
    travel(seat.meeting.starts_at + dt.timedelta(minutes=1))
    page = Client().get(page_of(seat))
    assert page.status_code == 200
    assert '<form class="stack"' not in page.content.decode()
    assert Client().post(page_of(seat), {"answer": "yes"}).status_code == 400
    assert seat.answers.count() == 0


def test_a_link_ends_two_weeks_after(seat: Invitee, travel: Callable[[dt.datetime], None]) -> None:
    travel(seat.meeting.ends_at + dt.timedelta(days=14, minutes=1))
    assert Client().get(page_of(seat)).status_code == 410
    assert Client().post(page_of(seat), {"answer": "yes"}).status_code == 410


def _revoked(seat: Invitee) -> str:
    token = factories.answer_token(seat)
    Invitee.objects.filter(pk=seat.pk).update(generation=1)
    return token


def _left(seat: Invitee) -> str:
    Member.objects.filter(pk=seat.member_id).update(left_at=timezone.now())
    return factories.answer_token(seat)


@pytest.mark.parametrize(
    "token_of",
    [
        lambda seat: "abc",
        lambda seat: factories.answer_token(seat)[:-1],
        lambda seat: factories.join_token(seat.member),
        lambda seat: sign("answer", seat.member_id, 0),
        _revoked,
        _left,
    ],
    ids=["mistyped", "cut", "another purpose", "another row", "revoked", "left the club"],
)
def test_links_that_do_not_work_give_a_plain_page(
    seat: Invitee, token_of: Callable[[Invitee], str]
) -> None:
    url = reverse("meetings:answer", args=[token_of(seat)])
    for response in (Client().get(url), Client().post(url, {"answer": "yes"})):
        page = response.content.decode()
        assert response.status_code == 404
        assert page.count("<h1") == 1
        assert "Aino" not in page
    assert seat.answers.count() == 0


def test_tells_nobody_where_the_reader_came_from(seat: Invitee) -> None:
    response = Client().get(page_of(seat))
    assert response["Referrer-Policy"] == "no-referrer, same-origin"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_is_in_the_language_of_the_letters(invited: Meeting, petri: Member) -> None:
    petri.user.language = "sv"
    petri.user.save()
    page = Client().get(page_of(invited.invitees.get(member=petri))).content.decode()
    assert '<html lang="sv">' in page


def test_other_methods_are_refused(seat: Invitee) -> None:
    assert Client().put(page_of(seat)).status_code == 405


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_stay_the_same(seat: Invitee, count: int, django_assert_num_queries: Any) -> None:
    factories.make_members(seat.meeting.season.club, count)
    for number in range(count):
        factories.make_material(seat.meeting, f"Artikkeli {number}")
    Client().post(page_of(seat), {"answer": "yes"})
    with django_assert_num_queries(5):
        Client().get(page_of(seat))


def test_the_line_to_the_hosts_stays_until_it_is_written_anew(
    seat: Invitee, aino: Member, outi: Member, client_of: Callable[[Member], Client]
) -> None:
    Client().post(page_of(seat), {"answer": "yes", "greeting": "Tuon kahvia"})
    client_of(aino).post(
        reverse("meetings:answer-own", args=[seat.meeting_id]), {"answer": "maybe"}
    )
    assert 'value="Tuon kahvia"' in Client().get(page_of(seat)).content.decode()
    people = reverse("meetings:participants", args=[seat.meeting_id])
    assert "Tuon kahvia" in client_of(outi).get(people).content.decode()
    Client().post(page_of(seat), {"answer": "yes", "greeting": ""})
    assert "Tuon kahvia" not in client_of(outi).get(people).content.decode()


def test_the_saved_answer_stands_first(seat: Invitee) -> None:
    Client().post(page_of(seat), {"answer": "no"})
    page = Client().get(page_of(seat)).content.decode()
    assert '<h2 id="question">Vastauksesi: En pääse</h2>' in page


def test_joining_remotely_is_offered_and_shown_only_where_one_can(
    seat: Invitee, outi: Member, client_of: Callable[[Member], Client]
) -> None:
    client, page = Client(), page_of(seat)
    assert 'value="remote"' not in client.get(page).content.decode()
    assert client.post(page, {"answer": "remote"}).status_code == 400
    Meeting.objects.filter(pk=seat.meeting_id).update(is_hybrid=True)
    assert 'value="remote"' in client.get(page).content.decode()
    assert client.post(page, {"answer": "remote"}).status_code == 303
    seen = client_of(outi).get(reverse("meetings:participants", args=[seat.meeting_id]))
    assert "Tulossa etänä" in seen.content.decode()
