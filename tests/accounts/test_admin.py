"""Accounts in the admin: names and rights are saved by the services, and nobody shuts themselves out."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from audit.models import Entry
from clubs.models import Member
from tests.cast import user_of

Browser = Callable[[User | Member], Client]


def page_of(user: User) -> str:
    """Return the address of somebody's page."""
    return f"/admin/accounts/user/{user.pk}/change/"


def form_of(user: User, **changes: str) -> dict[str, str]:
    """Return what the page posts, with some of it changed; an empty value is a box that is not ticked."""
    ticks = {
        name: "on" for name in ("may_open_clubs", "is_active", "is_staff") if getattr(user, name)
    }
    names = {name: getattr(user, name) for name in ("first_name", "last_name", "language")}
    return {name: value for name, value in {**names, **ticks, **changes}.items() if value}


def test_the_site_admin_sees_people_and_grants_clubs(
    client_of: Browser, admin: User, zaida: User
) -> None:
    client = client_of(admin)
    assert client.get("/admin/accounts/user/").status_code == 200
    assert client.get(page_of(zaida)).status_code == 200

    client.post(page_of(zaida), form_of(zaida, may_open_clubs="on", email="changed@example.org"))
    zaida.refresh_from_db()

    assert zaida.may_open_clubs
    assert zaida.email == "zaida.zetterberg@example.org"
    entry = Entry.objects.get(action="accounts.rights_changed")
    assert (entry.actor, entry.object) == (str(admin.pk), str(zaida.pk))
    assert entry.detail == "may_open_clubs=yes"


def test_what_stays_as_it_was_is_not_in_the_log(
    client_of: Browser, admin: User, zaida: User
) -> None:
    client_of(admin).post(page_of(zaida), form_of(zaida, language="sv"))

    zaida.refresh_from_db()
    assert zaida.language == "sv"
    assert not Entry.objects.filter(action="accounts.rights_changed").exists()


def test_a_new_name_reaches_the_persons_clubs(
    client_of: Browser, admin: User, aino: Member
) -> None:
    user = user_of(aino)

    client_of(admin).post(page_of(user), form_of(user, last_name="Uusinen"))

    aino.refresh_from_db()
    assert aino.last_name == "Uusinen"


def test_an_account_that_is_not_active_is_outside_at_once(
    client_of: Browser, admin: User, aino: Member
) -> None:
    user = user_of(aino)
    hers = client_of(aino)
    assert hers.get(f"/clubs/{aino.club_id}/").status_code == 200

    client_of(admin).post(page_of(user), form_of(user, is_active=""))

    assert hers.get(f"/clubs/{aino.club_id}/").status_code == 302


@pytest.mark.parametrize("mark", ["is_active", "is_staff"])
def test_nobody_shuts_themselves_out(client_of: Browser, admin: User, mark: str) -> None:
    answer = client_of(admin).post(page_of(admin), form_of(admin, first_name="X", **{mark: ""}))

    admin.refresh_from_db()
    assert "Et voi ottaa tätä pois itseltäsi." in answer.content.decode()
    assert (getattr(admin, mark), admin.first_name) == (True, "Saara")


def test_a_site_admin_who_is_no_more_gets_no_page(
    client_of: Browser, admin: User, zaida: User
) -> None:
    """Django's mark of whoever was made by createsuperuser goes with it."""
    client = client_of(admin)
    client.post(page_of(zaida), form_of(zaida, is_staff="on"))
    theirs = client_of(zaida)
    assert theirs.get("/admin/clubs/club/").status_code == 200

    client_of(zaida).post(page_of(admin), form_of(admin, is_staff=""))

    admin.refresh_from_db()
    assert (admin.is_staff, admin.is_superuser) == (False, False)
    assert client.get("/admin/clubs/club/").status_code == 302


def test_accounts_are_neither_opened_nor_deleted_there(
    client_of: Browser, admin: User, zaida: User
) -> None:
    client = client_of(admin)

    assert client.get("/admin/accounts/user/add/").status_code == 403
    assert client.get(f"/admin/accounts/user/{zaida.pk}/delete/").status_code == 403


def test_nobody_else_gets_in(client_of: Browser, outi: Member) -> None:
    assert client_of(outi).get("/admin/accounts/user/").status_code == 302
