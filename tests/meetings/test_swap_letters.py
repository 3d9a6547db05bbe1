"""Letters about swapped host turns: their words in three languages, their guard and their writer."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from clubs.models import Member
from meetings.models import Meeting, TurnSwap
from meetings.services import answer_swap, ask_swap, withdraw_swap
from outbox.guards import judge
from outbox.models import Message
from outbox.services import written_anew
from tests import factories

Change = Callable[[TurnSwap, Member], object]


@pytest.fixture
def swap(invited: Meeting, their_turn: Meeting, leena: Member, settings: Settings) -> TurnSwap:
    """Leena asks Aino and Petri."""
    settings.BASE_URL = "https://klubi.example.org"
    return ask_swap(
        offered=invited, wanted=their_turn, asked_by=leena, message="Olen leirikoulussa."
    )


def letter(kind: str, member: Member) -> Message:
    return Message.objects.get(kind=f"meetings.{kind}", person=str(member.pk))


@pytest.mark.parametrize(
    ("language", "subject", "hello", "button"),
    [
        ("fi", "Vaihdetaanko vastuuvuoroja? ", "Hei Aino,", "Vastaa ehdotukseen: "),
        ("sv", "Ska vi byta värdturer? ", "Hej Aino,", "Svara på förslaget: "),
        ("en", "Swap host turns? ", "Hi Aino,", "Answer the request: "),
    ],
)
def test_the_question_in_the_readers_language(
    invited: Meeting, their_turn: Meeting, leena: Member, aino: Member,
    language: str, subject: str, hello: str, button: str,
) -> None:  # fmt: skip
    assert aino.user is not None
    aino.user.language = language
    aino.user.save()
    asked = ask_swap(offered=invited, wanted=their_turn, asked_by=leena, message="Leirikoulu")
    found = letter("swap_asked", aino)
    assert found.subject.startswith(subject)
    assert hello in found.text
    assert "Leirikoulu" in found.text
    assert f"{button}" in found.text
    assert f"/swaps/{asked.pk}/" in found.text
    # Pairs do not learn each other's addresses: a reply goes to the facilitator.
    assert "leena.lahti@" not in found.text + found.html
    assert found.headers["Reply-To"] == "outi.oivallus@example.org"


def test_each_pair_reads_its_own_new_turn(swap: TurnSwap, aino: Member, leena: Member) -> None:
    answer_swap(swap=swap, is_accepted=True, by=aino)
    mine, theirs = letter("swap_answered", aino).text, letter("swap_answered", leena).text
    assert f"https://klubi.example.org/meetings/{swap.offered_id}/host/" in mine
    assert f"https://klubi.example.org/meetings/{swap.wanted_id}/host/" in theirs
    assert "Petri Pelto, petri.pelto@example.org" in mine
    assert "timo.tuuli@" not in mine
    assert "Timo Tuuli, timo.tuuli@example.org" in theirs
    assert ".." not in mine


def _answer(swap: TurnSwap, aino: Member) -> object:
    return answer_swap(swap=swap, is_accepted=False, by=aino)


def _withdraw(swap: TurnSwap, aino: Member) -> object:
    assert swap.asked_by is not None
    return withdraw_swap(swap=swap, by=swap.asked_by)


def _begin(swap: TurnSwap, aino: Member) -> object:
    return Meeting.objects.filter(pk=swap.offered_id).update(starts_at=timezone.now())


def _call_off(swap: TurnSwap, aino: Member) -> object:
    return Meeting.objects.filter(pk=swap.wanted_id).update(cancelled_at=timezone.now())


def _leave(swap: TurnSwap, aino: Member) -> object:
    return Member.objects.filter(pk=aino.pk).update(left_at=timezone.now())


def _redraw(swap: TurnSwap, aino: Member) -> object:
    return Meeting.objects.filter(pk=swap.wanted_id).update(host_group=None)


def _delete(swap: TurnSwap, aino: Member) -> object:
    return swap.delete()


@pytest.mark.parametrize(
    "change", [_answer, _withdraw, _begin, _call_off, _leave, _redraw, _delete]
)
def test_the_question_is_asked_only_while_it_is_one(
    swap: TurnSwap, aino: Member, change: Change
) -> None:
    found = letter("swap_asked", aino)
    assert judge([found]).unwanted == frozenset()
    change(swap, aino)
    assert judge([found]).unwanted == {found.pk}
    assert written_anew(found.pk, is_inert=False, now=timezone.now()) is None


def test_the_result_is_told_only_to_who_still_hosts(
    swap: TurnSwap, aino: Member, leena: Member
) -> None:
    answer_swap(swap=swap, is_accepted=True, by=aino)
    found = [letter("swap_answered", aino), letter("swap_answered", leena)]
    assert judge(found).unwanted == frozenset()
    Meeting.objects.filter(pk=swap.offered_id).update(starts_at=timezone.now() - timedelta(hours=1))
    assert judge(found).unwanted == {found[0].pk}


def test_a_letter_looked_at_leads_nowhere(swap: TurnSwap, aino: Member) -> None:
    found = letter("swap_asked", aino)
    shown = written_anew(found.pk, is_inert=True, now=timezone.now())
    again = written_anew(found.pk, is_inert=False, now=timezone.now())
    assert shown is not None
    assert again is not None
    assert (shown.subject, shown.key) == (found.subject, found.key)
    assert "/swaps/" not in shown.text + shown.html
    assert again.text == found.text


def test_a_club_that_nobody_facilitates_sends_nothing_and_still_asks(
    invited: Meeting, their_turn: Meeting, leena: Member, outi: Member
) -> None:
    Member.objects.filter(pk=outi.pk).update(left_at=timezone.now())
    swap = ask_swap(offered=invited, wanted=their_turn, asked_by=leena)
    assert swap.state == "open"
    assert Message.objects.count() == 0


def test_a_swap_takes_back_the_duty_notices_that_wait(
    swap: TurnSwap, aino: Member, leena: Member
) -> None:
    waiting = factories.make_message(swap.offered, leena, "queued", kind="meetings.duty14")
    sent = factories.make_message(swap.wanted, aino, "sent", kind="meetings.duty35")
    answer_swap(swap=swap, is_accepted=True, by=aino)
    waiting.refresh_from_db()
    sent.refresh_from_db()
    assert (waiting.state, sent.state) == ("cancelled", "sent")
