"""A date poll as its facilitator follows it: /polls/<poll>/, and its buttons send, choose and close."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from clubs.models import Club, Member, Season
from meetings.models import DatePoll, DateSlot, Meeting
from meetings.services import answer_poll, ask_poll, choose_slot, edit_poll, send_invitations
from outbox.guards import judge
from outbox.models import Message
from outbox.writers import write_anew
from tests import factories
from tests.cast import FACILITATORS_ONLY, Cast, statuses_of
from tests.meetings.letters import alive, let_leave

ASK, REMIND = "meetings.poll", "meetings.poll_remind"


@pytest.fixture
def poll(season: Season, outi: Member, aino: Member, petri: Member) -> DatePoll:
    """Three times are offered; nobody has been asked."""
    return factories.make_poll(season, title="Luotsimalli", asked_at=None)


def path(poll: DatePoll, name: str = "poll", *more: Any) -> str:
    return reverse(f"meetings:{name}", args=[poll.pk, *more])


def say(poll: DatePoll, member: Member, *values: str) -> None:
    slots = poll.slots.all()
    given = {slot.pk: value for slot, value in zip(slots, values, strict=True)}
    answer_poll(poll=poll, member=member, values=given)


def text_of(client: Client, poll: DatePoll) -> str:
    return " ".join(client.get(path(poll)).content.decode().split())


def test_who_may(poll: DatePoll, cast: Cast, client_of: Callable[[Any], Client]) -> None:
    assert statuses_of(cast, client_of, path(poll)) == FACILITATORS_ONLY


def test_asking_writes_one_letter_a_member_whoever_presses_twice(
    poll: DatePoll, outi_client: Client, aino: Member, petri: Member
) -> None:
    for _time in range(2):
        outi_client.post(path(poll, "poll-send"))
    letters = alive(ASK)
    assert set(letters) == {str(aino.pk), str(petri.pk)}
    assert Message.objects.count() == 2
    assert letters[str(aino.pk)].subject == "Mikä aika sopii? Luotsimalli"
    seat = poll.invitees.get(member=aino)
    assert f"/p/{seat.pk.hex}-0:" in letters[str(aino.pk)].text
    deeds = Entry.objects.filter(action__startswith="meetings.")
    assert list(deeds.values_list("action", "detail").order_by("at")) == [
        ("meetings.poll_ask", "2 letters"),
        ("meetings.poll_ask", "0 letters"),
    ]


def test_a_late_joiner_is_asked_by_the_next_press(
    poll: DatePoll, outi: Member, outi_client: Client, club: Club
) -> None:
    ask_poll(poll=poll, sender=outi)
    late = factories.make_member(club, "Myöhä", "Mäki")
    assert "Kysy 1 jäseneltä" in text_of(outi_client, poll)
    outi_client.post(path(poll, "poll-send"))
    assert str(late.pk) in alive(ASK)
    assert Message.objects.count() == 3


def test_only_the_silent_are_reminded_and_once_a_day(
    poll: DatePoll, outi: Member, aino: Member, petri: Member, outi_client: Client
) -> None:
    ask_poll(poll=poll, sender=outi)
    let_leave()
    say(poll, aino, "works", "works", "not")
    for _time in range(2):
        outi_client.post(path(poll, "poll-send"), {"who": "silent"})
    assert set(alive(REMIND)) == {str(petri.pk)}
    assert alive(REMIND)[str(petri.pk)].subject == "Vielä auki: mikä aika sopii? Luotsimalli"
    assert Message.objects.filter(kind=REMIND).count() == 1


def test_the_grid_marks_the_best_and_tells_of_changes(
    poll: DatePoll, outi: Member, aino: Member, petri: Member, outi_client: Client
) -> None:
    ask_poll(poll=poll, sender=outi)
    say(poll, aino, "works", "works", "not")
    say(poll, petri, "not", "not", "not")
    say(poll, petri, "not", "works", "not")
    html = text_of(outi_client, poll)
    assert html.count("Sopii useimmille") == 1
    assert "sopii 2/2" in html
    assert "1 aiempi vastaus" in html
    assert "Kaikki ovat vastanneet." in html


def test_people_stand_by_their_last_names_as_in_other_lists(
    poll: DatePoll, club: Club, outi: Member, outi_client: Client
) -> None:
    """Aino Aalto and Petri Pelto are there already."""
    for first, last in (("Aada", "Öhman"), ("Ville", "Åberg"), ("Zita", "Bergman")):
        factories.make_member(club, first, last)
    assert "Viesti menee: Aino, Zita, Petri, Ville, Aada." in text_of(outi_client, poll)
    ask_poll(poll=poll, sender=outi)
    for one in club.members.invited():
        say(poll, one, "works", "works", "not")
    names = re.findall(r'<th scope="row">(\w+) ', text_of(outi_client, poll))
    assert names == ["Aino", "Zita", "Petri", "Ville", "Aada"]
    assert "ei sovi: Aino, Zita, Petri, Ville, Aada" in text_of(outi_client, poll)


def test_who_has_left_is_neither_counted_nor_asked(
    poll: DatePoll, outi: Member, aino: Member, petri: Member, outi_client: Client
) -> None:
    ask_poll(poll=poll, sender=outi)
    say(poll, aino, "works", "works", "works")
    outi_client.post(reverse("clubs:member-leave", args=[petri.pk]))
    assert alive(ASK) == {}
    assert "sopii 1/1" in text_of(outi_client, poll)
    assert "Petri" not in text_of(outi_client, poll)


def test_a_chosen_time_becomes_a_meeting_of_the_season(
    poll: DatePoll, season: Season, outi_client: Client, outi: Member, aino: Member
) -> None:
    ask_poll(poll=poll, sender=outi)
    slot = poll.slots.all()[1]
    response = outi_client.post(path(poll, "poll-choose", slot.pk))
    assert response["Location"] == f"{path(poll)}?done=poll-chosen"
    meeting = season.meetings.get()
    assert (meeting.title, meeting.starts_at, meeting.length) == (
        "Luotsimalli",
        slot.starts_at,
        180,
    )
    assert meeting.invited_at is None
    assert alive(ASK) == {}
    assert "Aika on valittu" in text_of(outi_client, poll)
    assert Entry.objects.filter(action="meetings.poll_choose").count() == 1


def test_choosing_moves_a_planned_meeting_without_letters(
    season: Season, meeting: Meeting, outi_client: Client, aino: Member
) -> None:
    poll = factories.make_poll(season, meeting=meeting, length=120)
    slot = poll.slots.all()[0]
    outi_client.post(path(poll, "poll-choose", slot.pk))
    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.length) == (slot.starts_at, 120)
    assert (meeting.title, season.meetings.count()) == ("Hyvinvointi työssä", 1)
    assert Message.objects.count() == 0


def test_moving_an_invited_meeting_says_who_hears_and_tells_them(
    season: Season, meeting: Meeting, outi: Member, aino: Member, outi_client: Client
) -> None:
    send_invitations(meeting=meeting, sender=outi)
    let_leave()
    poll = factories.make_poll(season, meeting=meeting)
    assert "3 henkilöä saa viestin: Aino, Leena, Timo." in text_of(outi_client, poll)
    outi_client.post(path(poll, "poll-choose", poll.slots.all()[0].pk))
    assert len(alive("meetings.changed")) == 3
    meeting.refresh_from_db()
    assert meeting.time_revision == 1


def test_the_same_choice_twice_is_one_meeting_and_another_is_refused(
    poll: DatePoll, season: Season, outi_client: Client
) -> None:
    first, second, _third = poll.slots.all()
    for _time in range(2):
        assert outi_client.post(path(poll, "poll-choose", first.pk)).status_code == 303
    response = outi_client.post(path(poll, "poll-choose", second.pk))
    assert response.status_code == 409
    assert "Toinen aika on jo valittu" in response.content.decode()
    assert season.meetings.count() == 1


def test_a_time_that_has_been_taken_meanwhile_cannot_be_chosen(
    poll: DatePoll, season: Season, outi_client: Client
) -> None:
    slot = poll.slots.all()[0]
    factories.make_meeting(season, starts_at=slot.starts_at + dt.timedelta(hours=1), title="Muu")
    assert "toinen tapaaminen" in text_of(outi_client, poll)
    response = outi_client.post(path(poll, "poll-choose", slot.pk))
    assert response.status_code == 409
    assert season.meetings.count() == 1
    assert DateSlot.objects.filter(chosen_at__isnull=False).count() == 0


def test_a_shorter_meeting_fits_where_the_usual_one_would_not(
    poll: DatePoll, season: Season, outi_client: Client
) -> None:
    DatePoll.objects.update(length=60)
    slot = poll.slots.all()[0]
    factories.make_meeting(season, starts_at=slot.starts_at + dt.timedelta(hours=1))
    outi_client.post(path(poll, "poll-choose", slot.pk))
    meeting = season.meetings.get(starts_at=slot.starts_at)
    assert (meeting.length, sum(item.minutes for item in meeting.agenda_items.all())) == (60, 60)


@pytest.mark.parametrize("why", ["gone by", "closed", "called off"])
def test_a_poll_that_is_over_chooses_nothing(
    season: Season, meeting: Meeting, outi_client: Client, why: str
) -> None:
    poll = factories.make_poll(season, meeting=meeting)
    slot = poll.slots.all()[0]
    now = timezone.now()
    if why == "gone by":
        DateSlot.objects.filter(pk=slot.pk).update(starts_at=now - dt.timedelta(hours=1))
    elif why == "closed":
        DatePoll.objects.update(closed_at=now)
    else:
        Meeting.objects.update(cancelled_at=now)
    before = meeting.starts_at
    assert outi_client.post(path(poll, "poll-choose", slot.pk)).status_code == 409
    meeting.refresh_from_db()
    assert meeting.starts_at == before


def test_another_polls_time_is_not_found(
    poll: DatePoll, season: Season, outi_client: Client
) -> None:
    other = factories.make_poll(season, days=(20, 21))
    slot = other.slots.all()[0]
    assert outi_client.post(path(poll, "poll-choose", slot.pk)).status_code == 404


def test_closing_takes_the_letters_back_and_can_be_undone(
    poll: DatePoll, outi: Member, outi_client: Client, aino: Member
) -> None:
    ask_poll(poll=poll, sender=outi)
    for _time in range(2):
        outi_client.post(path(poll, "poll-close"))
    assert alive(ASK) == {}
    assert outi_client.post(path(poll, "poll-send")).status_code == 400
    outi_client.post(path(poll, "poll-close"), {"undo": "1"})
    outi_client.post(path(poll, "poll-send"))
    assert str(aino.pk) in alive(ASK)


def test_a_new_time_makes_everybody_silent_about_it(
    poll: DatePoll, outi: Member, aino: Member
) -> None:
    ask_poll(poll=poll, sender=outi)
    say(poll, aino, "works", "works", "not")
    starts = [slot.starts_at for slot in poll.slots.all()]
    plain: Any = {"poll": poll, "title": "", "length": 180, "answer_by": poll.answer_by}
    edit_poll(starts=[*starts, factories.in_days(15)], **plain)
    assert poll.invitees.get(member=aino).answered_at is None
    edit_poll(starts=starts, **plain)
    assert poll.invitees.get(member=aino).answered_at is not None
    with pytest.raises(ValidationError) as refused:
        edit_poll(starts=starts[1:], **plain)
    assert refused.value.code == "answered"
    assert poll.slots.count() == 3


def test_the_letter_that_waits_is_judged_again(
    poll: DatePoll, outi: Member, aino: Member, petri: Member
) -> None:
    ask_poll(poll=poll, sender=outi)
    rows = list(Message.objects.all())
    assert judge(rows).unwanted == frozenset()
    poll.invitees.filter(member=aino).update(answered_at=timezone.now())
    assert judge(rows).unwanted == {row.pk for row in rows if row.person == str(aino.pk)}
    choose_slot(slot=poll.slots.all()[0], by=outi)
    assert judge(rows).unwanted == {row.pk for row in rows}


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_stay_the_same(
    season: Season, club: Club, outi_client: Client, count: int, django_assert_num_queries: Any
) -> None:
    people = factories.make_members(club, count)
    poll = factories.make_poll(season, members=people)
    for one in people:
        say(poll, one, "works", "not", "works")
    with django_assert_num_queries(11):
        outi_client.get(path(poll))


def test_a_letter_is_written_anew_while_it_makes_sense(
    poll: DatePoll, outi: Member, aino: Member
) -> None:
    ask_poll(poll=poll, sender=outi)
    row = Message.objects.get(person=str(aino.pk))
    now = timezone.now()
    fresh, inert = write_anew(row, is_inert=False, now=now), write_anew(row, is_inert=True, now=now)
    assert fresh is not None
    assert inert is not None
    assert (fresh.key, fresh.subject) == (row.key, row.subject)
    assert ("/p/" in fresh.text, "/p/" in inert.text) == (True, False)
    say(poll, aino, "works", "works", "works")
    assert write_anew(row, is_inert=False, now=now) is None
    assert write_anew(row, is_inert=True, now=now) is not None


def test_the_messages_page_names_the_poll(
    poll: DatePoll, outi: Member, outi_client: Client, club: Club, aino: Member, petri: Member
) -> None:
    ask_poll(poll=poll, sender=outi)
    Message.objects.update(state="failed", reason="address", next_at=None)
    html = outi_client.get(reverse("home:outbox", args=[club.pk])).content.decode()
    assert "Ajankohtakysely" in html
    assert "Luotsimalli" in html
    assert "2 viestiä ei mennyt perille." in text_of(outi_client, poll)
