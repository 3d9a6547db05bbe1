"""The host pair's list of six: what looks done, what is ticked, and by when."""

import datetime as dt

import pytest

from clubs.models import Member
from meetings.checklist import Code, Task, checklist, due_on
from meetings.models import AgendaItem, Meeting
from tests import factories
from ui.dates import HELSINKI

NOON = dt.time(12)


def starts(year: int, month: int, day: int) -> dt.datetime:
    return dt.datetime.combine(dt.date(year, month, day), NOON, tzinfo=HELSINKI)


def tasks_of(meeting: Meeting) -> dict[str, Task]:
    found = checklist(
        meeting,
        items=list(meeting.agenda_items.all()),
        materials=list(meeting.materials.all()),
        members=list(meeting.season.club.members.invited()),
        ticks=list(meeting.host_ticks.all()),
    )
    return {task.code: task for task in found}


def test_the_dates_are_counted_back_and_fall_on_workdays() -> None:
    # Tuesday the 29th of November 2022: the invitation leaves on the 8th.
    found = {code: due_on(code, starts(2022, 11, 29)) for code in Code.values}
    assert found == {
        "question": dt.date(2022, 11, 1),
        "reading": dt.date(2022, 11, 4),
        "agenda": dt.date(2022, 11, 7),
        "room": dt.date(2022, 11, 7),
        "group_forming": dt.date(2022, 11, 22),
        "introduction": dt.date(2022, 11, 25),
    }


def test_a_date_in_a_holiday_goes_before_it() -> None:
    # A week before the 13th of January is Epiphany; the club is away from the 22nd of December.
    assert due_on("group_forming", starts(2023, 1, 13)) == dt.date(2022, 12, 21)
    # Week 42 is the club's own.
    day = due_on("question", starts(2022, 11, 15), holiday_weeks=[42])
    assert day == dt.date(2022, 10, 14)


def test_another_invitation_moves_what_stands_in_it() -> None:
    start = starts(2022, 11, 22)
    assert due_on("agenda", start, invite_days=14) == dt.date(2022, 11, 7)
    assert due_on("introduction", start, invite_days=14) == due_on("introduction", start)


@pytest.mark.django_db
def test_what_stands_in_the_meeting_looks_done(meeting: Meeting, petri: Member) -> None:
    Meeting.objects.update(title="", introduction="", place="", video_url="")
    meeting.refresh_from_db()
    assert [code for code, task in tasks_of(meeting).items() if task.looks_done] == [
        "group_forming"
    ]
    Member.objects.filter(pk=petri.pk).update(is_new_in_role=True)
    meeting.title, meeting.introduction, meeting.place = "Luotsi", "Mikä kantaa?", "Kaisla"
    factories.make_material(meeting, minutes=12)
    factories.make_agenda_item(meeting, "Tutustutaan", 30, kind=AgendaItem.Kind.GROUP_FORMING)
    factories.make_agenda_item(meeting, "Keskustelu", 150)
    found = tasks_of(meeting)
    assert [code for code, task in found.items() if task.is_left] == ["introduction"]
    assert found["group_forming"].why == "Ohjelmassa: Tutustutaan."
    assert found["reading"].why == "1 luettava, yhteensä 12 min."


@pytest.mark.django_db
def test_only_the_tick_says_that_the_introduction_is_prepared(
    meeting: Meeting, leena: Member
) -> None:
    factories.make_agenda_item(meeting, "Alustus", 20, kind=AgendaItem.Kind.TALK)
    assert tasks_of(meeting)["introduction"].why == "Sille on ohjelmassa 20 min."
    assert tasks_of(meeting)["introduction"].is_left
    meeting.host_ticks.create(task="introduction", ticked_by=leena)
    assert not tasks_of(meeting)["introduction"].is_left
    assert not tasks_of(meeting)["introduction"].looks_done
