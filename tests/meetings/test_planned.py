"""Which letters leave by themselves, to whom, and that the tick does what the plan says."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from clubs.models import Member, Season
from meetings.models import AgreedThing, Answer, Invitee, LetterPlan, Meeting
from meetings.planned import plan
from meetings.services import move_meeting, record_answer, remind_due, send_invitations
from outbox.models import Message, State
from tests import factories
from ui.dates import HELSINKI

Travel = Callable[[dt.datetime], None]
START = dt.datetime(2022, 11, 22, 9, tzinfo=HELSINKI)
ALL = ["Aino Aalto", "Leena Lahti", "Petri Pelto", "Timo Tuuli"]


def at(day: int, month: int = 11, hour: int = 9, minute: int = 5) -> dt.datetime:
    return dt.datetime(2022, month, day, hour, minute, tzinfo=HELSINKI)


def names(kind: str, *, about: Meeting | None = None) -> list[str]:
    rows = Message.objects.filter(kind=kind).exclude(state=State.CANCELLED)
    if about is not None:
        rows = rows.filter(topic=f"meeting:{about.pk}")
    return sorted(rows.values_list("to_name", flat=True))


@pytest.fixture
def go(travel: Travel) -> Travel:
    """Travel there and tick."""

    def tick(moment: dt.datetime) -> None:
        travel(moment)
        remind_due(now=moment)

    return tick


@pytest.fixture
def announced(
    travel: Travel, meeting: Meeting, outi: Member, aino: Member, petri: Member
) -> Meeting:
    """A meeting on the 22nd of November in a season announced in September; nobody has been invited to it."""
    travel(at(1, 9))
    Season.objects.filter(pk=meeting.season_id).update(announced_at=at(1, 9))
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=START)
    Member.objects.update(created_at=at(1, 8))
    meeting.refresh_from_db()
    meeting.season.refresh_from_db()
    return meeting


def answer(meeting: Meeting, member: Member, value: str) -> None:
    seat = meeting.invitees.get(member=member)
    record_answer(invitee=seat, value=value, source=Answer.Source.MAIL)


def test_the_whole_cadence_of_a_meeting(
    announced: Meeting, aino: Member, petri: Member, leena: Member, go: Travel
) -> None:
    go(at(14, 10))
    assert names("meetings.duty35") == ["Leena Lahti", "Timo Tuuli"]
    go(at(31, 10))
    assert names("meetings.invite") == []
    go(at(1))
    assert names("meetings.invite") == ALL
    answer(announced, aino, "yes")
    answer(announced, leena, "no")
    go(at(8))
    assert names("meetings.duty14") == ["Leena Lahti", "Timo Tuuli"]
    assert names("meetings.remind14") == ["Petri Pelto", "Timo Tuuli"]
    answer(announced, petri, "maybe")
    go(at(15))
    assert names("meetings.remind7") == ["Petri Pelto", "Timo Tuuli"]
    go(at(17))
    assert names("meetings.soon") == ["Aino Aalto", "Petri Pelto", "Timo Tuuli"]
    for day in range(18, 23):
        go(at(day))
    assert Message.objects.count() == 2 + 4 + 2 + 2 + 2 + 3


def test_nothing_leaves_in_a_season_that_nobody_announced(announced: Meeting, go: Travel) -> None:
    Season.objects.update(announced_at=None)
    for day in (1, 8, 15, 17):
        go(at(day))
    assert Message.objects.count() == 0
    assert plan(now=at(17), club=announced.season.club) == []


def test_a_meeting_invited_by_hand_has_its_reminders(
    announced: Meeting, outi: Member, go: Travel, travel: Travel
) -> None:
    Season.objects.update(announced_at=None)
    travel(at(2))
    send_invitations(meeting=announced, sender=outi)
    go(at(8))
    assert names("meetings.remind14") == ALL


def test_nothing_is_written_before_it_is_due(announced: Meeting, go: Travel) -> None:
    coming = {one.step: (one.at, len(one.recipients)) for one in plan(now=at(3, 10))}
    assert coming == {
        "duty35": (at(14, 10, 8, 0), 2),
        "invite": (at(1, 11, 8, 0), 4),
        "duty14": (at(8, 11, 8, 0), 2),
    }
    go(at(3, 10))
    assert (Message.objects.count(), LetterPlan.objects.count()) == (0, 0)


def test_a_late_joiner_is_told_of_the_next_meeting(
    announced: Meeting, season: Season, go: Travel, outi: Member
) -> None:
    later = factories.make_meeting(season, starts_at=START + dt.timedelta(days=14))
    go(at(1))
    go(at(21, hour=8))
    assert names("meetings.invite", about=later) == ALL
    factories.make_member(outi.club, "Maija", "Myöhäinen", user=None)
    go(at(21, hour=20))
    assert "Maija Myöhäinen" not in names("meetings.invite")
    go(at(22, hour=8, minute=0))
    assert names("meetings.invite", about=announced) == [
        ALL[0],
        ALL[1],
        "Maija Myöhäinen",
        *ALL[2:],
    ]
    assert names("meetings.invite", about=later) == ALL
    go(at(23, hour=9))
    assert "Maija Myöhäinen" in names("meetings.invite", about=later)
    # Held meetings are never told of, and nobody is told twice.
    go(at(24))
    assert len(names("meetings.invite")) == 10


def test_a_letter_that_failed_is_not_tried_again_by_the_tick(
    announced: Meeting, go: Travel
) -> None:
    go(at(1))
    Message.objects.filter(to_name=ALL[0]).update(state=State.FAILED, next_at=None)
    for hour in (10, 11, 12):
        go(at(1, hour=hour))
    assert Message.objects.count() == 4


def test_nobody_who_was_let_off_is_invited_again(
    announced: Meeting, aino: Member, go: Travel
) -> None:
    announced.invitees.create(member=aino, uninvited_at=timezone.now())
    for day in (1, 8, 15, 17):
        go(at(day))
    assert "Aino Aalto" not in names("meetings.invite") + names("meetings.soon")


def test_what_somebody_refused_does_not_come(
    announced: Meeting, aino: Member, petri: Member, go: Travel
) -> None:
    Member.objects.filter(pk=aino.pk).update(muted_letters=["meetings.remind14", "meetings.soon"])
    for day in (1, 8, 15, 17):
        go(at(day))
    assert names("meetings.remind14") == ALL[1:]
    assert names("meetings.remind7") == ALL
    assert names("meetings.soon") == ALL[1:]


def test_a_move_takes_back_what_waits_and_plans_anew(
    announced: Meeting, outi: Member, go: Travel
) -> None:
    go(at(1))
    Message.objects.update(state=State.SENT, next_at=None)
    go(at(8))
    move_meeting(meeting=announced, starts_at=START + dt.timedelta(days=14))
    go(at(8, hour=10))
    # Whoever has just heard of the new time needs no reminder; it comes two weeks before the new day.
    assert names("meetings.changed") == ALL
    assert names("meetings.remind14") == []
    go(at(22))
    assert names("meetings.remind14") == ALL


def test_a_meeting_that_is_off_gets_no_letters(announced: Meeting, go: Travel) -> None:
    Meeting.objects.filter(pk=announced.pk).update(cancelled_at=timezone.now())
    for day in (1, 8, 15, 17):
        go(at(day))
    assert Message.objects.count() == 0


def test_whoever_comes_to_the_pair_hears_of_it(
    announced: Meeting, go: Travel, aino: Member, timo: Member
) -> None:
    go(at(14, 10))
    place = timo.places.get()
    place.member = aino
    place.save()
    go(at(14, 10, hour=15))
    assert names("meetings.duty35") == ["Aino Aalto", "Leena Lahti", "Timo Tuuli"]
    for day in (8, 9):
        go(at(day))
    assert names("meetings.duty14") == ["Aino Aalto", "Leena Lahti"]


# --- Things agreed ----------------------------------------------------------------------------------------------
@pytest.fixture
def thing(announced: Meeting, petri: Member, travel: Travel) -> AgreedThing:
    """Petri's, agreed on the 22nd, due on Monday the 5th of December."""
    travel(at(22, hour=12))
    Season.objects.update(announced_at=None)
    Meeting.objects.filter(pk=announced.pk).update(invited_at=at(1))
    return factories.make_agreed(announced, "Kokeillaan", petri, due_on=dt.date(2022, 12, 5))


