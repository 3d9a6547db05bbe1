"""Swaps of host turns and ticks in a person's own data."""

from clubs.models import Member
from meetings.models import Meeting
from meetings.own_data import export_meetings
from meetings.services import answer_swap, ask_swap, tick_task
from tests.cast import user_of


def test_each_side_gets_its_own_part(
    invited: Meeting, their_turn: Meeting, leena: Member, aino: Member, petri: Member
) -> None:
    tick_task(meeting=invited, task="room", is_done=True, by=leena)
    swap = ask_swap(offered=invited, wanted=their_turn, asked_by=leena, message="Leirikoulu")
    answer_swap(swap=swap, is_accepted=False, by=aino)
    tick_task(meeting=invited, task="room", is_done=True, by=leena)
    asked, answered = export_meetings(user_of(leena)), export_meetings(user_of(aino))
    assert [row["message"] for row in asked["swaps_of_host_turns"]] == ["Leirikoulu"]
    assert [row["task"] for row in asked["ticks_of_host_tasks"]] == ["room"]
    assert [(row["state"], row["message"]) for row in answered["swaps_of_host_turns"]] == [
        ("declined", "")
    ]
    assert answered["ticks_of_host_tasks"] == []
    assert export_meetings(user_of(petri))["swaps_of_host_turns"] == []
