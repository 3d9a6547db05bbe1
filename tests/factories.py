"""Plain functions that build valid rows; every argument has a sensible default, and nothing is random."""

import datetime as dt
from collections.abc import Sequence
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from boards.models import Board, Comment, Memo, MemoSection, Note, Section
from clubs.links import sign
from clubs.models import Aim, Club, Draw, Member, Season, WorkGroup, WorkGroupMember
from feedback.models import Question, ScaleAnswer, Survey, SurveyInvitee, TextAnswer
from meetings.models import (
    AgendaItem,
    AgreedThing,
    Answer,
    DatePoll,
    DateSlot,
    FreeLetter,
    Invitee,
    Material,
    Meeting,
    PollInvitee,
    Revision,
    SeasonInvitation,
    Theme,
    TurnSwap,
)
from outbox.models import Message

_numbers = count(1)


def in_days(days: float, hour: int = 9, minute: int = 0) -> dt.datetime:
    """The local time `hour`:`minute` on the day that is `days` from today."""
    today = timezone.localtime() + dt.timedelta(days=days)
    return today.replace(hour=hour, minute=minute, second=0, microsecond=0)


def make_user(first_name: str = "Maija", last_name: str = "Meikäläinen", **fields: Any) -> User:
    """Somebody who can sign in, with the address first.last@example.org."""
    email = fields.pop("email", address_of(first_name, last_name))
    return User.objects.create_user(email, first_name=first_name, last_name=last_name, **fields)


def address_of(first_name: str, last_name: str) -> str:
    """first.last@example.org in plain letters."""
    plain = str.maketrans("åäöÅÄÖ ", "aaoAAO-")
    return f"{first_name}.{last_name}".translate(plain).lower() + "@example.org"


def make_club(name: str = "Esihenkilöiden vertaisklubi", **fields: Any) -> Club:
    """A club that meets in Kokoushuone Kaisla for three hours from nine."""
    fields.setdefault("place", "Kokoushuone Kaisla")
    fields.setdefault("organisation", "Esimerkkilän ammattiopisto")
    return Club.objects.create(name=name, **fields)


def make_aim(club: Club, text: str = "Opimme toisiltamme", **fields: Any) -> Aim:
    """An aim of a club."""
    return Aim.objects.create(club=club, text=text, **fields)


def make_member(
    club: Club, first_name: str = "Maija", last_name: str = "Meikäläinen", **fields: Any
) -> Member:
    """A person of a club; `user=None` makes one without an account, else a user of the same name is made."""
    email = fields.setdefault("email", address_of(first_name, last_name))
    if "user" not in fields:
        fields["user"] = make_user(
            first_name, last_name, email=email, language=fields.get("language", "fi")
        )
    if fields["user"] is not None:
        fields.setdefault("joined_at", timezone.now())
    return Member.objects.create(club=club, first_name=first_name, last_name=last_name, **fields)


def make_facilitator(
    club: Club, first_name: str = "Outi", last_name: str = "Oivallus", **fields: Any
) -> Member:
    """A facilitator of a club, with an account."""
    return make_member(club, first_name, last_name, role=Member.Role.FACILITATOR, **fields)


def make_members(club: Club, number: int) -> list[Member]:
    """As many members as asked, without accounts, numbered so that names and addresses differ."""
    return [
        make_member(
            club,
            f"Jäsen{index:02}",
            f"Sukunimi{index:02}",
            email=f"jasen{index:02}.{next(_numbers)}@example.org",
            user=None,
        )
        for index in range(1, number + 1)
    ]


def make_season(club: Club, name: str = "Syksy 2022", **fields: Any) -> Season:
    """A season whose first meeting is in three weeks."""
    first = fields.pop("starts_on", in_days(21).date())
    fields.setdefault("weekday", first.isoweekday())
    fields.setdefault("starts_at", dt.time(9, 0))
    return Season.objects.create(club=club, name=name, starts_on=first, **fields)


def make_group(season: Season, members: Sequence[Member], **fields: Any) -> WorkGroup:
    """A work pair (or trio) of a season."""
    group = WorkGroup.objects.create(season=season, **fields)
    for position, member in enumerate(members):
        WorkGroupMember.objects.create(group=group, season=season, member=member, position=position)
    return group


def make_draw(season: Season, **fields: Any) -> Draw:
    """A draw without people; services make the real ones."""
    fields.setdefault("method", "matching-1")
    fields.setdefault("seed", "0" * 64)
    fields.setdefault("inputs", {"members": [], "meetings": [], "past_pairs": [], "locked": []})
    fields.setdefault("outcome", {"groups": [], "gave_way": []})
    return Draw.objects.create(season=season, **fields)


def make_swap(offered: Meeting, wanted: Meeting, **fields: Any) -> TurnSwap:
    """A request of the pair that hosts `offered` to swap turns with that of `wanted`, by the first of the pair."""
    places = list(offered.host_group.places.all()) if offered.host_group else []
    fields.setdefault("asked_by", places[0].member if places else None)
    return TurnSwap.objects.create(offered=offered, wanted=wanted, **fields)


