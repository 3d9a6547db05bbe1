from collections.abc import Callable

from django.test import Client

from accounts.models import User
from clubs.models import Member


def test_the_site_admin_sees_people_and_grants_clubs(
    client_of: Callable[[User], Client], admin: User, zaida: User
) -> None:
    client = client_of(admin)
    page = f"/admin/accounts/user/{zaida.pk}/change/"
    assert client.get("/admin/accounts/user/").status_code == 200
    assert client.get(page).status_code == 200

    client.post(
        page,
        {
            "first_name": "Zaida",
            "last_name": "Zetterberg",
            "language": "fi",
            "is_active": "on",
            "may_open_clubs": "on",
            "email": "changed@example.org",
        },
    )
    zaida.refresh_from_db()

    assert zaida.may_open_clubs
    assert zaida.email == "zaida.zetterberg@example.org"


def test_accounts_are_neither_opened_nor_deleted_there(
    client_of: Callable[[User], Client], admin: User, zaida: User
) -> None:
    client = client_of(admin)

    assert client.get("/admin/accounts/user/add/").status_code == 403
    assert client.get(f"/admin/accounts/user/{zaida.pk}/delete/").status_code == 403


def test_nobody_else_gets_in(client_of: Callable[[Member], Client], outi: Member) -> None:
    assert client_of(outi).get("/admin/accounts/user/").status_code == 302
