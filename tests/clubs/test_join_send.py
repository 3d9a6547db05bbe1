import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Entry
from clubs.joining import KIND, unwanted_joining
from clubs.models import Club, Member
from clubs.people_rows import Standing, standing_of
from clubs.services import (
    Outcome,
    correct_address,
    join_club,
    leave_club,
    merge_members,
    send_joining,
)
from home.services import mend_letter, take_address_back
from outbox.models import Message, State
from outbox.services import suppress, written_anew
from tests.cast import Cast
from tests.factories import make_facilitator, make_member
from tests.races import at_once

JOIN = re.compile(re.escape(settings.BASE_URL) + r"(/join/[\w:.-]+/)")


def url(member: Member) -> str:
    return f"/people/{member.pk}/invite/"


def letters() -> list[Message]:
    return list(Message.objects.filter(kind=KIND).order_by("created_at"))


def left(message: Message) -> None:
    """The letter has left."""
    Message.objects.filter(pk=message.pk).update(state=State.SENT, sent_at=timezone.now())


@pytest.fixture
def untold(club: Club) -> Member:
    """Somebody added today, to whom nothing has been sent."""
    return make_member(club, "Yrjö", "Ylä", user=None)


@pytest.fixture
def page(client_of: Callable[[Member], Client], outi: Member) -> Client:
    """The facilitator's browser."""
    return client_of(outi)


def test_one_press_sends_the_invitation_and_the_state_says_so(
    page: Client, outi: Member, untold: Member
) -> None:
    response = page.post(url(untold))
    untold.refresh_from_db()
    [letter] = letters()
    entry = Entry.objects.get(action="clubs.joining_sent")

    assert response.status_code == 303
    assert response["Location"] == f"/clubs/{outi.club_id}/people/?done=joining-sent"
    assert standing_of(untold) == Standing.INVITED
    assert (letter.to_email, letter.person) == (untold.email, str(untold.pk))
    assert letter.headers["Reply-To"] == outi.email
    assert (entry.actor, entry.club, entry.object) == (
        str(outi.user_id),
        str(outi.club_id),
        str(untold.pk),
    )


@pytest.mark.parametrize(
    ("language", "subject", "role", "button"),
    [
        ("fi", "Liittymiskutsu: Esihenkilöiden vertaisklubi", "Roolisi: Jäsen", "Liity klubiin"),
        (
            "sv",
            "Inbjudan att gå med: Esihenkilöiden vertaisklubi",
            "Din roll: Medlem",
            "Gå med i klubben",
        ),
        (
            "en",
            "Invitation to join: Esihenkilöiden vertaisklubi",
            "Your role: Member",
            "Join the club",
        ),
    ],
)
def test_the_letter_says_which_club_who_facilitates_and_the_role(
    outi: Member, club: Club, language: str, subject: str, role: str, button: str
) -> None:
    make_facilitator(club, "Pirjo", "Pari")
    reader = make_member(club, "Mikael", "Lindholm", user=None, language=language)
    send_joining(member=reader, sender=outi)
    [letter] = letters()

    assert letter.subject == subject
    assert role in letter.text
    assert "Outi Oivallus, Pirjo Pari" in letter.text
    assert f"{button}: {settings.BASE_URL}/join/" in letter.text
    assert len(JOIN.findall(letter.html)) == 1


def test_who_joins_by_the_letter_can_facilitate_at_once(
    page: Client, client: Client, untold: Member
) -> None:
    """No invitation to a meeting is needed in between."""
    page.post(url(untold))
    [path] = JOIN.findall(letters()[0].text)
    reading = client.get(path)
    untold.refresh_from_db()
    assert (reading.status_code, untold.user) == (200, None)

    assert client.post(path).status_code == 303
    data = {"first_name": "Yrjö", "last_name": "Ylä", "email": untold.email, "role": "facilitator"}
    page.post(f"/people/{untold.pk}/", data)
    untold.refresh_from_db()

    assert untold.is_facilitator
    assert untold.user is not None


