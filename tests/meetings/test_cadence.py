"""Which letter leaves when and until when it is useful, and by when an answer is asked for."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from meetings.cadence import (
    Change,
    Slot,
    after_meeting,
    answer_by,
    has_room,
    is_for,
    is_open,
    moment_of,
    slots_before,
)
from meetings.timings import (
    FEEDBACK,
    INVITE,
    MEMO_NUDGE,
    REMIND7,
    REMIND14,
    SOON,
    Line,
    Timing,
    Timings,
)

HELSINKI = ZoneInfo("Europe/Helsinki")


def at(day: int, month: int, hour: int = 9, minute: int = 0, year: int = 2022) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=HELSINKI)


MEETING = at(22, 11)


def slots(
    starts_at: dt.datetime = MEETING, *, changes: dict[str, Change] | None = None, **chosen: Timing
) -> dict[str, Slot]:
    found = slots_before(starts_at=starts_at, timings=Timings(chosen), changes=changes)
    return {slot.line.name: slot for slot in found}


def test_the_usual_moments() -> None:
    assert {name: slot.at for name, slot in slots().items()} == {
        "duty35": at(14, 10, 8),  # the holiday weeks 42 and 43 lie between
        "invite": at(1, 11, 8),
        "duty14": at(8, 11, 8),
        "remind14": at(8, 11, 8),
        "remind7": at(15, 11, 8),
        "soon": at(17, 11, 8),
    }
    assert [name for name, slot in slots().items() if slot.is_moved] == ["duty35"]


@pytest.mark.parametrize(
    ("starts_at", "moment"),
    [
        (at(20, 12), at(5, 12, 8)),  # T-14 is Independence Day, a Tuesday
        (at(3, 12), at(18, 11, 8)),  # a Saturday
        (at(4, 11), at(14, 10, 8)),  # the autumn holiday weeks 42 and 43
        (at(17, 1, year=2023), at(21, 12, 8)),  # between Christmas and Epiphany
    ],
)
def test_goes_earlier_before_holidays(starts_at: dt.datetime, moment: dt.datetime) -> None:
    assert moment_of(REMIND14, starts_at=starts_at) == moment


def test_workdays_are_counted_over_holidays() -> None:
    # Before Friday the 9th of December: Thursday, Wednesday, and (past Independence Day) Monday.
    assert moment_of(SOON, starts_at=at(9, 12)) == at(5, 12, 8)


def test_the_clubs_own_weeks_count() -> None:
    assert moment_of(REMIND14, starts_at=MEETING, holiday_weeks=[45]) == at(4, 11, 8)


def test_keeps_the_wall_time_over_a_clock_change() -> None:
    moment = moment_of(REMIND7, starts_at=at(4, 4, year=2023))
    assert moment.astimezone(dt.UTC) == dt.datetime(2023, 3, 28, 5, tzinfo=dt.UTC)
    moment = moment_of(REMIND14, starts_at=at(4, 4, year=2023))
    assert moment.astimezone(dt.UTC) == dt.datetime(2023, 3, 21, 6, tzinfo=dt.UTC)


def test_a_club_chooses_days_and_switches_off() -> None:
    found = slots(invite=Timing(28), remind7=Timing(5), soon=Timing(3, is_on=False))
    assert found["invite"].at == at(14, 10, 8)
    assert found["remind7"].at == at(17, 11, 8)
    assert "soon" not in found
    # Nobody takes over from the last reminder, so it is useful until the door.
    assert found["remind7"].until == at(22, 11, 8, 30)


def test_each_letter_is_useful_until_halfway_to_the_one_that_takes_over() -> None:
    found = slots()
    assert found["duty35"].until == at(14, 10, 8) + (at(8, 11, 8) - at(14, 10, 8)) / 2
    assert found["remind14"].until == at(11, 11, 20)
    assert found["remind7"].until == at(16, 11, 8)
    assert found["soon"].until == at(22, 11, 8, 30)
    assert found["invite"].until == at(22, 11, 8, 30)
    assert found["duty14"].until == at(21, 11, 9)


@pytest.mark.parametrize(
    ("now", "names"),
    [
        (at(8, 11, 7, 59), set()),
        (at(8, 11, 8), {"invite", "duty14", "remind14"}),
        (at(8, 11, 16), set()),
        (at(10, 11, 9), {"invite", "duty14", "remind14"}),  # missed for two days: still useful
        (at(12, 11, 9), set()),  # a Saturday
        (at(14, 11, 9), {"invite", "duty14"}),  # the next reminder is near
        (at(15, 11, 8), {"invite", "duty14", "remind7"}),
        (at(17, 11, 8), {"invite", "duty14", "soon"}),
        (at(22, 11, 8, 29), {"invite", "soon"}),
        (at(22, 11, 8, 30), set()),
    ],
)
def test_what_is_due(now: dt.datetime, names: set[str]) -> None:
    assert {name for name, slot in slots().items() if slot.is_due(now)} == names


def test_of_two_letters_on_one_day_only_the_later_leaves() -> None:
    # T-14 and T-7 both lie in the Christmas break and go to the 21st of December.
    found = slots(at(9, 1, year=2023))
    assert found["remind14"].at == found["remind7"].at == at(21, 12, 8)
    assert not found["remind14"].is_due(at(21, 12, 9))
    assert found["remind14"].until == found["remind14"].at


def test_a_moment_chosen_by_hand_may_be_at_any_hour() -> None:
    sunday = at(13, 11, 18)
    found = slots(changes={"remind7": Change(sunday)})
    assert found["remind7"].is_due(sunday)
    assert not found["remind7"].is_due(sunday + dt.timedelta(hours=2))
    assert found["remind7"].is_due(at(14, 11, 9))
    assert found["remind14"].until == at(8, 11, 8) + (sunday - at(8, 11, 8)) / 2


def test_what_is_skipped_does_not_leave_and_takes_nothing_over() -> None:
    found = slots(changes={"remind7": Change(is_skipped=True)})
    assert not found["remind7"].is_due(at(15, 11, 9))
    assert found["remind14"].until == at(8, 11, 8) + (at(17, 11, 8) - at(8, 11, 8)) / 2


def test_a_season_announced_late_waits_for_the_next_workday() -> None:
    found = slots_before(starts_at=MEETING, timings=Timings(), announced_at=at(4, 11, 10))
    moments = {slot.line.name: slot.at for slot in found}
    assert moments["invite"] == at(7, 11, 8)
    assert moments["duty14"] == at(8, 11, 8)


BEFORE, LATER = at(1, 11), at(8, 11, 10)


@pytest.mark.parametrize(
    ("line", "answer", "invited_at", "is_wanted"),
    [
        (REMIND14, "", BEFORE, True),
        (REMIND14, "maybe", BEFORE, False),
        (REMIND7, "maybe", BEFORE, True),
        (REMIND7, "yes", BEFORE, False),
        (REMIND7, "remote", BEFORE, False),
        (SOON, "yes", BEFORE, True),
        (SOON, "remote", BEFORE, True),
        (SOON, "", BEFORE, True),
        (SOON, "maybe", BEFORE, True),
        (SOON, "no", BEFORE, False),
        (SOON, "yes", LATER, False),
        (REMIND14, "", None, False),
    ],
)
def test_to_whom(line: Line, answer: str, invited_at: dt.datetime | None, is_wanted: bool) -> None:
    assert is_for(line, answer=answer, invited_at=invited_at, at=at(8, 11, 8)) is is_wanted


def test_reminders_leave_the_last_place_to_see_you_soon() -> None:
    usual, without = Timings(), Timings({"soon": Timing(3, is_on=False)})
    assert [has_room(REMIND7, letters=number, timings=usual) for number in (2, 3)] == [True, False]
    assert [has_room(SOON, letters=number, timings=usual) for number in (3, 4)] == [True, False]
    assert has_room(REMIND7, letters=3, timings=without)


def test_after_a_meeting_letters_go_later() -> None:
    assert after_meeting(FEEDBACK, ends_at=at(22, 11, 12), timings=Timings()) == (
        at(22, 11, 13),
        False,
    )
    assert after_meeting(FEEDBACK, ends_at=at(5, 12, 16), timings=Timings()) == (at(7, 12, 8), True)
    assert after_meeting(MEMO_NUDGE, ends_at=at(5, 12, 12), timings=Timings())[0] == at(7, 12, 8)


def test_is_closed_on_holidays() -> None:
    assert is_open(at(5, 12)) is True
    assert is_open(at(6, 12)) is False


@pytest.mark.parametrize(
    ("asked_at", "day"),
    [
        (at(1, 11), dt.date(2022, 11, 8)),
        (at(8, 11), dt.date(2022, 11, 15)),
        (at(14, 11, 23), dt.date(2022, 11, 15)),
        (at(15, 11), dt.date(2022, 11, 21)),
        (at(21, 11), dt.date(2022, 11, 22)),
        (at(22, 11, 8), dt.date(2022, 11, 22)),
    ],
)
def test_an_answer_is_never_asked_for_in_the_past(asked_at: dt.datetime, day: dt.date) -> None:
    assert answer_by(starts_at=MEETING, asked_at=asked_at) == day


def test_an_answer_is_asked_for_by_the_clubs_first_reminder() -> None:
    days = Timings({"remind14": Timing(10)}).answer_days
    assert answer_by(starts_at=MEETING, asked_at=at(1, 11), days=days) == dt.date(2022, 11, 12)


def test_only_the_invitation_of_an_announced_season_waits() -> None:
    late = slots_before(starts_at=MEETING, timings=Timings(), announced_at=at(16, 11, 10))
    assert {slot.line.name for slot in late if slot.at == at(17, 11, 8)} == {
        INVITE.name,
        "duty35",
        "duty14",
        "soon",
    }
