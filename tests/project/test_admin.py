"""The admin is the safety net: every table can be looked at, nothing is written past the services, no secret is shown."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.models import Model
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests import factories
from tests.cast import make_admin
from tests.project.adminrows import SECRET, make_everything
from tests.project.source import APPS
from tests.project.world import taken_back
from ui.admin import ListedOnly, field_at, is_named
from ui.columns import LEFT_OUT, WORDS

pytestmark = pytest.mark.django_db

# What no site admin is shown, and why.
NOT_SHOWN = {
    "feedback.ScaleAnswer": "feedback is nobody's to read row by row",
    "feedback.TextAnswer": "feedback is nobody's to read row by row",
    "feedback.SurveyInvitee": "it says who has answered",
    "meetings.ReadMark": "a tick for oneself only",
    "meetings.HostAway": "dates on which somebody cannot are theirs and the facilitators'",
    "boards.Support": "boards count support, they do not name it",
    "auth.Permission": "one mark on the account decides",
    "auth.Group": "one mark on the account decides",
    "contenttypes.ContentType": "Django's own",
    "sessions.Session": "it holds what signs people in",
    "account.EmailConfirmation": "it holds keys",
}
# What writes: an account's name and rights, through the services.
CHANGED_HERE = {"accounts.User"}
REGISTERED = sorted(admin.site._registry.items(), key=lambda item: item[0]._meta.label)
SECRET_COLUMNS = {
    *(
        "password",
        "muted_letters",
        "generation",
        "feed_generation",
        "inputs",
        "is_new_in_role",
        "greeting",
        "key",
    ),
    *(
        "comment",
        "opening",
        "personal_note",
        "content",
        "html",
        "headers",
        "video_url",
        "client_id",
    ),
}


def page_of(model: type[Model], kind: str, *args: object) -> str:
    """Return the address of one of a table's pages."""
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{kind}", args=args)


@pytest.fixture
def site_admin(db: None) -> Client:
    """The browser of the site's admin, who reads Finnish."""
    client = Client()
    client.force_login(make_admin())
    return client


def fill(number: int) -> None:
    """So many of everything; the admin's own log too."""
    for _each in range(number):
        make_everything()
        user = User.objects.earliest("created_at")
        LogEntry.objects.create(
            user=user,
            content_type=ContentType.objects.get_for_model(User),
            object_repr="x",
            action_flag=ADDITION,
            action_time=timezone.now(),
        )


def rows() -> Iterator[tuple[type[Model], Model]]:
    """Yield a row of every registered table."""
    for model, _admin in REGISTERED:
        row = model._default_manager.first()
        assert row is not None, f"make_everything makes no {model._meta.label}"
        yield model, row


def test_every_table_is_there_or_is_left_out_for_a_reason() -> None:
    there = {model._meta.label for model, _admin in REGISTERED}

    assert {model._meta.label for model in apps.get_models()} - there == NOT_SHOWN.keys()


def test_lists_can_be_filtered_or_searched() -> None:
    """All but those of one row."""
    bare = [
        model._meta.label
        for model, shown in REGISTERED
        if not shown.search_fields or (not shown.list_filter and not shown.date_hierarchy)
    ]

    assert bare == ["meetings.CadenceRound", "outbox.Channel"]


def test_nothing_is_written_past_the_services(site_admin: Client) -> None:
    """No adding and no deleting anywhere; changing where a test of its own follows it to the services."""
    fill(1)
    refused = {
        (model._meta.label, kind): site_admin.get(
            page_of(model, kind, *([row.pk] if kind == "delete" else []))
        ).status_code
        for model, row in rows()
        for kind in ("add", "delete")
    }
    changed = {
        model._meta.label
        for model, row in rows()
        if site_admin.post(page_of(model, "change", row.pk), {}).status_code != 403
    }

    assert set(refused.values()) == {403}
    assert changed == CHANGED_HERE


