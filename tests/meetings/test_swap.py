"""A request to swap host turns as both pairs see it: GET /swaps/<swap>/."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clubs.models import Member
from meetings.models import Meeting, TurnSwap
from meetings.services import answer_swap, ask_swap
from tests import factories

ClientOf = Callable[[Member], Client]
ACCEPT, DECLINE, WITHDRAW = "Hyväksy vaihto", "Hylkää", "Peru ehdotus"


@pytest.fixture
def swap(invited: Meeting, their_turn: Meeting, leena: Member) -> TurnSwap:
    """Leena asks Aino and Petri."""
    return ask_swap(
        offered=invited, wanted=their_turn, asked_by=leena, message="Olen leirikoulussa."
    )


def page(client: Client, swap: TurnSwap) -> str:
    response = client.get(reverse("meetings:swap", args=[swap.pk]))
    assert response.status_code == 200
    return response.content.decode()


def offered(html: str) -> list[str]:
    """The deeds that the page offers."""
    return [words for words in (ACCEPT, DECLINE, WITHDRAW) if f"</svg>{words}</button>" in html]


def test_each_side_sees_what_it_may_do(
    swap: TurnSwap, aino: Member, timo: Member, outi: Member, client_of: ClientOf
) -> None:
    assert offered(page(client_of(aino), swap)) == [ACCEPT, DECLINE]
    assert offered(page(client_of(timo), swap)) == [WITHDRAW]
    assert offered(page(client_of(outi), swap)) == [ACCEPT, DECLINE, WITHDRAW]
    html = page(client_of(aino), swap)
    assert "Olen leirikoulussa." in html
    assert "Leena Lahti ja Timo Tuuli" in html
    # Nobody's address but the own pair's is anybody's business.
    assert "@example.org" not in html


def test_the_result_stays_to_be_read(swap: TurnSwap, aino: Member, client_of: ClientOf) -> None:
    answer_swap(swap=swap, is_accepted=True, by=aino)
    html = page(client_of(aino), swap)
    assert "Vuorot on vaihdettu" in html
    assert "Vastaaja: Aino Aalto" in html
    assert offered(html) == []
    assert f"/meetings/{swap.offered_id}/host/" in html


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"cancelled_at": timezone.now()}, "Perutun tapaamisen"),
        ({"starts_at": timezone.now() - timedelta(hours=1)}, "on jo alkanut"),
    ],
)
def test_what_can_no_longer_be_made_says_so(
    swap: TurnSwap, aino: Member, client_of: ClientOf, change: dict[str, object], words: str
) -> None:
    Meeting.objects.filter(pk=swap.offered_id).update(**change)
    html = page(client_of(aino), swap)
    assert "Ei enää mahdollinen" in html
    assert words in html
    assert offered(html) == [DECLINE]


def test_a_turn_drawn_anew_says_that_it_changed_hands(
    swap: TurnSwap, aino: Member, client_of: ClientOf
) -> None:
    season = factories.make_season(swap.offered.season.club, "Muu")
    group = factories.make_group(season, factories.make_members(season.club, 2))
    Meeting.objects.filter(pk=swap.offered_id).update(host_group=group)
    html = page(client_of(aino), swap)
    assert "vaihtaneet paria" in html
    assert offered(html) == [DECLINE]


def test_the_desks_of_both_pairs_lead_to_it(
    swap: TurnSwap, aino: Member, timo: Member, client_of: ClientOf
) -> None:
    url = reverse("meetings:swap", args=[swap.pk])
    theirs = client_of(aino).get(f"/meetings/{swap.wanted_id}/host/").content.decode()
    ours = client_of(timo).get(f"/meetings/{swap.offered_id}/host/").content.decode()
    assert theirs.count(url) == 1
    assert "ehdotus vastuuvuorojen vaihdosta" in theirs
    assert ours.count(url) == 1


def test_another_pair_is_refused_and_outsiders_learn_nothing(
    swap: TurnSwap, ulla: Member, client_of: ClientOf
) -> None:
    maija = factories.make_member(swap.offered.season.club)
    url = reverse("meetings:swap", args=[swap.pk])
    assert client_of(maija).get(url).status_code == 403
    assert client_of(ulla).get(url).status_code == 404
