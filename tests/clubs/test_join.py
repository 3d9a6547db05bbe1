import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from django.db import connections
from django.test import Client
from django.utils import timezone

from accounts.models import User
from clubs.models import Club, Member
from clubs.services import NeedsSignIn, NotOpen, join_club
from tests.factories import join_token, make_club, make_member, make_user


@pytest.fixture
def mikael(club: Club) -> Member:
    """Somebody who is invited and has no account."""
    return make_member(club, "Mikael", "Lindholm", user=None, language="sv")


def link(member: Member) -> str:
    return f"/join/{join_token(member)}/"


def test_reading_the_invitation_changes_nothing(client: Client, mikael: Member) -> None:
    response = client.get(link(mikael))
    mikael.refresh_from_db()

    assert response.status_code == 200
    assert mikael.club.name in response.content.decode()
    assert mikael.user is None
    assert User.objects.count() == 0
    assert set(client.cookies) == {"csrftoken"}
    assert response["Referrer-Policy"] == "no-referrer, same-origin"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_it_speaks_the_language_of_the_letter_until_another_is_chosen(
    client: Client, mikael: Member
) -> None:
    assert "Gå med i klubben" in client.get(link(mikael)).content.decode()

    client.post("/language/", {"language": "en", "next": "/"})
    assert "Join the club" in client.get(link(mikael)).content.decode()


def test_accepting_opens_an_account_and_signs_in(client: Client, mikael: Member) -> None:
    response = client.post(link(mikael))
    mikael.refresh_from_db()
    user = mikael.user

    assert response.status_code == 303
    assert response["Location"] == f"/clubs/{mikael.club_id}/?done=joined"
    assert user is not None
    assert (user.email, user.get_full_name(), user.language) == (
        "mikael.lindholm@example.org",
        "Mikael Lindholm",
        "sv",
    )
    assert not user.has_usable_password()
    assert mikael.joined_at is not None
    assert client.session["_auth_user_id"] == str(user.pk)
    address = EmailAddress.objects.get()
    assert (address.user, address.email, address.verified, address.primary) == (
        user,
        user.email,
        True,
        True,
    )


def test_an_invitation_works_once(client: Client, mikael: Member) -> None:
    url = link(mikael)
    client.post(url)
    again = client.get(url)
    stranger = Client().post(url)

    assert again.status_code == 200
    assert "Du har gått med i klubben" in again.content.decode()
    assert stranger.status_code == 410
    assert "Inbjudan har redan använts" in stranger.content.decode()
    assert User.objects.count() == 1


def test_an_address_with_an_account_must_sign_in_first(
    client: Client, client_of: Callable[[User], Client], mikael: Member
) -> None:
    user = make_user("Mikael", "Lindholm", email="mikael.lindholm@example.org")
    url = link(mikael)
    response = client.post(url)
    mikael.refresh_from_db()

    assert response.status_code == 303
    assert (
        response["Location"]
        == f"/accounts/login/?next={url.replace(':', '%3A').replace('/', '%2F')}"
    )
    assert mikael.user is None
    assert "_auth_user_id" not in client.session

    signed_in = client_of(user)
    assert signed_in.get(url).status_code == 200
    assert signed_in.post(url)["Location"] == f"/clubs/{mikael.club_id}/?done=joined"
    mikael.refresh_from_db()
    assert mikael.user == user


def test_whoever_is_signed_in_joins_with_that_account(
    client_of: Callable[[User], Client], mikael: Member, zaida: User
) -> None:
    client = client_of(zaida)

    assert "Käytössä on tunnus: Zaida Zetterberg." in client.get(link(mikael)).content.decode()
    client.post(link(mikael))
    mikael.refresh_from_db()
    assert mikael.user == zaida


def test_nobody_is_twice_in_a_club(
    client_of: Callable[[Member], Client], aino: Member, mikael: Member
) -> None:
    response = client_of(aino).post(link(mikael))
    mikael.refresh_from_db()

    assert response.status_code == 409
    assert "Olet jo tässä klubissa." in response.content.decode()
    assert mikael.user is None


def test_one_person_joins_two_clubs_with_one_account(client: Client, mikael: Member) -> None:
    other = make_member(make_club("Toinen"), "Mikael", "Lindholm", user=None)
    client.post(link(mikael))
    client.post(link(other))
    other.refresh_from_db()
    mikael.refresh_from_db()

    assert other.user == mikael.user


def test_the_link_is_good_for_two_weeks(
    client: Client, mikael: Member, travel: Callable[[dt.datetime], None]
) -> None:
    url = link(mikael)
    now = timezone.now()

    travel(now + dt.timedelta(days=13, hours=23))
    assert client.get(url).status_code == 200
    travel(now + dt.timedelta(days=14, minutes=1))
    assert client.get(url).status_code == 410
    assert client.post(url).status_code == 410
    assert User.objects.count() == 0


def test_an_address_corrected_meanwhile_ends_the_old_link(client: Client, mikael: Member) -> None:
    url = link(mikael)
    Member.objects.filter(pk=mikael.pk).update(generation=mikael.generation + 1)

    assert client.get(url).status_code == 410
    assert client.post(url).status_code == 410


@pytest.mark.parametrize("change", ["cut", "other purpose", "nonsense", "nobody"])
def test_a_link_that_never_was_is_a_plain_page(client: Client, mikael: Member, change: str) -> None:
    token = join_token(mikael)
    if change == "nobody":
        mikael.delete()
    tokens = {
        "cut": token[:-1],
        "other purpose": token.replace(":", ";", 1),
        "nonsense": "å" * 300,
        "nobody": token,
    }
    response = client.get(f"/join/{tokens[change]}/")

    assert response.status_code == 404
    assert "Linkki ei toimi" in response.content.decode()


def test_a_person_without_a_last_name_can_join(client: Client, club: Club) -> None:
    rector = make_member(club, "Rehtori", "", email="rehtori@example.org", user=None)

    assert client.post(link(rector)).status_code == 303


def test_the_service_refuses_what_the_page_would(mikael: Member) -> None:
    stale = Member.objects.get(pk=mikael.pk)
    user = join_club(member=mikael)

    with pytest.raises(NeedsSignIn):
        join_club(member=stale)
    other = make_user("Joku", "Muu")
    with pytest.raises(NotOpen):
        join_club(member=stale, user=other)
    assert mikael.user == user


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_open_one_account(mikael: Member) -> None:
    url = link(mikael)

    def press(_number: int) -> int:
        try:
            return Client().post(url).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(press, range(4)))

    assert statuses[0] == 303
    assert set(statuses) <= {303, 410}
    assert User.objects.count() == 1
    assert Member.objects.get(pk=mikael.pk).user == User.objects.get()


def test_somebody_comes_back_by_another_address(
    client_of: Callable[[User], Client], mikael: Member, zaida: User
) -> None:
    earlier = make_member(mikael.club, "Mikael", "Vanha", user=zaida)
    Member.objects.filter(pk=earlier.pk).update(left_at=timezone.now())
    client = client_of(zaida)
    assert client.post(link(mikael))["Location"] == f"/clubs/{mikael.club_id}/?done=joined"
    assert client.get(f"/clubs/{mikael.club_id}/").status_code == 200
    assert list(Member.objects.filter(user=zaida)) == [mikael]