def make_theme(club: Club, name: str = "Hyvinvointi työssä", **fields: Any) -> Theme:
    """A theme of a club."""
    return Theme.objects.create(club=club, name=name, **fields)


def make_meeting(season: Season, *, days: float = 21, **fields: Any) -> Meeting:
    """A meeting `days` from today at nine, three hours, in the club's place, not yet invited."""
    fields.setdefault("number", season.meetings.count() + 1)
    fields.setdefault("title", f"Tapaaminen {fields['number']}")
    fields.setdefault("starts_at", in_days(days))
    fields.setdefault("place", season.club.place)
    return Meeting.objects.create(season=season, **fields)


def make_invitee(meeting: Meeting, member: Member, answer: str = "", **fields: Any) -> Invitee:
    """A seat at a meeting; with an answer also the row of the answers' log."""
    now = timezone.now()
    fields.setdefault("invited_at", now)
    invitee = Invitee.objects.create(
        meeting=meeting,
        member=member,
        answer=answer,
        answered_at=now if answer else None,
        **fields,
    )
    if answer:
        Answer.objects.create(
            invitee=invitee, value=answer, source=Answer.Source.MAIL, given_by=member
        )
    return invitee


def invite(meeting: Meeting, members: Sequence[Member] | None = None) -> list[Invitee]:
    """Mark a meeting as invited and give each member (or those given) a seat, without mailing."""
    meeting.invited_at = timezone.now()
    meeting.revision += 1
    meeting.save()
    people = members if members is not None else list(meeting.season.club.members.invited())
    return [make_invitee(meeting, member) for member in people]


def make_agenda_item(
    meeting: Meeting, title: str = "Keskustelu", minutes: int = 30, **fields: Any
) -> AgendaItem:
    """One part of a meeting, after those that are there."""
    fields.setdefault("position", meeting.agenda_items.count())
    return AgendaItem.objects.create(meeting=meeting, title=title, minutes=minutes, **fields)


def make_revision(meeting: Meeting, number: int | None = None) -> Revision:
    """The agenda as it was once: one part of ten minutes; the newest of the meeting unless a number is given."""
    if number is None:
        number = Revision.objects.filter(meeting=meeting, part="agenda").count()
    row = {"kind": "discussion", "title": "Ennen", "minutes": 10, "note": ""}
    return Revision.objects.create(meeting=meeting, part="agenda", number=number, content=[row])


def make_material(
    meeting: Meeting, title: str = "Artikkeli jaksamisesta", **fields: Any
) -> Material:
    """A ten minutes' reading."""
    fields.setdefault("position", meeting.materials.count())
    fields.setdefault("url", "https://example.org/artikkeli")
    fields.setdefault("minutes", 10)
    return Material.objects.create(meeting=meeting, title=title, **fields)


def make_paper(meeting: Meeting, **fields: Any) -> Material:
    """A stored pdf among the pre-reading."""
    content = b"%PDF-1.7\n%%EOF\n"
    fields.setdefault("file", ContentFile(content, "paper.pdf"))
    fields.setdefault("file_size", len(content))
    return make_material(meeting, "Luotsin opas", url="", file_name="Luotsin opas.pdf", **fields)


def make_agreed(
    meeting: Meeting, text: str = "Kokeillaan kävelykokouksia", *owners: Member, **fields: Any
) -> AgreedThing:
    """A thing agreed, with its owners."""
    thing = AgreedThing.objects.create(meeting=meeting, text=text, **fields)
    for owner in owners:
        thing.owner_rows.create(member=owner)
    return thing


def make_board(meeting: Meeting, **fields: Any) -> Board:
    """A board with its four sections."""
    board = Board.objects.create(meeting=meeting, **fields)
    kinds = [Section.Kind.GOAL, Section.Kind.IDEA, Section.Kind.AGREED, Section.Kind.QUESTION]
    for position, kind in enumerate(kinds):
        Section.objects.create(board=board, kind=kind, position=position)
    return board


def make_note(
    board: Board, text: str = "Yhteinen perjantaipala", kind: str = "idea", **fields: Any
) -> Note:
    """A note in the section of a kind; without an author it is anonymous."""
    section = board.sections.get(kind=kind)
    fields.setdefault("is_anonymous", fields.get("author") is None)
    fields.setdefault("position", section.notes.count())
    fields.setdefault("raised_as", kind)
    return Note.objects.create(section=section, text=text, **fields)


def make_comment(note: Note, text: str = "Hyvä ajatus", **fields: Any) -> Comment:
    """A comment; without an author it is anonymous."""
    fields.setdefault("is_anonymous", fields.get("author") is None)
    return Comment.objects.create(note=note, text=text, **fields)


def make_memo(meeting: Meeting, **fields: Any) -> Memo:
    """A memo with an ideas section of two lines."""
    memo = Memo.objects.create(meeting=meeting, **fields)
    MemoSection.objects.create(
        memo=memo, kind=Section.Kind.IDEA, text="Kävelykokoukset\nPerjantaipala"
    )
    return memo


