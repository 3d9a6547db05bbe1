from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from accounts.models import User
from clubs.models import Member
from tests.factories import make_club, make_facilitator


def test_a_facilitator_has_the_facilitator_s_links(
    client_of: Callable[[Member], Client], outi: Member
) -> None:
    response = client_of(outi).get(reverse("clubs:people", args=[outi.club_id]))
    navigation = response.context["navigation"]

    assert navigation.role == "facilitator"
    assert navigation.club == outi.club
    assert [item.label for item in navigation.items if item.is_current] == ["Jäsenet"]
    assert 'aria-current="page"' in response.content.decode()


def test_a_page_below_a_link_belongs_to_it(
    client_of: Callable[[Member], Client], outi: Member, aino: Member
) -> None:
    response = client_of(outi).get(reverse("clubs:member-edit", args=[aino.pk]))
    current = [item for item in response.context["navigation"].items if item.is_current]

    assert [item.label for item in current] == ["Jäsenet"]
    assert not current[0].is_exact


def test_a_member_of_one_club_facilitates_another(
    client_of: Callable[[Member], Client], aino: Member
) -> None:
    make_facilitator(make_club("Toinen klubi"), "Aino", "Aalto", user=aino.user)
    navigation = client_of(aino).get("/settings/").context["navigation"]

    assert navigation.role == "facilitator"
    assert navigation.club.name == "Toinen klubi"


def test_somebody_without_a_club_has_a_name_and_no_links(
    client_of: Callable[[User], Client], zaida: User
) -> None:
    navigation = client_of(zaida).get("/settings/").context["navigation"]

    assert (navigation.person, list(navigation.items), navigation.club) == (
        "Zaida Zetterberg",
        [],
        None,
    )


def test_a_stranger_has_nothing(client: Client, db: None) -> None:
    navigation = client.get("/accounts/login/").context["navigation"]

    assert (navigation.person, list(navigation.items)) == ("", [])