def test_no_page_shows_a_secret_or_asks_more_for_more_rows(site_admin: Client) -> None:
    """Each list at 1, 3 and 30 rows, each row's page; in Finnish, with nothing that our policy for scripts refuses."""
    asked: dict[str, list[int]] = {}
    wrong = []
    with taken_back():
        for more in (1, 2, 27):
            fill(more)
            for model, _admin in REGISTERED:
                with CaptureQueriesContext(connection) as captured:
                    text = site_admin.get(page_of(model, "changelist")).content.decode()
                asked.setdefault(model._meta.label, []).append(len(captured))
                wrong += faults(model._meta.label, text)
        for model, row in rows():
            answer = site_admin.get(page_of(model, "change", row.pk))
            if answer.status_code == 200:
                wrong += faults(f"{model._meta.label} {row.pk}", answer.content.decode())

    assert wrong == []
    assert {label: counts for label, counts in asked.items() if len(set(counts)) > 1} == {}
    assert max(counts[0] for counts in asked.values()) <= 13


def faults(name: str, text: str) -> list[str]:
    """Return what is wrong with a page: a secret, or inline code."""
    found = [f"{name} shows {SECRET}"] if SECRET in text else []
    found += [
        f"{name} has {inline}"
        for inline in re.findall(r" style=|<style| on\w+=\"|<script(?![^>]* src)", text)
    ]
    return found


def columns_of(page: Any) -> list[str]:
    """Return the names of all columns that a table's pages show."""
    names = [name if isinstance(name, str) else name.__name__ for name in page.list_display]
    names += [given[0] if isinstance(given, tuple) else given for given in page.list_filter]
    if not isinstance(page, ListedOnly):
        names += page.get_fields(RequestFactory().get("/"), None)
    return [name for name in names if isinstance(name, str)]


def test_every_column_has_a_label_of_its_own() -> None:
    """In lists, on pages, in the filters and in what hangs on a row; Django would show the name that stands in the code."""
    shown = [(model, name) for model, page in REGISTERED for name in columns_of(page)]
    shown += [
        (inline.model, str(name))
        for _model, page in REGISTERED
        for inline in page.inlines
        for name in inline.fields or ()
    ]
    bare = {
        f"{model._meta.label}.{name}"
        for model, name in shown
        if (field := field_at(model, name)) and not is_named(field) and field.name not in WORDS
        if model._meta.app_label in APPS
    }

    assert bare == set()


def test_secret_columns_are_on_no_page(site_admin: Client) -> None:
    """Also those that hold nothing readable today. What people wrote has no page at all."""
    request = site_admin.get(reverse("admin:index")).wsgi_request
    shown = {
        f"{model._meta.label}.{name}"
        for model, page in REGISTERED
        if not isinstance(page, ListedOnly)
        for name in page.get_fields(request, None)
        if name in SECRET_COLUMNS
    }

    assert shown == set()


def test_the_front_page_names_every_table_in_finnish(site_admin: Client) -> None:
    text = site_admin.get(reverse("admin:index")).content.decode()

    assert "Vertaisklubi: ylläpito" in text
    assert [word for word in LEFT_OUT if word in text] == []
    for model, _page in REGISTERED:
        name = str(model._meta.verbose_name_plural)
        assert name != model.__name__.lower() + "s", model._meta.label
        assert re.search(re.escape(name), text, re.IGNORECASE), f"{model._meta.label}: {name}"


@pytest.mark.parametrize("is_staff", [True, False])
def test_the_mark_on_the_account_alone_decides(is_staff: bool) -> None:
    """Django's finer permissions play no part: a site admin sees all of it, nobody else any."""
    person = factories.make_user("Sami", "Sivusto", is_staff=is_staff, is_superuser=not is_staff)
    client = Client()
    client.force_login(person)

    answers = {client.get(page_of(model, "changelist")).status_code for model, _page in REGISTERED}

    assert answers == ({200} if is_staff else {302})


def test_search_and_filters_answer(site_admin: Client) -> None:
    """Each list searched, with one of its filters chosen."""
    fill(1)
    for model, _page in REGISTERED:
        path = page_of(model, "changelist")
        text = site_admin.get(path, {"q": "Meikäläinen"}).content.decode()
        for choice in re.findall(r'<a href="\?([^"]+)"', text)[-1:]:
            answer = site_admin.get(f"{path}?{choice.replace('&amp;', '&')}")
            assert answer.status_code == 200, (path, choice)


def test_django_finds_nothing_wrong_with_it() -> None:
    call_command("check", fail_level="WARNING")