def make_survey(
    meeting: Meeting | None = None,
    *,
    season: Season | None = None,
    members: Sequence[Member] | None = None,
    **fields: Any,
) -> Survey:
    """A survey that opened yesterday and closes in six days, with a scale and a text, for the club's members."""
    club = meeting.season.club if meeting else season.club
    now = timezone.now()
    fields.setdefault("opens_at", now - dt.timedelta(days=1))
    fields.setdefault("closes_at", now + dt.timedelta(days=6))
    survey = Survey.objects.create(club=club, meeting=meeting, season=season, **fields)
    Question.objects.create(
        survey=survey, position=0, kind=Question.Kind.SCALE, text="Hyödyinkö tapaamisesta?"
    )
    Question.objects.create(
        survey=survey, position=1, kind=Question.Kind.TEXT, text="Mitä toivot jatkossa?"
    )
    for member in members if members is not None else Member.objects.filter(club=club).invited():
        SurveyInvitee.objects.create(survey=survey, member=member)
    return survey


def answer_survey(survey: Survey, values: Sequence[int], texts: Sequence[str] = ()) -> None:
    """Give each value to every scale question and each text to every open one; marks as many as answered."""
    for question in survey.questions.all():
        if question.kind == Question.Kind.TEXT:
            rows = [TextAnswer(question=question, text=text) for text in texts]
            TextAnswer.objects.bulk_create(rows)
        else:
            ScaleAnswer.objects.bulk_create(
                [ScaleAnswer(question=question, value=value) for value in values]
            )
    answered = list(survey.invitees.values_list("pk", flat=True)[: len(values)])
    survey.invitees.filter(pk__in=answered).update(has_answered=True)


def agreed_token(thing: AgreedThing) -> str:
    """The token of the link that reminds the first person in charge of a thing."""
    owner = thing.owner_rows.all()[0]
    return sign("agreed", owner.pk, 0)


def answer_token(invitee: Invitee) -> str:
    """The token of an invitee's answer link."""
    return sign("answer", invitee.pk, invitee.generation)


def feed_token(user: User) -> str:
    """The token of a person's calendar feed."""
    return sign("feed", user.pk, user.feed_generation)


def season_token(season: Season, member: Member) -> str:
    """The token of a member's link to all dates of a season."""
    invitation, _is_new = SeasonInvitation.objects.get_or_create(season=season, member=member)
    return sign("season", invitation.pk, invitation.generation)


def feedback_token(invitee: SurveyInvitee) -> str:
    """The token of a survey's personal link."""
    return sign("feedback", invitee.pk, invitee.generation)


def join_token(member: Member) -> str:
    """The token of a joining link."""
    return sign("join", member.pk, member.generation)


def make_message(meeting: Meeting, member: Member, state: str = "sent", **fields: Any) -> Message:
    """A letter about a meeting as the outbox keeps it; the invitation unless `kind` says otherwise."""
    now = timezone.now()
    kind = fields.get("kind", "meetings.invite")
    step = kind.partition(".")[2]
    is_reminder = step.startswith("remind") or step == "soon"
    revision = meeting.time_revision if is_reminder else meeting.revision
    values: dict[str, Any] = {
        "key": f"{step}:{meeting.pk}:{revision}:{member.pk}:{next(_numbers)}",
        "kind": kind,
        "topic": f"meeting:{meeting.pk}",
        "scope": f"club:{member.club_id}",
        "person": str(member.pk),
        "to_email": member.email,
        "to_name": member.full_name,
        "language": "fi",
        "subject": "Kutsu tapaamiseen",
        "message_id": f"<{next(_numbers)}@example.org>",
        "created_at": now,
        "deadline": now + dt.timedelta(days=3),
        "next_at": now,
        "state": state,
    }
    return Message.objects.create(**{**values, **fields})


def make_free_letter(club: Club, **fields: Any) -> FreeLetter:
    """A draft of a facilitator's own letter to all members."""
    fields.setdefault("subject", "Muutama sana keväästä")
    fields.setdefault("text", "Kiitos keväästä.\n\nJatketaan syksyllä.")
    return FreeLetter.objects.create(club=club, **fields)


def letters_token(member: Member) -> str:
    """The token of a person's link to choose letters and to end them."""
    return sign("unsubscribe", member.pk, 0)


def make_poll(season: Season, *, days: Sequence[float] = (10, 11, 12), **fields: Any) -> DatePoll:
    """A date poll that has been asked, with a slot at nine on each of these days from today; nobody has been asked yet."""
    members = fields.pop("members", [])
    fields.setdefault("answer_by", in_days(5).date())
    fields.setdefault("asked_at", timezone.now())
    poll = DatePoll.objects.create(season=season, **fields)
    DateSlot.objects.bulk_create([DateSlot(poll=poll, starts_at=in_days(day)) for day in days])
    PollInvitee.objects.bulk_create([PollInvitee(poll=poll, member=one) for one in members])
    return poll


def poll_token(poll: DatePoll, member: Member) -> str:
    """The token of a member's link to a date poll."""
    seat, _is_new = PollInvitee.objects.get_or_create(poll=poll, member=member)
    return sign("poll", seat.pk, seat.generation)
