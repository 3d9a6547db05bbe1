"""Who may do what: the table of rights, every URL × every role × POST (GET is in test_every_get.py)."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests.project.rights import ROLES, ROWS
from tests.project.world import World, all_patterns, kwargs_of, outcome, taken_back

pytestmark = pytest.mark.django_db


def ask(client: Client, method: str, path: str) -> str:
    """Ask once and take back whatever the request changed."""
    with taken_back():
        return outcome(client.get(path) if method == "GET" else client.post(path, {}))


def posted(world: World, name: str) -> dict[str, str]:
    """Return what each role is answered to an empty POST."""
    return {role: ask(world.client(role), "POST", world.address(name)) for role in ROLES}


def test_every_url_has_a_row() -> None:
    assert sorted(ROWS) == sorted(all_patterns())


@pytest.mark.parametrize("name", sorted(ROWS))
def test_each_role_may_do_what_the_table_says(world: World, name: str) -> None:
    assert posted(world, name) == ROWS[name]["POST"]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", [name for name in sorted(ROWS) if kwargs_of(name)])
def test_foreign_objects_do_not_exist(world: World, name: str, method: str) -> None:
    """Somebody with every right in their own club cannot tell another club's thing from nothing."""
    if "token" in kwargs_of(name) or "letter" in kwargs_of(name):
        return
    for key in kwargs_of(name):
        path = world.address(name, **{key: world.foreign[key]})
        answer = ask(world.client("facilitator"), method, path)
        assert answer in ("404", "405"), f"{key} of another club"


def admin_names() -> list[str]:
    """Return the names of the admin's list pages."""
    models = [model._meta for model in admin.site._registry]
    return ["index", *(f"{meta.app_label}_{meta.model_name}_changelist" for meta in models)]


@pytest.mark.parametrize("name", admin_names())
def test_the_admin_is_for_site_admins_only(world: World, name: str) -> None:
    path = reverse(f"admin:{name}")

    answers = {role: ask(world.client(role), "GET", path) for role in ROLES}

    assert answers.pop("admin") == "200"
    assert set(answers.values()) <= {"in", "302", "403", "404"}


def test_the_cast_is_whom_the_table_means(world: World) -> None:
    """The host pair hosts, the ex-member has left, the others stand outside."""
    cast = world.cast
    assert [place.member for place in cast.pair.places.all()] == [cast.leena, cast.timo]
    assert cast.eero.left_at is not None
    assert cast.ulla.club != cast.club
    assert cast.zaida.memberships.count() == 0
    assert (cast.admin.is_staff, cast.admin.memberships.count()) == (True, 0)