def test_somebody_who_lost_the_account_is_told_of_the_role(outi: Member, club: Club) -> None:
    """Whoever erased their account is still on the list, as what they were."""
    other = make_facilitator(club, "Pirjo", "Pari", user=None, joined_at=timezone.now())
    send_joining(member=other, sender=outi)

    assert "Roolisi: Vetäjä" in letters()[0].text
    assert "Olet klubin vetäjä" in letters()[0].text


def test_pressed_twice_it_is_sent_once(page: Client, untold: Member) -> None:
    page.post(url(untold))
    left(letters()[0])
    again = page.post(url(untold))

    assert again["Location"].endswith("?done=joining-already")
    assert len(letters()) == 1
    assert Entry.objects.filter(action="clubs.joining_sent").count() == 1


def test_later_it_is_sent_again_and_both_links_work(
    client: Client, outi: Member, untold: Member, travel: Callable[[dt.datetime], None]
) -> None:
    send_joining(member=untold, sender=outi)
    left(letters()[0])
    later = timezone.now() + dt.timedelta(days=2)
    travel(later)
    send_joining(member=untold, sender=outi)
    untold.refresh_from_db()

    paths = [JOIN.findall(letter.text)[0] for letter in letters()]
    assert len(set(paths)) == 2
    assert [client.get(path).status_code for path in paths] == [200, 200]
    assert untold.joining_mailed_at == later


def test_one_that_still_waits_is_not_doubled(
    outi: Member, untold: Member, travel: Callable[[dt.datetime], None]
) -> None:
    send_joining(member=untold, sender=outi)
    travel(timezone.now() + dt.timedelta(hours=1))

    assert send_joining(member=untold, sender=outi) == Outcome.ALREADY


def test_one_that_failed_is_sent_again_at_once(outi: Member, untold: Member) -> None:
    send_joining(member=untold, sender=outi)
    Message.objects.update(state=State.BOUNCED)

    outcome = send_joining(member=untold, sender=outi)

    assert outcome == Outcome.SENT
    assert len(letters()) == 2


def test_who_has_joined_or_left_gets_none_and_the_page_says_why(
    page: Client, aino: Member, untold: Member
) -> None:
    leave_club(member=untold)
    joined, gone = page.post(url(aino)), page.post(url(untold))

    assert (joined.status_code, gone.status_code) == (409, 409)
    assert "Henkilö on jo liittynyt klubiin." in joined.content.decode()
    assert "Ota hänet ensin takaisin klubiin." in gone.content.decode()
    assert letters() == []


def test_an_address_from_which_mail_came_back_is_mended_among_the_messages(
    page: Client, outi: Member, untold: Member
) -> None:
    suppress(address=untold.email, reason="bounced", detail="550")
    response = page.post(url(untold))
    untold.refresh_from_db()

    assert response["Location"] == f"/clubs/{untold.club_id}/mail/?done=joining-returned"
    assert untold.joining_mailed_at is None
    [letter] = letters()
    assert letter.state == State.FAILED
    assert "Yrjö Ylä, " in page.get(f"/clubs/{untold.club_id}/mail/").content.decode()

    take_address_back(message=letter, by=outi)
    untold.refresh_from_db()
    assert standing_of(untold) == Standing.INVITED
    assert letters()[-1].state == State.QUEUED


@pytest.mark.parametrize("deed", ["join", "leave", "address"])
def test_a_letter_that_is_not_true_any_more_does_not_leave(
    outi: Member, untold: Member, deed: str
) -> None:
    send_joining(member=untold, sender=outi)
    assert unwanted_joining(letters()) == set()

    if deed == "join":
        join_club(member=untold)
    elif deed == "leave":
        leave_club(member=untold)
    else:
        correct_address(member=untold, email="yrjo@example.org")
    [letter] = letters()

    assert unwanted_joining([letter]) == {letter.pk}


