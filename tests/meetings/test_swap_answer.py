"""Answering a request to swap host turns: POST /swaps/<swap>/answer/."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clubs.models import Member
from meetings.models import HostTick, Meeting, TurnSwap
from meetings.services import answer_swap, ask_swap, withdraw_swap
from outbox.models import Message, State
from tests import factories
from tests.meetings.swapping import hosts, readers
from tests.races import at_once

ClientOf = Callable[[Member], Client]


@pytest.fixture
def swap(invited: Meeting, their_turn: Meeting, leena: Member) -> TurnSwap:
    """Leena asks Aino and Petri."""
    return ask_swap(offered=invited, wanted=their_turn, asked_by=leena)


def answer(client: Client, swap: TurnSwap, deed: str) -> str:
    """What the press came to: the notice, or the status."""
    response = client.post(reverse("meetings:swap-answer", args=[swap.pk]), {"do": deed})
    swap.refresh_from_db()
    if response.status_code == 303:
        return response["Location"].partition("?done=")[2]
    return str(response.status_code)


def test_the_other_pair_accepts_and_all_four_hear(
    swap: TurnSwap, aino: Member, leena: Member, client_of: ClientOf
) -> None:
    HostTick.objects.create(meeting=swap.wanted, task="room", ticked_by=aino)
    assert answer(client_of(aino), swap, "accept") == "swap-made"
    assert (swap.state, swap.answered_by) == ("accepted", aino)
    assert (hosts(swap.offered), hosts(swap.wanted)) == (["Aino", "Petri"], ["Leena", "Timo"])
    assert readers("swap_answered") == ["Aino Aalto", "Leena Lahti", "Petri Pelto", "Timo Tuuli"]
    # The question that had not left is taken back; ticks were the old pair's word.
    assert set(
        Message.objects.filter(kind="meetings.swap_asked").values_list("state", flat=True)
    ) == {State.CANCELLED}
    assert HostTick.objects.count() == 0
    # Each pair has the desk of its new meeting, and of that only.
    assert client_of(leena).get(f"/meetings/{swap.wanted_id}/host/").status_code == 200
    assert client_of(leena).get(f"/meetings/{swap.offered_id}/host/").status_code == 403


def test_the_other_pair_declines_and_those_who_asked_hear(
    swap: TurnSwap, petri: Member, client_of: ClientOf
) -> None:
    assert answer(client_of(petri), swap, "decline") == "swap-declined"
    assert (swap.state, swap.answered_by) == ("declined", petri)
    assert hosts(swap.offered) == ["Leena", "Timo"]
    assert readers("swap_answered") == ["Leena Lahti", "Timo Tuuli"]


def test_either_of_the_pair_withdraws(swap: TurnSwap, timo: Member, client_of: ClientOf) -> None:
    assert answer(client_of(timo), swap, "withdraw") == "swap-withdrawn"
    assert (swap.state, swap.answered_by) == ("withdrawn", timo)
    assert readers("swap_answered") == []
    assert set(Message.objects.values_list("state", flat=True)) == {State.CANCELLED}


def test_the_second_press_sees_the_result(
    swap: TurnSwap, aino: Member, petri: Member, leena: Member, client_of: ClientOf
) -> None:
    answer(client_of(aino), swap, "accept")
    assert answer(client_of(aino), swap, "accept") == "swap-answered-already"
    assert answer(client_of(petri), swap, "decline") == "swap-answered-already"
    assert answer(client_of(leena), swap, "withdraw") == "swap-answered-already"
    assert (swap.state, swap.answered_by) == ("accepted", aino)
    assert hosts(swap.offered) == ["Aino", "Petri"]
    assert len(readers("swap_answered")) == 4


@pytest.mark.parametrize(
    ("who", "deed"), [("leena", "accept"), ("leena", "decline"), ("aino", "withdraw")]
)
def test_nobody_answers_for_the_other_side(
    swap: TurnSwap, leena: Member, aino: Member, client_of: ClientOf, who: str, deed: str
) -> None:
    assert answer(client_of({"leena": leena, "aino": aino}[who]), swap, deed) == "403"
    assert swap.state == "open"


def test_a_facilitator_answers_for_a_pair(
    swap: TurnSwap, outi: Member, client_of: ClientOf
) -> None:
    assert answer(client_of(outi), swap, "accept") == "swap-made"
    assert hosts(swap.offered) == ["Aino", "Petri"]


def test_an_unknown_deed(swap: TurnSwap, aino: Member, client_of: ClientOf) -> None:
    assert answer(client_of(aino), swap, "buy") == "400"
    assert swap.state == "open"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"cancelled_at": timezone.now()}, "Perutun tapaamisen"),
        ({"starts_at": timezone.now() - timedelta(hours=1)}, "on jo alkanut"),
        ({"host_group": None}, "ei ole vastuuparia"),
    ],
)
def test_a_turn_that_is_gone_cannot_be_accepted(
    swap: TurnSwap, aino: Member, client_of: ClientOf, change: dict[str, object], words: str
) -> None:
    Meeting.objects.filter(pk=swap.offered_id).update(**change)
    client = client_of(aino)
    response = client.post(reverse("meetings:swap-answer", args=[swap.pk]), {"do": "accept"})
    assert response.status_code == 409
    assert words in response.content.decode()
    swap.refresh_from_db()
    assert swap.state == "open"
    assert hosts(swap.wanted) == ["Aino", "Petri"]
    assert answer(client, swap, "decline") == "swap-declined"


def test_other_requests_about_the_turns_end_and_their_pairs_hear(
    swap: TurnSwap, aino: Member, outi: Member
) -> None:
    riikka, sari = factories.make_members(swap.offered.season.club, 2)
    group = factories.make_group(swap.offered.season, [riikka, sari])
    third = factories.make_meeting(swap.offered.season, days=63, host_group=group)
    late = ask_swap(offered=third, wanted=swap.wanted, asked_by=riikka)
    answer_swap(swap=swap, is_accepted=True, by=aino)
    late.refresh_from_db()
    assert (late.state, late.answered_by) == ("withdrawn", None)
    told = Message.objects.filter(kind="meetings.swap_answered", topic=f"swap:{late.pk}")
    assert {row.to_name for row in told} == {riikka.full_name, sari.full_name}
    assert "siirtynyt toiselle parille" in told[0].text


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_counts(
    swap: TurnSwap, aino: Member, petri: Member, leena: Member
) -> None:
    came: list[bool] = []
    at_once(
        lambda: came.append(answer_swap(swap=TurnSwap.objects.get(), is_accepted=True, by=aino)),
        lambda: came.append(answer_swap(swap=TurnSwap.objects.get(), is_accepted=False, by=petri)),
        lambda: came.append(withdraw_swap(swap=TurnSwap.objects.get(), by=leena)),
    )
    assert sorted(came) == [False, False, True]
    swap.refresh_from_db()
    is_swapped = swap.state == "accepted"
    assert hosts(swap.offered) == (["Aino", "Petri"] if is_swapped else ["Leena", "Timo"])


@pytest.mark.django_db(transaction=True)
def test_two_pairs_that_accept_each_others_requests_swap_once(
    swap: TurnSwap, aino: Member, leena: Member
) -> None:
    back = ask_swap(offered=swap.wanted, wanted=swap.offered, asked_by=aino)
    at_once(
        lambda: answer_swap(swap=TurnSwap.objects.get(pk=swap.pk), is_accepted=True, by=aino),
        lambda: answer_swap(swap=TurnSwap.objects.get(pk=back.pk), is_accepted=True, by=leena),
    )
    states = {row.state for row in TurnSwap.objects.all()}
    assert states == {"accepted", "withdrawn"}
    assert hosts(swap.offered) == ["Aino", "Petri"]
