"""One row in every table of the product, and whom each belongs to, for the tests of the admin."""

import datetime as dt
from itertools import count

from allauth.account.models import EmailAddress
from django.utils import timezone

from audit.services import record
from boards.models import Board, Review
from clubs.models import Club, Member
from meetings.models import (
    CadenceRound,
    HostTick,
    LetterPlan,
    Meeting,
    Revision,
    SeasonInvitation,
    TurnSwap,
)
from outbox.models import Channel, Reason, Suppression
from tests import factories
from tests.cast import user_of

_numbers = count(1)
# What people wrote to each other, or in confidence: it stands nowhere in the admin.
SECRET = "Salaista sanottavaa"


def make_everything() -> Club:
    """A club with one of everything that the admin lists; what its people wrote says ``SECRET``."""
    number = next(_numbers)
    club = factories.make_club(f"Klubi {number}")
    factories.make_aim(club)
    member = factories.make_member(club, "Maija", f"Meikäläinen {number}", is_new_in_role=True)
    season = factories.make_season(club)
    draw = factories.make_draw(season, drawn_by=member, inputs={"members": [{"id": SECRET}]})
    group = factories.make_group(season, [member], draw=draw)
    meeting, later = (
        factories.make_meeting(
            season, days=days, title="Hyvinvointi", host_group=group, personal_note=SECRET
        )
        for days in (21, 49)
    )
    _plan(club, meeting, later, member)
    _ask(meeting, member)
    _write(club, meeting, member)
    EmailAddress.objects.create(user=user_of(member), email=member.email, verified=True)
    Channel.objects.get_or_create()
    record(actor=str(member.user_id), action="clubs.opened", club=str(club.pk))
    Suppression.objects.create(
        address=f"vanha{number}@example.org", reason=Reason.ADDRESS, since=timezone.now()
    )
    return club


def _plan(club: Club, meeting: Meeting, later: Meeting, member: Member) -> None:
    theme = factories.make_theme(club)
    factories.make_theme(club, "Kuormitus", parent=theme)
    meeting.theme_rows.create(theme=theme)
    factories.make_agenda_item(meeting)
    factories.make_material(meeting)
    Revision.objects.create(
        meeting=meeting, part="details", number=1, content={"note": SECRET}, saved_by=member
    )
    HostTick.objects.create(meeting=meeting, task="room", ticked_by=member)
    TurnSwap.objects.create(offered=meeting, wanted=later, asked_by=member, message=SECRET)
    LetterPlan.objects.create(meeting=meeting, step="remind7", is_skipped=True)
    CadenceRound.objects.get_or_create(defaults={"seen_at": timezone.now()})


def _ask(meeting: Meeting, member: Member) -> None:
    season, now = meeting.season, timezone.now()
    seat = factories.make_invitee(meeting, member, "yes", comment=SECRET, commented_at=now)
    seat.answers.create(value="yes", source="mail", greeting=SECRET, given_by=member)
    SeasonInvitation.objects.create(season=season, member=member)
    poll = season.date_polls.create(
        title="Milloin", answer_by=now.date() + dt.timedelta(days=7), created_by=member
    )
    slot = poll.slots.create(starts_at=now + dt.timedelta(days=14))
    asked = poll.invitees.create(member=member)
    slot.answers.create(invitee=asked, value="works", round=1)


def _write(club: Club, meeting: Meeting, member: Member) -> None:
    board: Board = factories.make_board(meeting)
    note = factories.make_note(board, SECRET, author=member)
    factories.make_comment(note, SECRET, author=member)
    thing = factories.make_agreed(meeting, SECRET, member)
    Review.objects.create(board=board, agreed_thing=thing, outcome="done")
    memo = factories.make_memo(meeting, opening=SECRET)
    memo.sections.update(text=SECRET)
    survey = factories.make_survey(meeting)
    factories.answer_survey(survey, [4], [SECRET])
    factories.make_free_letter(
        club, subject=SECRET, text=SECRET, written_by=member, meeting=meeting
    )
    factories.make_message(
        meeting, member, text=SECRET, html=SECRET, headers={"X": SECRET}, subject=SECRET
    )
