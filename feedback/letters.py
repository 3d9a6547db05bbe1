"""The letter that asks for feedback, and whether it is still wanted."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from clubs.letterhead import scope_of, sender_name
from clubs.letters import choices_url, unsubscribe_url, wants
from clubs.links import sign
from clubs.models import Member
from feedback.models import Question, Survey, SurveyInvitee
from feedback.questions import label_of
from feedback.summary import LEAST, SCALE, is_too_small
from outbox.models import Message
from outbox.rendering import Rendered
from outbox.services import Letter
from outbox.stencils import Stencils, Words

MEETING_KIND = "feedback.request"
SEASON_KIND = "feedback.season"
KINDS = (MEETING_KIND, SEASON_KIND)
INERT = "#"


def form_path(invitee: SurveyInvitee) -> str:
    """The path of a person's own form."""
    return reverse("feedback:form", args=[sign("feedback", invitee.pk, invitee.generation)])


def kind_of(survey: Survey) -> str:
    """Under which name the outbox knows the letters of a survey."""
    return MEETING_KIND if survey.meeting_id else SEASON_KIND


def takers(survey: Survey, invitees: Iterable[SurveyInvitee]) -> list[SurveyInvitee]:
    """Those of the invitees (with ``member`` at hand) who have not refused such letters."""
    kind = kind_of(survey)
    return [invitee for invitee in invitees if wants(invitee.member, kind)]


def request_letters(
    *, survey: Survey, invitees: Sequence[SurveyInvitee], link: str = ""
) -> list[Letter]:
    """One letter to each invitee (with ``member__user`` at hand) in their own language. Three queries at most.

    With ``link`` every personal link is replaced by it, for somebody else's eyes.
    """
    questions = list(survey.questions.all())
    facilitator = survey.club.members.facilitators().first()
    shared = {
        "survey": survey,
        "club_name": survey.club.name,
        "is_season": survey.meeting is None,
        "on": survey.meeting.starts_at if survey.meeting else None,
        "sender": facilitator.full_name if facilitator else survey.club.name,
        "least": LEAST,
        "is_too_small": is_too_small(survey.invitees.count()),
    }
    stencils = Stencils()

    def write(invitee: SurveyInvitee) -> Letter:
        words = stencils.render(
            "feedback/request",
            lambda own: {**shared, **_personal(own, questions, link)},
            own=_own_words(invitee, link),
            language=invitee.member.mail_language,
        )
        return _letter(survey, invitee.member, words, facilitator)

    return [write(invitee) for invitee in invitees]


def _own_words(invitee: SurveyInvitee, link: str) -> dict[str, str]:
    """What no other reader's letter says."""
    return {
        "first_name": invitee.member.first_name,
        "url": link or settings.BASE_URL + form_path(invitee),
        "choices_url": link or choices_url(invitee.member),
    }


def _personal(own: Words, questions: Sequence[Question], link: str) -> dict[str, Any]:
    first = next((one for one in questions if one.kind == Question.Kind.SCALE and one.code), None)
    return {
        **own,
        "rows": [{"title": label_of(one.code, one.text)} for one in questions if one != first],
        "first_question": label_of(first.code, first.text) if first else "",
        "steps": [
            {"label": value, "url": link or f"{own['url']}?{first.code}={value}"}
            for value in range(1, SCALE + 1)
        ]
        if first
        else [],
    }


def _letter(survey: Survey, member: Member, words: Rendered, facilitator: Member | None) -> Letter:
    kind = kind_of(survey)
    topic = f"meeting:{survey.meeting_id}" if survey.meeting_id else f"season:{survey.season_id}"
    club = survey.club
    return Letter(
        key=f"{kind}:{survey.pk}:{member.pk}",
        kind=kind,
        topic=topic,
        scope=scope_of(survey.club_id),
        person=str(member.pk),
        to_email=member.email,
        to_name=member.full_name,
        language=member.mail_language,
        sender_name=sender_name(facilitator, club) if facilitator else club.name,
        reply_to=facilitator.email if facilitator else "",
        subject=words.subject,
        text=words.text,
        html=words.html,
        thread=f"{topic.replace(':', '-')}-{member.pk}",
        unsubscribe_url=unsubscribe_url(member, kind),
        deadline=survey.closes_at,
    )


def request_anew(message: Message, is_inert: bool, now: dt.datetime) -> Letter | None:
    """The request to one person as it is now; None once the survey is closed, or answered, or the person has left.

    The outbox asks this for a resend, and (inert) to show a facilitator what somebody got.
    """
    survey_id, member_id = _pair_of(message.key)
    seats = SurveyInvitee.objects.filter(
        survey__in=Survey.objects.open_at(now).filter(pk=survey_id),
        member=member_id,
        member__left_at__isnull=True,
    )
    # Whether somebody has answered is not told by what can be looked at.
    seats = seats if is_inert else seats.filter(has_answered=False)
    people = seats.select_related(
        "member__user", "survey__club", "survey__meeting", "survey__season"
    )
    invitee = people.first()
    if invitee is None:
        return None
    link = INERT if is_inert else ""
    return request_letters(survey=invitee.survey, invitees=[invitee], link=link)[0]


def unwanted_requests(
    messages: Collection[Message], *, now: dt.datetime | None = None
) -> set[UUID]:
    """Letters that must not leave any more.

    The survey is closed or called off, or the person has answered, left, or refused such letters.
    The outbox asks this for each batch just before it sends. One query.
    """
    pairs = {message.pk: _pair_of(message.key) for message in messages}
    open_surveys = Survey.objects.open_at(now or timezone.now())
    seats = SurveyInvitee.objects.filter(
        survey__in=open_surveys.filter(pk__in={survey for survey, _member in pairs.values()}),
        member__in={member for _survey, member in pairs.values()},
        member__left_at__isnull=True,
        has_answered=False,
    ).select_related("member")
    waiting = {(seat.survey_id, seat.member_id): seat.member for seat in seats}
    return {
        message.pk
        for message in messages
        if (member := waiting.get(pairs[message.pk])) is None or not wants(member, message.kind)
    }


def _pair_of(key: str) -> tuple[UUID, UUID]:
    """The survey and the member that a letter's key names."""
    _kind, survey, member = key.split(":")[:3]
    return UUID(survey), UUID(member)