def test_a_letter_to_a_row_that_was_merged_away_does_not_leave(
    outi: Member, aino: Member, untold: Member
) -> None:
    send_joining(member=untold, sender=outi)
    kept = Member.objects.select_related("club").get(pk=aino.pk)
    merge_members(kept=kept, double=Member.objects.select_related("club").get(pk=untold.pk))
    [letter] = letters()

    assert letter.person == str(aino.pk)
    assert unwanted_joining([letter]) == {letter.pk}


def test_a_corrected_address_gets_the_letter_with_a_new_link(
    client: Client, outi: Member, untold: Member
) -> None:
    send_joining(member=untold, sender=outi)
    [first] = letters()
    Message.objects.update(state=State.BOUNCED)
    first.refresh_from_db()
    mend_letter(message=first, member=untold, email="yrjo@example.org", by=outi)
    untold.refresh_from_db()
    second = letters()[-1]

    assert second.to_email == "yrjo@example.org"
    assert standing_of(untold) == Standing.INVITED
    assert client.get(JOIN.findall(first.text)[0]).status_code == 410
    assert client.get(JOIN.findall(second.text)[0]).status_code == 200
    assert unwanted_joining([second]) == set()


def test_it_is_written_anew_until_the_person_has_joined(outi: Member, untold: Member) -> None:
    send_joining(member=untold, sender=outi)
    [letter] = letters()
    join_club(member=untold)
    now = timezone.now()
    shown = written_anew(letter.pk, is_inert=True, now=now)

    assert written_anew(letter.pk, is_inert=False, now=now) is None
    assert shown is not None
    assert "/join/" not in shown.text


def test_the_button_is_only_for_those_who_have_not_joined(
    page: Client, outi: Member, aino: Member, untold: Member
) -> None:
    table = page.get(f"/clubs/{outi.club_id}/people/").content.decode()
    own, other = page.get(f"/people/{untold.pk}/"), page.get(f"/people/{aino.pk}/")

    assert table.count("/invite/") == 1
    assert url(untold) in table
    assert url(untold) in own.content.decode()
    assert "/invite/" not in other.content.decode()


def test_the_page_of_letters_names_it(page: Client, outi: Member, untold: Member) -> None:
    page.post(url(untold))
    left(letters()[0])

    club = f"club:{outi.club_id}"
    listed = page.get(f"/clubs/{outi.club_id}/mail/").content.decode()
    sending = page.get(f"/clubs/{outi.club_id}/mail/sent/{club}/{KIND}/").content.decode()

    assert "Liittymiskutsu" in listed
    assert "Yrjö Ylä" in sending


@pytest.mark.parametrize("number", [1, 30])
def test_queries_do_not_grow_with_people(
    page: Client,
    club: Club,
    number: int,
    untold: Member,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for index in range(number):
        make_member(club, "Jäsen", f"Nro{index}", email=f"j{index}@example.org", user=None)

    with django_assert_num_queries(20):
        assert page.post(url(untold)).status_code == 303


def test_others_may_not(client_of: Callable[[Member | User], Client], cast: Cast) -> None:
    people = {name: getattr(cast, name) for name in ("petri", "eero", "ulla", "zaida", "admin")}
    statuses = {
        name: client_of(one).post(url(cast.aino)).status_code for name, one in people.items()
    }

    assert statuses == {"petri": 403, "eero": 404, "ulla": 404, "zaida": 404, "admin": 404}
    assert client_of(cast.outi).get(url(cast.aino)).status_code == 405
    assert letters() == []


@pytest.mark.django_db(transaction=True)
def test_two_facilitators_at_once_send_one(outi: Member, untold: Member) -> None:
    other = make_facilitator(outi.club, "Pirjo", "Pari")
    outcomes = at_once(
        lambda: send_joining(member=Member.objects.get(pk=untold.pk), sender=outi),
        lambda: send_joining(member=Member.objects.get(pk=untold.pk), sender=other),
    )

    assert outcomes == ["done", "done"]
    assert len(letters()) == 1