def test_an_owner_is_reminded_once(thing: AgreedThing, go: Travel, outi: Member) -> None:
    go(at(1, 12, hour=15))
    assert names("meetings.agreed_due") == []
    # Three days before is Friday the 2nd.
    for hour in (9, 10, 15):
        go(at(2, 12, hour=hour))
    go(at(5, 12))
    assert names("meetings.agreed_due") == ["Petri Pelto"]


def test_a_new_date_is_a_new_promise(thing: AgreedThing, go: Travel, outi: Member) -> None:
    go(at(2, 12))
    AgreedThing.objects.update(due_on=dt.date(2022, 12, 15))
    go(at(12, 12))
    assert names("meetings.agreed_due") == ["Petri Pelto", "Petri Pelto"]


@pytest.mark.parametrize("reason", ["done", "left", "new", "everybody", "refused"])
def test_no_reminder_that_nobody_needs(
    thing: AgreedThing, petri: Member, go: Travel, outi: Member, reason: str
) -> None:
    if reason == "done":
        AgreedThing.objects.update(state="done", settled_at=timezone.now())
    elif reason == "left":
        Member.objects.filter(pk=petri.pk).update(left_at=timezone.now())
    elif reason == "new":
        AgreedThing.objects.update(created_at=at(2, 12, hour=8, minute=30))
    elif reason == "refused":
        Member.objects.filter(pk=petri.pk).update(muted_letters=["meetings.agreed_due"])
    else:
        thing.owner_rows.all().delete()
        AgreedThing.objects.update(is_for_everybody=True)
    go(at(2, 12))
    assert names("meetings.agreed_due") == []


