"""Asking another pair to swap host turns: GET and POST /meetings/<meeting>/swap/."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from clubs.models import Member
from meetings.models import HostTick, Meeting, TurnSwap
from meetings.services import ask_swap
from outbox.models import Message
from tests import factories
from tests.meetings.swapping import hosts, readers

ClientOf = Callable[[Member], Client]


def url_of(meeting: Meeting) -> str:
    return reverse("meetings:swap-ask", args=[meeting.pk])


def test_a_host_asks_and_the_other_pair_gets_a_letter(
    invited: Meeting, their_turn: Meeting, leena: Member, client_of: ClientOf
) -> None:
    page = client_of(leena).get(url_of(invited)).content.decode()
    assert "Etäjohtaminen (Aino Aalto ja Petri Pelto)" in page
    data = {"wanted": str(their_turn.pk), "message": "Olen silloin leirikoulussa."}
    response = client_of(leena).post(url_of(invited), data)
    swap = TurnSwap.objects.get()
    assert response["Location"] == f"/swaps/{swap.pk}/?done=swap-asked"
    assert (swap.state, swap.asked_by, swap.message) == ("open", leena, data["message"])
    assert readers("swap_asked") == ["Aino Aalto", "Petri Pelto"]
    assert hosts(invited) == ["Leena", "Timo"]
    assert Entry.objects.filter(action="meetings.swap_asked").count() == 1


def test_the_same_press_twice_asks_once(
    invited: Meeting, their_turn: Meeting, leena: Member, timo: Member, client_of: ClientOf
) -> None:
    client_of(leena).post(url_of(invited), {"wanted": str(their_turn.pk)})
    response = client_of(timo).post(url_of(invited), {"wanted": str(their_turn.pk)})
    assert response.status_code == 400
    assert "Parinne on jo" in response.content.decode()
    assert TurnSwap.objects.count() == 1
    assert len(readers("swap_asked")) == 2
    page = client_of(timo).get(url_of(invited)).content.decode()
    assert f"/swaps/{TurnSwap.objects.get().pk}/" in page


def test_a_facilitator_swaps_at_once_and_all_four_hear(
    invited: Meeting, their_turn: Meeting, outi: Member, leena: Member, client_of: ClientOf
) -> None:
    HostTick.objects.create(meeting=invited, task="introduction", ticked_by=leena)
    response = client_of(outi).post(url_of(invited), {"wanted": str(their_turn.pk)})
    assert response["Location"] == f"/meetings/{invited.pk}/host/?done=swap-made"
    assert (hosts(invited), hosts(their_turn)) == (["Aino", "Petri"], ["Leena", "Timo"])
    assert readers("swap_answered") == ["Aino Aalto", "Leena Lahti", "Petri Pelto", "Timo Tuuli"]
    assert readers("swap_asked") == []
    assert HostTick.objects.count() == 0
    actions = Entry.objects.filter(actor=str(outi.user_id), action__startswith="meetings.swap")
    assert sorted(actions.values_list("action", flat=True)) == [
        "meetings.swap_asked",
        "meetings.swapped",
    ]


# --- Bad input ------------------------------------------------------------------------------------------------
def _own(invited: Meeting, their_turn: Meeting) -> Meeting:
    return invited


def _second_turn(invited: Meeting, their_turn: Meeting) -> Meeting:
    return factories.make_meeting(invited.season, days=60, host_group=invited.host_group)


def _foreign(invited: Meeting, their_turn: Meeting) -> Meeting:
    season = factories.make_season(factories.make_club("Toinen klubi"))
    group = factories.make_group(season, factories.make_members(season.club, 2))
    return factories.make_meeting(season, days=42, host_group=group)


def _past(invited: Meeting, their_turn: Meeting) -> Meeting:
    their_turn.starts_at = timezone.now() - timedelta(hours=1)
    their_turn.save()
    return their_turn


def _called_off(invited: Meeting, their_turn: Meeting) -> Meeting:
    their_turn.cancelled_at = timezone.now()
    their_turn.save()
    return their_turn


def _unhosted(invited: Meeting, their_turn: Meeting) -> Meeting:
    their_turn.host_group = None
    their_turn.save()
    return their_turn


@pytest.mark.parametrize(
    ("choose", "code", "words"),
    [
        (_own, "own", "Tämä vuoro on omanne."),
        (_second_turn, "own", "Tämä vuoro on omanne."),
        (_foreign, "club", "saman kauden"),
        (_past, "over", "on jo alkanut"),
        (_called_off, "cancelled", "Perutun tapaamisen"),
        (_unhosted, "pair", "ei ole vastuuparia"),
    ],
)
def test_what_cannot_be_swapped_says_why_and_stores_nothing(
    invited: Meeting, their_turn: Meeting, leena: Member, client_of: ClientOf,
    choose: Callable[[Meeting, Meeting], Meeting], code: str, words: str,
) -> None:  # fmt: skip
    wanted = choose(invited, their_turn)
    with pytest.raises(ValidationError) as refused:
        ask_swap(offered=invited, wanted=wanted, asked_by=leena)
    assert refused.value.code == code
    assert words in str(refused.value.message)
    data = {"wanted": str(wanted.pk), "message": "Leirikoulu"}
    response = client_of(leena).post(url_of(invited), data)
    assert response.status_code == 400
    [said] = response.context["form"].errors["wanted"]
    assert words in said
    if code not in ("over", "cancelled", "pair"):
        assert words in response.content.decode()
        assert "Leirikoulu" in response.content.decode()
    assert TurnSwap.objects.count() == 0
    assert Message.objects.count() == 0


def test_somebody_else_cannot_offer_the_turn(
    invited: Meeting, their_turn: Meeting, aino: Member, client_of: ClientOf
) -> None:
    with pytest.raises(ValidationError) as refused:
        ask_swap(offered=invited, wanted=their_turn, asked_by=aino)
    assert refused.value.code == "host"
    data = {"wanted": str(their_turn.pk)}
    assert client_of(aino).post(url_of(invited), data).status_code == 403
    assert TurnSwap.objects.count() == 0


@pytest.mark.parametrize("data", [{}, {"wanted": ""}, {"wanted": "x"}, {"message": "y" * 301}])
def test_an_empty_or_broken_form(
    invited: Meeting, their_turn: Meeting, leena: Member, client_of: ClientOf, data: dict[str, Any]
) -> None:
    response = client_of(leena).post(url_of(invited), data)
    assert response.status_code == 400
    assert response.context["form"].errors
    assert data.get("message", "") in response.content.decode()
    assert TurnSwap.objects.count() == 0


def test_where_there_is_nobody_to_swap_with_the_page_says_so(
    invited: Meeting, leena: Member, client_of: ClientOf
) -> None:
    page = client_of(leena).get(url_of(invited)).content.decode()
    assert "ei ole tulevaa vuoroa" in page
    assert '<form class="sheet' not in page


def test_a_request_that_can_come_to_nothing_does_not_stand_in_the_way(
    invited: Meeting, their_turn: Meeting, leena: Member, timo: Member
) -> None:
    old = ask_swap(offered=invited, wanted=their_turn, asked_by=leena)
    # The turn is drawn anew: it is Timo's alone now.
    group = factories.make_group(factories.make_season(invited.season.club, "Muu"), [timo])
    Meeting.objects.filter(pk=invited.pk).update(host_group=group)
    ask_swap(offered=invited, wanted=their_turn, asked_by=timo)
    old.refresh_from_db()
    assert (old.state, old.answered_by) == ("withdrawn", None)
