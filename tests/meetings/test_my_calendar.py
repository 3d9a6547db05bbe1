"""The page with the address of one's own calendar feed: /me/calendar/, and its renewal."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import Entry
from clubs.models import Member
from meetings.models import Meeting

ClientOf = Callable[[Any], Client]
PAGE = reverse("meetings:my-calendar")


def address_on(page: str) -> str:
    """The path of the address that the page shows."""
    found = re.search(r'id="feed-address"[^>]* value="([^"]+)"', page)
    assert found is not None
    url = html.unescape(found[1])
    assert url.startswith("http://localhost")
    return "/" + url.split("/", 3)[3]


def test_shows_an_address_that_works(
    invited: Meeting, aino: Member, client: Client, client_of: ClientOf
) -> None:
    page = client_of(aino).get(PAGE).content.decode()
    assert client.get(address_on(page)).status_code == 200
    assert 'href="webcal://localhost' in page


def test_a_new_address_ends_the_old_one(
    invited: Meeting, aino: Member, client: Client, client_of: ClientOf
) -> None:
    own = client_of(aino)
    old = address_on(own.get(PAGE).content.decode())
    response = own.post(reverse("meetings:my-calendar-renew"))
    assert (response.status_code, response["Location"]) == (
        303,
        f"{PAGE}?done=meetings-feed-renewed",
    )
    new = address_on(own.get(PAGE).content.decode())
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)
    entry = Entry.objects.get(action="accounts.feed_renewed")
    assert entry.actor == str(aino.user_id)


@pytest.mark.parametrize("name", ["eero", "zaida"])
def test_somebody_in_no_club_is_told_so(
    request: pytest.FixtureRequest, client_of: ClientOf, name: str
) -> None:
    page = client_of(request.getfixturevalue(name)).get(PAGE).content.decode()
    assert "Et kuulu mihinkään klubiin" in page
    assert "feed-address" not in page


@pytest.mark.parametrize("page", ["/settings/", "/me/"])
def test_is_found_from_settings_and_own_page(
    invited: Meeting, aino: Member, client_of: ClientOf, page: str
) -> None:
    assert f'href="{PAGE}"' in client_of(aino).get(page).content.decode()


def test_asks_strangers_to_sign_in(client: Client, zaida: User) -> None:
    assert client.get(PAGE)["Location"].startswith("/accounts/login/")
    assert client.post(reverse("meetings:my-calendar-renew")).status_code == 302
