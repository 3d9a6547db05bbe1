"""Two people at once in a date poll: one time is chosen, every answer has a round of its own, nobody is asked twice."""

import pytest

from clubs.models import Member, Season
from meetings.models import DatePoll, DateSlot, SlotAnswer
from meetings.services import answer_poll, ask_poll, choose_slot, close_poll, open_poll
from outbox.models import Message
from tests import factories
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def poll(season: Season, aino: Member) -> DatePoll:
    return factories.make_poll(season, members=[aino])


def seen(poll: DatePoll) -> DatePoll:
    """The poll as one request has read it."""
    return DatePoll.objects.select_related("season__club", "meeting").get(pk=poll.pk)


def slot_of(poll: DatePoll, place: int) -> DateSlot:
    slot = poll.slots.all()[place]
    slot.poll = seen(poll)
    return slot


def test_two_facilitators_choose_different_times(
    poll: DatePoll, season: Season, outi: Member
) -> None:
    first, second = slot_of(poll, 0), slot_of(poll, 1)
    came = at_once(
        lambda: choose_slot(slot=first, by=outi), lambda: choose_slot(slot=second, by=outi)
    )
    assert came == ["ValidationError", "done"]
    assert season.meetings.count() == 1
    chosen = poll.slots.get(chosen_at__isnull=False)
    assert season.meetings.get().starts_at == chosen.starts_at


def test_two_presses_on_the_same_time_make_one_meeting(
    poll: DatePoll, season: Season, outi: Member
) -> None:
    slots = [slot_of(poll, 0), slot_of(poll, 0)]
    came = at_once(*(lambda one=one: choose_slot(slot=one, by=outi) for one in slots))
    assert came == ["done", "done"]
    assert season.meetings.count() == 1


def test_two_answers_of_one_person_are_two_rounds_or_one(poll: DatePoll, aino: Member) -> None:
    polls = [seen(poll), seen(poll)]
    values = [{slot.pk: word for slot in poll.slots.all()} for word in ("works", "not")]
    came = at_once(
        *(
            lambda one=one, given=given: answer_poll(poll=one, member=aino, values=given)
            for one, given in zip(polls, values, strict=True)
        )
    )
    assert came == ["done", "done"]
    rounds = SlotAnswer.objects.order_by("round").values_list("round", "value")
    assert len(set(rounds)) == 2
    assert [number for number, _value in rounds] == [1] * 3 + [2] * 3


def test_an_answer_and_a_choice(poll: DatePoll, season: Season, outi: Member, aino: Member) -> None:
    slot, mine = slot_of(poll, 0), seen(poll)
    values = {one.pk: "works" for one in poll.slots.all()}
    came = at_once(
        lambda: choose_slot(slot=slot, by=outi),
        lambda: answer_poll(poll=mine, member=aino, values=values),
    )
    assert came in (["done", "done"], ["ValidationError", "done"])
    assert SlotAnswer.objects.count() == (3 if came == ["done", "done"] else 0)
    assert season.meetings.count() == 1


def test_two_askings_and_a_closing_write_each_letter_once(
    poll: DatePoll, outi: Member, petri: Member
) -> None:
    polls = [seen(poll), seen(poll)]
    at_once(*(lambda one=one: ask_poll(poll=one, sender=outi) for one in polls))
    assert Message.objects.count() == 2
    last = seen(poll)
    at_once(lambda: close_poll(poll=last), lambda: ask_poll(poll=polls[0], sender=outi))
    assert set(Message.objects.values_list("state", flat=True)) == {"cancelled"}


def test_one_meeting_has_one_open_poll(season: Season, outi: Member) -> None:
    meeting = factories.make_meeting(season)
    starts = [factories.in_days(10), factories.in_days(11)]

    def deed() -> None:
        open_poll(
            season=season,
            by=outi,
            meeting=type(meeting).objects.get(pk=meeting.pk),
            starts=starts,
            length=180,
            answer_by=factories.in_days(3).date(),
        )

    assert at_once(deed, deed) == ["ValidationError", "done"]
    assert DatePoll.objects.count() == 1