# --- When nothing ran -------------------------------------------------------------------------------------------
def test_what_is_still_useful_leaves_late_and_the_rest_is_told(
    announced: Meeting, go: Travel
) -> None:
    go(at(1))
    go(at(8))
    go(at(14, hour=12))
    # Nothing runs from the 14th to the 17th: the reminder of the 15th would help nobody now, "see you soon" says more.
    go(at(17, hour=12))
    assert names("meetings.remind7") == []
    assert names("meetings.soon") == ALL
    row = LetterPlan.objects.get()
    assert (row.step, row.expired_count) == ("remind7", 4)
    go(at(17, hour=13))
    assert LetterPlan.objects.get().expired_count == 4
    told = [one for one in plan(now=at(18)) if one.is_expired]
    assert [(one.step, one.expired_count) for one in told] == [("remind7", 4)]


def test_two_days_late_is_still_useful(announced: Meeting, go: Travel) -> None:
    go(at(1))
    go(at(7))
    go(at(10))
    assert names("meetings.remind14") == ALL
    assert LetterPlan.objects.count() == 0


def test_a_whole_meeting_missed_is_told_line_by_line(announced: Meeting, go: Travel) -> None:
    go(at(1))
    go(at(7))
    go(at(23))
    assert {row.step: row.expired_count for row in LetterPlan.objects.all()} == {
        "duty14": 2,
        "remind14": 4,
        "remind7": 4,
        "soon": 4,
    }


def test_the_first_tick_ever_has_missed_nothing(announced: Meeting, go: Travel) -> None:
    go(at(23))
    assert LetterPlan.objects.count() == 0


def test_a_move_to_a_near_day_has_missed_nothing(announced: Meeting, go: Travel) -> None:
    go(at(1))
    move_meeting(meeting=announced, starts_at=at(4, hour=9, minute=0))
    go(at(1, hour=10))
    assert LetterPlan.objects.count() == 0
    assert Invitee.objects.filter(sequence_sent=1).count() == 4
