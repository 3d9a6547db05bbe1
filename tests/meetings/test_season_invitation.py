"""The season's invitation: /seasons/<season>/invitation/, its preview, its sending and its progress."""

from collections.abc import Callable
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clubs.models import Member, Season
from meetings.models import Meeting, SeasonInvitation
from outbox import mime
from outbox.delivery import run_due
from outbox.models import Message, State
from tests import factories

ClientOf = Callable[[Member], Client]


@pytest.fixture
def dates(season: Season, meeting: Meeting, aino: Member, petri: Member) -> list[Meeting]:
    """Two coming meetings, and one that has been held."""
    factories.make_meeting(season, days=-21, title="Pidetty")
    return [meeting, factories.make_meeting(season, days=40, title="Luotsimalli: kaikille")]


def url_of(name: str, season: Season) -> str:
    return reverse(f"meetings:season-{name}", args=[season.pk])


def letters() -> dict[str, Message]:
    return {row.to_email.partition(".")[0]: row for row in Message.objects.all()}


def test_one_letter_a_person_with_every_coming_date(
    dates: list[Meeting], season: Season, outi: Member, client_of: ClientOf
) -> None:
    Member.objects.filter(first_name="Petri").update(language="sv", user=None)
    response = client_of(outi).post(url_of("send", season))
    assert response["Location"] == url_of("invitation", season) + "?done=meetings-season-sent"
    assert sorted(letters()) == ["aino", "leena", "petri", "timo"]
    to_aino = letters()["aino"]
    assert to_aino.subject == f"{season.name}: 2 tapaamista"
    for words in (to_aino.text, to_aino.html):
        assert "Luotsimalli: kaikille" in words
        assert "Hyvinvointi työssä" in words
        assert "Leena Lahti ja Timo Tuuli" in words
        assert "Pidetty" not in words
    assert letters()["petri"].subject == f"{season.name}: 2 träffar"
    season.refresh_from_db()
    assert season.announced_at is not None


def test_each_letter_opens_its_own_page_only(
    dates: list[Meeting], season: Season, outi: Member, aino: Member, client_of: ClientOf
) -> None:
    client_of(outi).post(url_of("send", season))
    # Whom it refers to; what follows says in which second it was signed.
    token = factories.season_token(season, aino).partition(":")[0]
    page = reverse("meetings:season-answer", args=[token]).rstrip("/")
    assert page in letters()["aino"].text
    assert page not in letters()["leena"].text


def test_pressed_again_it_reaches_only_late_joiners(
    dates: list[Meeting], season: Season, outi: Member, client_of: ClientOf
) -> None:
    client = client_of(outi)
    client.post(url_of("send", season))
    again = client.post(url_of("send", season))
    assert again["Location"].endswith("?done=meetings-nobody-new")
    late = factories.make_member(season.club, "Uusi", "Ukko", user=None)
    client.post(url_of("send", season))
    assert Message.objects.count() == 5
    assert Message.objects.get(person=str(late.pk)).state == State.QUEUED
    assert dates[0].invitees.filter(member=late).exists()
    late.refresh_from_db()
    assert late.joining_mailed_at is not None


def test_a_corrected_address_gets_it_again(
    dates: list[Meeting], season: Season, outi: Member, aino: Member, client_of: ClientOf
) -> None:
    client = client_of(outi)
    client.post(url_of("send", season))
    Message.objects.filter(person=str(aino.pk)).update(state=State.FAILED, next_at=None)
    Member.objects.filter(pk=aino.pk).update(email="aino.uusi@example.org")
    client.post(url_of("send", season))
    sent = Message.objects.filter(person=str(aino.pk)).order_by("created_at")
    assert [row.to_email for row in sent] == ["aino.aalto@example.org", "aino.uusi@example.org"]


@pytest.mark.parametrize("has_left", [False, True])
def test_who_left_before_it_did_gets_none(
    dates: list[Meeting],
    season: Season,
    outi: Member,
    aino: Member,
    client_of: ClientOf,
    smtp_server: Any,
    has_left: bool,
) -> None:
    client_of(outi).post(url_of("send", season))
    if has_left:
        Member.objects.filter(pk=aino.pk).update(left_at=timezone.now())
    run_due()
    assert letters()["aino"].state == (State.CANCELLED if has_left else State.SENT)
    assert letters()["timo"].state == State.SENT


def test_nothing_to_send_is_said_and_nothing_is_written(
    season: Season, aino: Member, outi: Member, client_of: ClientOf
) -> None:
    client = client_of(outi)
    assert "tulevia tapaamisia" in client.get(url_of("invitation", season)).content.decode()
    assert client.get(url_of("preview", season)).status_code == 404
    response = client.post(url_of("send", season))
    assert response.status_code == 400
    assert "Kaudella ei ole tulevia tapaamisia." in response.content.decode()
    assert SeasonInvitation.objects.count() == 0
    season.refresh_from_db()
    assert season.announced_at is None


def test_the_preview_belongs_to_nobody(
    dates: list[Meeting], season: Season, outi: Member, client_of: ClientOf
) -> None:
    client = client_of(outi)
    html = client.get(url_of("preview", season) + "?language=sv").content.decode()
    assert 'lang="sv"' in html
    assert "/s/" not in html
    assert "/join/" not in html
    text = client.get(url_of("preview", season) + "?part=text&language=en").content.decode()
    assert "Answer all dates" in text
    assert "/s/" not in text


def test_the_copy_to_oneself_arrives_and_belongs_to_nobody(
    dates: list[Meeting], season: Season, outi: Member, client_of: ClientOf, smtp_server: Any
) -> None:
    client_of(outi).post(url_of("send-to-me", season), {"language": "fi"})
    [letter] = smtp_server.to("outi.oivallus@example.org")
    assert letter["Subject"] == f"Esikatselu: {season.name}: 2 tapaamista"
    assert "/s/" not in letter.get_body(("plain",)).get_content()
    assert Message.objects.count() == 0


def test_the_progress_tells_how_many_have_left(
    dates: list[Meeting], season: Season, outi: Member, client_of: ClientOf
) -> None:
    client = client_of(outi)
    client.post(url_of("send", season))
    assert "0/4" in client.get(url_of("progress", season)).content.decode()
    Message.objects.filter(to_email__startswith="aino").update(state=State.SENT, next_at=None)
    assert "1/4" in client.get(url_of("progress", season)).content.decode()


def test_the_letter_as_mail_has_no_calendar_entry(
    dates: list[Meeting], season: Season, outi: Member, client_of: ClientOf
) -> None:
    client_of(outi).post(url_of("send", season))
    data = mime.as_bytes(letters()["aino"], sender="klubi@example.org")
    mail = message_from_bytes(data, policy=policy.default)
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


@pytest.mark.parametrize("more", [0, 2, 29])
def test_queries_stay_the_same(
    dates: list[Meeting],
    season: Season,
    outi: Member,
    client_of: ClientOf,
    more: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(more):
        factories.make_member(season.club, f"Jäsen{number}", "Uusi", user=None)
    client = client_of(outi)
    client.post(url_of("send", season))
    with django_assert_num_queries(10):
        client.get(url_of("invitation", season))
